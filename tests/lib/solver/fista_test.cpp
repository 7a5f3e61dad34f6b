#include "lib/solver/fista.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <class L, class P>
Problem<L, P> at_share(const MultiTaskData& data, double share, Intercept intercept) {
  Problem<L, P> problem{data, {}, {}, intercept, data.loss_weights(Averaging::task_mean)};
  problem.penalty.lambda = share * lambda_max(problem);
  return problem;
}

Problem<Squared, RowGroupLasso> lasso(const MultiTaskData& data, Intercept intercept = Intercept::free) {
  return at_share<Squared, RowGroupLasso>(data, 0.2, intercept);
}

template <class L, class P>
Solution solved(const Problem<L, P>& problem, const StopRule& rule) {
  return fista(problem, rule, zero_coefficients(problem.data));
}

bool same_bits(const Solution& a, const Solution& b) {
  return arma::approx_equal(a.coefficients.W, b.coefficients.W, "absdiff", 0.0) &&
         arma::approx_equal(a.coefficients.b, b.coefficients.b, "absdiff", 0.0);
}

// Optimal, and whoever certifies the result again finds the reported gap.
template <class L, class P>
void must_be_optimal(const Problem<L, P>& problem, const Solution& solution, double gap) {
  const Certificate& reported = solution.report.certificate;
  BOOST_CHECK_EQUAL(to_string(solution.report.status), "optimal");
  const Certificate again = certify(problem, solution.coefficients, null_objective(problem), &reported.dual_point);
  BOOST_CHECK_LE(again.proved_relative_gap(), gap);
  BOOST_CHECK_SMALL(again.relative_gap - reported.relative_gap, 1e-12);
}

template <class L, class P>
void must_certify_every_form(double gap) {
  for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse})
    for (const bool shared : {false, true}) {
      const MultiTaskData data =
          random_tasks(1, {.n = 15, .d = 8, .T = 3, .shape = shape, .shared = shared, .labels = L::is_classification});
      for (const Intercept intercept : {Intercept::none, Intercept::free})
        for (const double share : {0.5, 0.05}) {
          const auto problem = at_share<L, P>(data, share, intercept);
          must_be_optimal(problem, solved(problem, {.gap = gap}), gap);
        }
    }
}

const MultiTaskData& plain_data() {
  static const MultiTaskData data = random_tasks(2, {.n = 20, .d = 8, .T = 3});
  return data;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fista_solver)

BOOST_AUTO_TEST_CASE(squared_loss_with_row_groups_is_certified) {
  must_certify_every_form<Squared, RowGroupLasso>(1e-10);
}
BOOST_AUTO_TEST_CASE(logistic_loss_with_the_trace_norm_is_certified) {
  must_certify_every_form<Logistic, TraceNormPenalty>(1e-8);
}

BOOST_AUTO_TEST_CASE(results_have_the_same_bits_twice_and_for_any_number_of_threads) {
  const MultiTaskData data = random_tasks(3, {.n = 1100, .d = 6, .T = 2});
  const auto problem = lasso(data);
  Solution first;
  with_threads(1, [&] { first = solved(problem, {.gap = 1e-9}); });
  for (const int threads : {1, 2, 4})
    with_threads(threads, [&] { BOOST_CHECK(same_bits(solved(problem, {.gap = 1e-9}), first)); });
}

