// Problems of multi-task support vector machines, and what their solvers owe one another.
#pragma once

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/solution.hpp"
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

// The solution's own certificate, which must be that of its coefficients.
template <class P>
Certificate must_be_certified(const P& problem, const Solution& solution) {
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
  const Certificate& said = solution.report.certificate;
  const Certificate again = certify(problem, solution.coefficients, null_objective(problem), &said.dual_point);
  BOOST_TEST(std::abs(again.relative_gap - said.relative_gap) <= 1e-12);
  return again;
}

// What every solver owes its caller: solve(problem, rule, start).
template <class Solve>
void must_keep_to_its_rule(const Solve& solve) {
  const MultiTaskData classes = random_tasks(9, {.labels = true});
  const auto smooth = machine(classes, SquaredHinge{}, 1.0, 0.5);
  const Solution best = solve(smooth, StopRule{.gap = 1e-10, .max_iterations = 20000}, zero_coefficients(classes));
  const Solution again = solve(smooth, StopRule{.gap = 1e-6}, best.coefficients);
  BOOST_TEST(again.report.iterations == 0);
  BOOST_TEST(to_string(again.report.status) == to_string(Status::optimal));
  const auto hard = machine(classes, Hinge{}, 10.0, 0.1);
  const Solution one = solve(hard, StopRule{.gap = 1e-10, .max_iterations = 1}, zero_coefficients(classes));
  BOOST_TEST(to_string(one.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(one.report.iterations == 1);
  BOOST_TEST(one.report.certificate.relative_gap > 1e-10);
}

template <class Solve>
void must_not_depend_on_threads(const Solve& solve, arma::uword d, double C, double gap) {
  const MultiTaskData data = random_tasks(8, {.n = 600, .d = d, .T = 3, .labels = true});
  const StopRule rule{.gap = gap, .max_iterations = 20000};
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    Solution solution;
    with_threads(threads, [&] { solution = solve(machine(data, Hinge{}, C, 0.5), rule, zero_coefficients(data)); });
    if (threads == 1) reference = solution.coefficients.W;
    BOOST_TEST(arma::approx_equal(solution.coefficients.W, reference, "absdiff", 0.0));
  }
}

// Tasks tied by the task kernel L L' as one machine, W = V L' with |V|^2 / 2: column k of L scales the features of
// every task t by L(t, k) in block k.
inline MultiTaskData on_augmented_features(const MultiTaskData& data, const arma::mat& L) {
  const arma::uword d = data.n_features();
  arma::mat X(data.size(), d * L.n_cols);
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    for (arma::uword k = 0; k < L.n_cols; ++k)
      X.submat(data.rows_of(t).begin, d * k, data.rows_of(t).end - 1, d * (k + 1) - 1) =
          L(t, k) * data.design(t).dense();
  return MultiTaskData::from_tasks({{.X = X, .y = data.targets()}});
}

// A task kernel of rank r beside a multiple of the identity.
inline arma::mat low_rank_kernel(arma::uword T, arma::uword r, double alone) {
  const arma::mat L = normal_matrix(9, "L", T, r);
  return arma::symmatu(arma::mat(alone * arma::eye(T, T) + L * L.t()));
}

}  // namespace starling::testing
