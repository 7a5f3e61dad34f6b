// Douglas-Rachford splitting and its parts: the factors, the mixing, and what splitting is for.
#include "lib/solver/splitting.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using TraceProblem = Problem<Squared, TraceNormPenalty>;

TraceProblem trace_problem(const MultiTaskData& data, double share) {
  TraceProblem problem{data, {}, {1.0}, Intercept::free, data.loss_weights(Averaging::task_mean)};
  problem.penalty.lambda = share * lambda_max(problem);
  return problem;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(splitting_solver)

BOOST_AUTO_TEST_CASE(factors_solve_the_shifted_systems_on_the_long_and_on_the_short_side) {
  for (const arma::uword n : {4U, 30U}) {
    const MultiTaskData data = hard_data({.samples = {n, n + 1}, .n_features = 8}, false, 1);
    const arma::vec c = data.loss_weights(Averaging::sum);
    const QuadraticFactors factors(data, c, true);
    const arma::mat target = hard_features({.n_features = 2}, RandomStream(1, "target"), 8);
    const double rho = 0.3;
    const arma::mat point = factors.proximal_point(target, rho);
    for (arma::uword t = 0; t < 2; ++t) {
      arma::mat X = data.design(t).dense();
      X.each_row() -= arma::rowvec(arma::mean(X, 0));
      const arma::vec y = data.targets_of(t) - arma::mean(data.targets_of(t));
      const arma::vec slope = X.t() * (X * point.col(t) - y) + rho * (point.col(t) - target.col(t));
      BOOST_CHECK_SMALL(arma::abs(slope).max(), 1e-11);
      BOOST_CHECK_SMALL(arma::abs(factors.multiply(target).col(t) - X.t() * X * target.col(t)).max(), 1e-11);
      BOOST_CHECK_SMALL(arma::abs(factors.linear().col(t) - X.t() * y).max(), 1e-11);
    }
  }
}

BOOST_AUTO_TEST_CASE(mixing_ends_a_linear_iteration_after_as_many_differences_as_dimensions) {
  const arma::mat M = {{0.9, 0.2, 0.0}, {0.0, 0.8, 0.1}, {0.1, 0.0, 0.7}};
  const arma::vec fixed = {1.0, -2.0, 3.0};
  Mixing mixing(3);
  arma::mat v(3, 1, arma::fill::zeros);
  for (int k = 0; k < 5; ++k) v = mixing.next(v, (M - arma::eye(3, 3)) * (v - fixed));
  BOOST_CHECK_SMALL(arma::norm(v - fixed), 1e-8);
}

BOOST_AUTO_TEST_CASE(conditioning_of_the_tasks_hardly_matters_while_it_stops_fista) {
  const MultiTaskData data = hard_data({.samples = {40, 50, 60}, .condition = 1e4}, false, 2);
  const TraceProblem problem = trace_problem(data, 1e-3);
  const StopRule rule{.gap = 1e-8};
  const Solution split = splitting(problem, rule, zero_coefficients(data));
  const Solution gradient = fista(problem, rule, zero_coefficients(data));
  BOOST_CHECK(split.report.status == Status::optimal);
  BOOST_CHECK(gradient.report.status == Status::optimal);
  BOOST_CHECK_MESSAGE(3 * split.report.iterations < gradient.report.iterations,
                      split.report.iterations << " against " << gradient.report.iterations);
  // Each road's lower bound is below the other's objective.
  BOOST_CHECK(split.report.certificate.dual <= gradient.report.certificate.primal);
  BOOST_CHECK(gradient.report.certificate.dual <= split.report.certificate.primal);
}

BOOST_AUTO_TEST_CASE(the_solution_has_exact_rank) {
  const MultiTaskData data = hard_data({.samples = arma::uvec(8, arma::fill::value(30))}, false, 3);
  const Solution solution = splitting(trace_problem(data, 0.6), {.gap = 1e-8}, zero_coefficients(data));
  const arma::vec s = arma::svd(solution.coefficients.W);
  BOOST_CHECK(s[0] > 0.0);
  BOOST_CHECK_SMALL(s.tail(3).max() / s[0], 1e-12);
}

BOOST_AUTO_TEST_CASE(a_warm_start_stops_at_once_and_a_limit_is_reported_as_one) {
  const MultiTaskData data = hard_data({.samples = {40, 50, 60}}, false, 4);
  const TraceProblem problem = trace_problem(data, 0.1);
  const Solution cold = splitting(problem, {.gap = 1e-9}, zero_coefficients(data));
  BOOST_CHECK_EQUAL(splitting(problem, {.gap = 1e-7}, cold.coefficients).report.iterations, 0);
  const Solution one = splitting(problem, {.gap = 1e-12, .max_iterations = 1}, zero_coefficients(data));
  BOOST_CHECK(one.report.status == Status::iteration_limit);
  BOOST_CHECK_EQUAL(one.report.iterations, 1);
}

BOOST_AUTO_TEST_CASE(sparse_features_and_other_losses_go_to_fista) {
  const MultiTaskData dense = hard_data({.samples = {40, 50}}, false, 5);
  const MultiTaskData sparse = dense.map_designs([](const Design& X) { return Design(arma::sp_mat(X.dense())); });
  const StopRule rule{.gap = 1e-8};
  const Solution by_type = Splitting{}(trace_problem(sparse, 0.1), rule, zero_coefficients(sparse));
  const Solution by_fista = fista(trace_problem(sparse, 0.1), rule, zero_coefficients(sparse));
  BOOST_CHECK_EQUAL(by_type.report.iterations, by_fista.report.iterations);
  BOOST_CHECK(by_type.report.certificate.primal == by_fista.report.certificate.primal);
}

BOOST_AUTO_TEST_SUITE_END()
