#include "lib/solver/svm/task_ties.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/solver/svm_engine.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::svm;
using namespace starling::testing;

namespace {

// The coefficients of B under the ties against B A.
void must_multiply(const arma::mat& A) {
  const arma::uword T = A.n_rows;
  const MultiTaskData data = random_tasks(2, {.n = 5, .d = 6, .T = T, .labels = true});
  const TaskTies ties(A);
  const SampleRows rows(data);
  DualState state(rows, ties, std::vector<DualSample>(data.size(), DualSample{.low = -1.0, .high = 1.0}));
  const arma::vec u = 0.5 * data.targets();
  state.set_dual_point(u);
  arma::mat G;
  arma::rowvec g;
  data.adjoint(u, G, g);
  const arma::mat W = -G * A / ties.unit();
  BOOST_TEST(arma::abs(state.coefficients().W - W).max() <= 1e-12 * arma::abs(W).max());
  // The same after one task has moved.
  AlignedDoubles z(rows.stride()), before(rows.stride());
  state.coefficients(1, z.data());
  before = z;
  state.samples_of(1)[0].u = 0.1;
  rows.add(1, 0, -ties.own(1) * (0.1 - u[data.rows_of(1).begin]), z.data());
  state.blocks.leave(1, z.data(), before.data());
  const arma::mat moved = state.coefficients().W;
  state.restart();
  BOOST_TEST(arma::abs(state.coefficients().W - moved).max() <= 1e-12 * arma::abs(W).max());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ties_between_tasks)

BOOST_AUTO_TEST_CASE(each_kind_is_recognised) {
  const TaskTies alike(QuadraticCoupling::evgeniou_pontil(6, 0.5).inverse_coupling());
  BOOST_TEST((alike.alike() && !alike.full() && alike.is_arrow()));
  const TaskTies low(low_rank_kernel(6, 2, 0.3));
  BOOST_TEST((!low.alike() && !low.full() && low.rank() == 2U));
  BOOST_TEST(std::abs(low.alone() - 0.3) <= 1e-13);
  const TaskTies singular(low_rank_kernel(6, 5, 0.0));
  BOOST_TEST((!singular.full() && singular.rank() == 5U && singular.alone() == 0.0));
  BOOST_TEST(TaskTies(low_rank_kernel(6, 5, 0.3)).full());
  BOOST_TEST((!TaskTies(arma::mat(4, 4, arma::fill::ones)).alike()));
}

BOOST_AUTO_TEST_CASE(every_kind_multiplies_by_the_matrix) {
  must_multiply(QuadraticCoupling::evgeniou_pontil(6, 0.5).inverse_coupling());
  must_multiply(low_rank_kernel(6, 2, 0.3));
  must_multiply(low_rank_kernel(6, 2, 0.0));
  must_multiply(low_rank_kernel(6, 5, 0.3));
  must_multiply(arma::ones(4, 4));
  must_multiply(2.0 * arma::eye(4, 4));
}

BOOST_AUTO_TEST_SUITE_END()
