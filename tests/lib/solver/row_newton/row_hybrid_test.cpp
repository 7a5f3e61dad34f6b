#include "lib/solver/row_newton/row_hybrid.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/lasso.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Net = Ridged<RowGroupLasso>;

template <class L>
Problem<L, Net> at_share(const MultiTaskData& data, L loss, double share, Intercept intercept = Intercept::free,
                         double mu = 0.0) {
  Problem<L, Net> problem{data, loss, Net(RowGroupLasso{1.0}, mu), intercept, data.loss_weights(Averaging::task_mean)};
  const double lambda = share * lambda_max(problem);
  problem.penalty = Net(RowGroupLasso{lambda}, mu);
  return problem;
}

template <class L>
void must_certify(const Problem<L, Net>& problem, const std::string& what) {
  const Solution solution = row_hybrid(problem, {.gap = 1e-8}, zero_coefficients(problem.data));
  BOOST_TEST_CONTEXT(what) {
    BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
    const Certificate again =
        certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point);
    BOOST_TEST(again.proved_relative_gap() <= 1e-8);
  }
}

// Where the active rows far outnumber the samples of a task sweeps are slow.
MultiTaskData crowded() { return random_tasks(1, {.n = 8, .d = 300, .T = 10}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(row_descent_that_gives_way_to_newton)

BOOST_AUTO_TEST_CASE(every_form_of_data_is_certified_down_to_a_millionth_of_lambda_max) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const bool shared : {false, true})
      for (const Intercept intercept : {Intercept::none, Intercept::free}) {
        const MultiTaskData data = random_tasks(2, {.n = 15, .d = 30, .T = 3, .shape = shape, .shared = shared});
        for (const double share : {0.9, 0.1, 1e-3, 1e-6})
          must_certify(at_share(data, Squared{}, share, intercept),
                       numbered("shape ", static_cast<arma::uword>(shape)).append(" ").append(std::to_string(share)));
      }
}

BOOST_AUTO_TEST_CASE(the_switch_comes_where_rows_outnumber_samples_and_saves_iterations) {
  const MultiTaskData data = crowded();
  const auto problem = at_share(data, Squared{}, 1e-3);
  must_certify(problem, "crowded");
  const StopRule rule{.gap = 1e-8};
  const Solution hybrid = row_hybrid(problem, rule, zero_coefficients(data));
  const Solution sweeps = row_bcd(problem, rule, zero_coefficients(data));
  BOOST_TEST(5 * hybrid.report.iterations < sweeps.report.iterations);
  BOOST_TEST(std::abs(hybrid.report.certificate.primal - sweeps.report.certificate.primal) <=
             1e-8 * hybrid.report.certificate.scale);
}

BOOST_AUTO_TEST_CASE(one_task_and_other_penalties_go_to_row_bcd) {
  const StopRule rule{.gap = 1e-8};
  const MultiTaskData one = random_tasks(3, {.T = 1}), data = random_tasks(3, {});
  const Coefficients zero = zero_coefficients(data);
  const auto lasso = at_share(one, Squared{}, 0.1);
  const Coefficients start = zero_coefficients(one);
  BOOST_TEST(arma::approx_equal(RowHybrid{}(lasso, rule, start).coefficients.W,
                                row_bcd(lasso, rule, start).coefficients.W, "absdiff", 0.0));
  const Problem<Squared, Lasso> entries{data, {}, Lasso{0.1}, Intercept::free, data.loss_weights(Averaging::task_mean)};
  BOOST_TEST(arma::approx_equal(RowHybrid{}(entries, rule, zero).coefficients.W,
                                row_bcd(entries, rule, zero).coefficients.W, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = crowded();
  for (const double share : {0.3, 1e-3}) {
    const auto problem = at_share(data, Squared{}, share);
    arma::mat reference;
    for (const int threads : {1, 2, 4, 1}) {
      Solution solution;
      with_threads(threads, [&] { solution = row_hybrid(problem, {.gap = 1e-8}, zero_coefficients(data)); });
      if (reference.is_empty()) reference = solution.coefficients.W;
      BOOST_TEST(arma::approx_equal(solution.coefficients.W, reference, "absdiff", 0.0));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_start_at_the_optimum_stops_at_once) {
  const auto data = crowded();
  const auto problem = at_share(data, Squared{}, 0.1);
  const StopRule rule{.gap = 1e-8};
  const Solution first = row_hybrid(problem, rule, zero_coefficients(data));
  BOOST_TEST(row_hybrid(problem, rule, first.coefficients).report.iterations == 0);
}

BOOST_AUTO_TEST_CASE(limits_are_reported_as_the_limits_they_are) {
  const MultiTaskData data = crowded();
  const auto problem = at_share(data, Squared{}, 1e-3);
  const int all = row_hybrid(problem, {.gap = 1e-8}, zero_coefficients(data)).report.iterations;
  for (const int limit : {0, 1, all / 2}) {
    const Solution cut = row_hybrid(problem, {.gap = 1e-8, .max_iterations = limit}, zero_coefficients(data));
    BOOST_TEST(to_string(cut.report.status) == to_string(Status::iteration_limit));
    BOOST_TEST(cut.report.iterations == limit);
    BOOST_TEST(cut.report.certificate.proved_relative_gap() > 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(a_penalised_intercept_is_refused) {
  const MultiTaskData data = random_tasks(4, {});
  auto problem = at_share(data, Squared{}, 0.1);
  problem.intercept = Intercept::penalised;
  BOOST_CHECK_THROW(row_hybrid(problem, {}, zero_coefficients(data)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
