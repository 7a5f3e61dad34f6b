#include "lib/solver/row_newton/ragged_step.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/solver/row_newton/ragged_tasks.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr StepEffort exact{.epochs = 300, .accuracy = 1e-10, .rounds = 20};

// Of the conditions of optimality, in units of r.
double fault(const arma::mat& H, const arma::vec& r, const arma::vec& lower, const arma::vec& d) {
  const arma::vec slope = H * d - r;
  double worst = 0.0;
  for (arma::uword i = 0; i < d.n_elem; ++i) {
    BOOST_TEST(d[i] >= lower[i]);
    worst = std::max(worst, d[i] > lower[i] ? std::abs(slope[i]) : std::max(0.0, -slope[i]));
  }
  return worst / arma::abs(r).max();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(steps_within_bounds)

BOOST_AUTO_TEST_CASE(conditions_of_optimality_hold_in_either_precision) {
  const arma::mat A = normal_matrix(1, "A", 40, 30);
  const arma::mat H = A.t() * A;
  const arma::vec r = 20.0 * normal_matrix(1, "r", 30, 1), lower = -0.2 * arma::abs(normal_matrix(1, "l", 30, 1));
  BOOST_TEST(fault(H, r, lower, bounded_step(H, r, lower, exact)) < 1e-8);
  const arma::fmat single = arma::conv_to<arma::fmat>::from(H);
  BOOST_TEST(fault(H, r, lower, bounded_step(single, r, lower, exact)) < 1e-3);
}

BOOST_AUTO_TEST_CASE(no_bound_in_the_way_is_a_linear_system) {
  const arma::mat A = normal_matrix(2, "A", 40, 30);
  const arma::mat H = A.t() * A;
  const arma::vec r = normal_matrix(2, "r", 30, 1), lower(30, arma::fill::value(-100.0));
  const arma::vec d = bounded_step(H, r, lower, StepEffort{.epochs = 2});
  BOOST_TEST(arma::abs(d - arma::solve(H, r)).max() < 1e-8);
}

BOOST_AUTO_TEST_CASE(a_singular_matrix_still_gives_a_step_that_lowers_the_model) {
  const arma::mat A = normal_matrix(3, "A", 5, 30);
  const arma::mat H = A.t() * A;
  const arma::vec r = arma::abs(normal_matrix(3, "r", 30, 1)), lower(30, arma::fill::value(-1.0));
  const arma::vec d = bounded_step(H, r, lower, StepEffort{});
  BOOST_TEST(d.is_finite());
  BOOST_TEST(0.5 * arma::dot(d, H * d) - arma::dot(r, d) < 0.0);
}

BOOST_AUTO_TEST_CASE(conjugate_gradients_find_the_step_of_the_formed_matrix) {
  const MultiTaskData data = random_tasks(4, {.n = 6, .d = 40, .T = 20});
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  SquaredTasks tasks(data, c, true, {.row_side_up_to = 0.0});
  const arma::uvec F = arma::regspace<arma::uvec>(0, 39);
  tasks.take(F);
  tasks.set_strengths({arma::vec(40, arma::fill::value(0.1)), 0.0});
  RowPoint point;
  point.tau = arma::vec(40, arma::fill::value(0.1));
  tasks.evaluate(0.0, point, point);
  const arma::mat H = row_hessian<double>(tasks, point, F);
  const arma::vec r = normal_matrix(4, "r", 40, 1), lower = -0.3 * arma::abs(normal_matrix(4, "l", 40, 1));
  const arma::vec d = bounded_conjugate_step(StackedHessian(tasks, point, F), r, lower, 1e-4);
  const arma::vec best = bounded_step(H, r, lower, exact);
  const auto model = [&](const arma::vec& x) { return 0.5 * arma::dot(x, H * x) - arma::dot(r, x); };
  BOOST_TEST(arma::all(d >= lower));
  BOOST_TEST(model(d) <= 0.9 * model(best));
}

BOOST_AUTO_TEST_SUITE_END()