BOOST_AUTO_TEST_CASE(a_start_at_the_solution_stops_at_iteration_zero_and_returns_it) {
  const auto problem = lasso(plain_data());
  const Solution first = solved(problem, {.gap = 1e-9});
  const Solution again = fista(problem, {.gap = 1.001e-9}, first.coefficients);
  BOOST_CHECK_EQUAL(to_string(again.report.status), "optimal");
  BOOST_CHECK_EQUAL(again.report.iterations, 0);
  BOOST_CHECK_EQUAL(again.report.history.size(), 1U);
  BOOST_CHECK(arma::approx_equal(again.coefficients.W, first.coefficients.W, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(a_bad_start_ends_at_the_same_solution) {
  const auto problem = lasso(plain_data());
  const Solution first = solved(problem, {.gap = 1e-10});
  for (const double size : {1.0, 1e3, 1e6}) {
    const Coefficients bad{size * normal_matrix(9, "bad", 8, 3), size * normal_matrix(9, "b", 1, 3)};
    const Solution other = fista(problem, {.gap = 1e-10}, bad);
    must_be_optimal(problem, other, 1e-10);
    BOOST_CHECK(arma::approx_equal(other.coefficients.W, first.coefficients.W, "absdiff", 1e-4));
  }
}

BOOST_AUTO_TEST_CASE(too_few_iterations_are_reported_as_such_with_an_honest_gap) {
  const auto problem = lasso(plain_data());
  const double at_zero = certify(problem, zero_coefficients(plain_data())).relative_gap;
  for (const int most : {0, 1}) {
    const Solution solution = solved(problem, {.gap = 1e-10, .max_iterations = most});
    BOOST_CHECK_EQUAL(to_string(solution.report.status), "iteration_limit");
    BOOST_CHECK_EQUAL(solution.report.iterations, most);
    BOOST_CHECK_GT(solution.report.certificate.relative_gap, 1e-10);
    BOOST_CHECK_LE(solution.report.certificate.relative_gap, at_zero);
    const Certificate& reported = solution.report.certificate;
    const Certificate again = certify(problem, solution.coefficients, null_objective(problem), &reported.dual_point);
    BOOST_CHECK_SMALL(again.relative_gap - reported.relative_gap, 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(a_time_limit_of_zero_and_a_callback_stop_it_with_their_own_status) {
  const auto problem = lasso(plain_data());
  BOOST_CHECK_EQUAL(to_string(solved(problem, {.time_limit = 0.0}).report.status), "time_limit");
  const StopRule one_look{.gap = 1e-12, .on_progress = [](const Progress& now) { return now.iteration < 20; }};
  const Solution stopped = solved(problem, one_look);
  BOOST_CHECK_EQUAL(to_string(stopped.report.status), "interrupted");
  BOOST_CHECK_EQUAL(stopped.report.iterations, 20);
}

BOOST_AUTO_TEST_CASE(adv_options_a_gap_that_rounding_forbids_ends_by_itself_and_is_not_called_optimal) {
  const auto problem = lasso(plain_data());
  const Solution solution = solved(problem, {.gap = 1e-300});
  const bool honest =
      solution.report.status == Status::optimal_to_floor || solution.report.status == Status::no_progress;
  BOOST_CHECK_MESSAGE(honest, to_string(solution.report.status));
  BOOST_CHECK_LE(solution.report.certificate.relative_gap, 1e-12);
}

BOOST_AUTO_TEST_CASE(from_lambda_max_on_every_coefficient_is_exactly_zero) {
  for (const double share : {1.0, 3.0})
    for (const Intercept intercept : {Intercept::none, Intercept::free}) {
      const auto problem = at_share<Squared, RowGroupLasso>(plain_data(), share, intercept);
      const Solution solution = solved(problem, {.gap = 1e-10});
      must_be_optimal(problem, solution, 1e-10);
      BOOST_CHECK(solution.coefficients.W.is_zero());
    }
}

BOOST_AUTO_TEST_CASE(without_an_intercept_the_start_has_none_either) {
  const auto problem = lasso(plain_data(), Intercept::none);
  const Solution solution = fista(problem, {.gap = 1e-9}, {arma::zeros(8, 3), arma::rowvec{5, -5, 5}});
  BOOST_CHECK(solution.coefficients.b.is_zero());
  BOOST_CHECK(same_bits(solution, solved(problem, {.gap = 1e-9})));
}

BOOST_AUTO_TEST_CASE(adv_options_warm_start_of_another_size) {
  for (const Intercept intercept : {Intercept::none, Intercept::free}) {
    const auto problem = lasso(plain_data(), intercept);
    BOOST_CHECK_THROW(fista(problem, {}, {arma::zeros(7, 3), arma::rowvec{0, 0, 0}}), InvalidInput);
    BOOST_CHECK_THROW(fista(problem, {}, {arma::zeros(8, 2), arma::rowvec{0, 0, 0}}), InvalidInput);
  }
  BOOST_CHECK_THROW(fista(lasso(plain_data()), {}, {arma::zeros(8, 3), arma::rowvec{0, 0}}), InvalidInput);
}

BOOST_AUTO_TEST_CASE(a_penalised_intercept_is_refused) {
  const Problem<Squared, QuadraticCoupling> problem{
      plain_data(), {}, QuadraticCoupling::mean(3, 1.0, 0.1), Intercept::penalised, plain_data().weights()};
  BOOST_CHECK_THROW(fista(problem, {}, zero_coefficients(plain_data())), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
