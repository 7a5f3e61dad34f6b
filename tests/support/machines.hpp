// Problems of multi-task support vector machines, and what their solvers owe one another.
#pragma once

#include <boost/test/unit_test.hpp>

#include "lib/fit/certificate.hpp"
#include "lib/fit/problem.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "tests/support/random_problems.hpp"

namespace starling::testing {

template <class L>
Problem<L, QuadraticCoupling> machine(const MultiTaskData& data, L loss, double C, double mu,
                                      Intercept intercept = Intercept::penalised) {
  return {data, loss, QuadraticCoupling::evgeniou_pontil(data.n_tasks(), mu), intercept,
          C * data.loss_weights(Averaging::sum)};
}

// f(data, loss) for every loss that a dual descent knows, classification losses on the classes.
template <class F>
void for_every_machine_loss(const MultiTaskData& data, const MultiTaskData& classes, const F& f) {
  BOOST_TEST_CONTEXT("hinge") f(classes, Hinge{});
  BOOST_TEST_CONTEXT("squared hinge") f(classes, SquaredHinge{});
  BOOST_TEST_CONTEXT("epsilon insensitive") f(data, EpsilonInsensitive{});
  BOOST_TEST_CONTEXT("squared epsilon insensitive") f(data, SquaredEpsilonInsensitive{});
  BOOST_TEST_CONTEXT("huber") f(data, Huber{});
  BOOST_TEST_CONTEXT("squared") f(data, Squared{});
}

// Two solvers' proofs of one problem: the same objective, and neither's lower bound above what the other reached.
inline void must_be_of_one_problem(const Certificate& a, const Certificate& b, double gap = 1e-9) {
  BOOST_TEST(a.relative_gap <= gap);
  BOOST_TEST(b.relative_gap <= gap);
  BOOST_TEST(std::abs(a.primal - b.primal) <= 10.0 * gap * a.scale);
  BOOST_TEST(a.dual <= b.primal + b.rounding_floor);
  BOOST_TEST(b.dual <= a.primal + a.rounding_floor);
}

// A task kernel of rank r beside a multiple of the identity.
inline arma::mat low_rank_kernel(arma::uword T, arma::uword r, double alone) {
  const arma::mat L = normal_matrix(9, "L", T, r);
  return arma::symmatu(arma::mat(alone * arma::eye(T, T) + L * L.t()));
}

}  // namespace starling::testing
