#include "lib/solver/row_newton/ragged_newton.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_bcd.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Rows = Ridged<RowGroupLasso>;

Problem<Squared, Rows> posed(const MultiTaskData& data, double lambda, double mu = 0.0,
                             Intercept intercept = Intercept::free) {
  return {data, Squared{}, Rows(RowGroupLasso{lambda}, mu), intercept, data.loss_weights(Averaging::task_mean)};
}

// The strength as a share of lambda_max.
Problem<Squared, Rows> at_share(const MultiTaskData& data, double share, Intercept intercept = Intercept::free) {
  return posed(data, share * lambda_max(posed(data, 1.0, 0.0, intercept)), 0.0, intercept);
}

Solution solved(const Problem<Squared, Rows>& problem, double gap = 1e-8) {
  return ragged_newton(problem, {.gap = gap}, zero_coefficients(problem.data));
}

void must_certify(const Problem<Squared, Rows>& problem, const std::string& what, double gap = 1e-8) {
  const Solution solution = solved(problem, gap);
  BOOST_TEST_CONTEXT(what) {
    BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
    const Certificate again =
        certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point);
    BOOST_TEST(again.proved_relative_gap() <= gap);
  }
}

// Tasks of every unpleasant size, with weights, a sample of weight zero among them.
MultiTaskData odd_tasks(std::uint64_t seed) {
  std::vector<Task> tasks;
  const arma::uword sizes[] = {1, 2, 7, 30, 3};
  for (arma::uword t = 0; t < 5; ++t) {
    const arma::mat X = features(seed, numbered("X", t), sizes[t], 9, Shape::well);
    arma::vec weights = arma::abs(arma::vec(normal_matrix(seed, numbered("v", t), sizes[t], 1)));
    if (sizes[t] > 2) weights[1] = 0.0;
    tasks.push_back(
        {.X = X, .y = X.col(0) + 0.3 * normal_matrix(seed, numbered("e", t), sizes[t], 1), .weights = weights});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

const std::vector<double> shares = {0.9, 0.1, 1e-3, 1e-6};

}  // namespace

BOOST_AUTO_TEST_SUITE(newton_on_row_scales_of_ragged_tasks)

BOOST_AUTO_TEST_CASE(every_form_of_data_is_certified_down_to_a_millionth_of_lambda_max) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const bool shared : {false, true})
      for (const Intercept intercept : {Intercept::none, Intercept::free}) {
        for (const arma::uword d : {10, 30}) {
          const MultiTaskData data = random_tasks(1, {.n = 15, .d = d, .T = 3, .shape = shape, .shared = shared});
          for (const double share : shares)
            must_certify(at_share(data, share, intercept), numbered("shape ", static_cast<arma::uword>(shape))
                                                               .append(shared ? " shared " : " ragged ")
                                                               .append(std::to_string(share)));
        }
      }
}

BOOST_AUTO_TEST_CASE(tasks_of_one_and_two_samples_and_with_weights_are_certified) {
  for (const Intercept intercept : {Intercept::none, Intercept::free})
    for (const double share : shares) must_certify(at_share(odd_tasks(2), share, intercept), std::to_string(share));
}

BOOST_AUTO_TEST_CASE(one_task_is_a_lasso) {
  const MultiTaskData data = random_tasks(3, {.n = 20, .d = 40, .T = 1});
  for (const double share : shares) must_certify(at_share(data, share), std::to_string(share));
}

BOOST_AUTO_TEST_CASE(more_rows_than_a_working_set_holds_are_certified) {
  const MultiTaskData data = random_tasks(4, {.n = 12, .d = 700, .T = 12});
  for (const double share : {0.5, 0.05, 1e-3}) must_certify(at_share(data, share), std::to_string(share));
}

BOOST_AUTO_TEST_CASE(a_gap_of_1e_11_is_reached_on_well_conditioned_data) {
  must_certify(at_share(random_tasks(5, {.n = 30, .d = 20, .T = 3}), 0.1), "tight", 1e-11);
}

BOOST_AUTO_TEST_CASE(the_optimum_is_that_of_row_bcd_and_fista) {
  for (const Shape shape : {Shape::well, Shape::sparse})
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double share : {0.5, 0.05}) {
        const MultiTaskData data = random_tasks(6, {.n = 25, .d = 30, .T = 4, .shape = shape});
        const auto problem = at_share(data, share, intercept);
        const StopRule rule{.gap = 1e-12};
        const double mine = solved(problem, 1e-12).report.certificate.primal;
        const double bcd = row_bcd(problem, rule, zero_coefficients(data)).report.certificate.primal;
        const double other = fista(problem, rule, zero_coefficients(data)).report.certificate.primal;
        BOOST_TEST(std::abs(mine - bcd) <= 1e-10 * bcd);
        BOOST_TEST(std::abs(mine - other) <= 1e-10 * other);
      }
}

BOOST_AUTO_TEST_CASE(the_elastic_net_is_that_of_row_bcd) {
  for (const double mu : {1e-4, 0.1, 10.0}) {
    const MultiTaskData data = random_tasks(7, {.n = 10, .d = 40, .T = 9});
    const auto problem = posed(data, 0.05, mu);
    must_certify(problem, std::to_string(mu));
    const Solution mine = solved(problem, 1e-12), other = row_bcd(problem, {.gap = 1e-12}, zero_coefficients(data));
    BOOST_TEST(std::abs(mine.report.certificate.primal - other.report.certificate.primal) <=
               1e-10 * other.report.certificate.primal);
    BOOST_TEST(arma::abs(mine.coefficients.W - other.coefficients.W).max() < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(samples_rows_and_streamed_tasks_give_one_answer) {
  for (const Shape shape : {Shape::well, Shape::sparse}) {
    const MultiTaskData data = random_tasks(8, {.n = 14, .d = 90, .T = 5, .shape = shape});
    const auto problem = at_share(data, 0.02);
    const arma::mat W = solved(problem, 1e-13).coefficients.W;
    for (const double row_side_up_to : {0.0, 1.25, 1e9})
      for (const double stored : {0.0, 2000.0, 1e9}) {
        const Solution one = ragged_newton(problem, {.gap = 1e-13}, zero_coefficients(data),
                                           {.row_side_up_to = row_side_up_to, .stored = stored});
        BOOST_TEST(arma::abs(one.coefficients.W - W).max() < 1e-6);
        BOOST_TEST(one.report.certificate.relative_gap <= 1e-13);
      }
  }
}

BOOST_AUTO_TEST_CASE(sparse_features_give_what_dense_ones_give) {
  for (const bool shared : {false, true}) {
    DataShape form{.n = 30, .d = 60, .T = 8, .shape = Shape::sparse, .shared = shared};
    const MultiTaskData sparse = random_tasks(9, form);
    form.as_dense = true;
    const MultiTaskData dense = random_tasks(9, form);
    const auto problem = at_share(sparse, 0.2);
    const auto same = posed(dense, problem.penalty.lambda);
    const arma::mat difference = solved(problem, 1e-13).coefficients.W - solved(same, 1e-13).coefficients.W;
    BOOST_TEST(arma::abs(difference).max() < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_target_is_a_dropped_row) {
  const arma::mat X = normal_matrix(10, "X", 20, 6);
  arma::mat Y = normal_matrix(10, "Y", 20, 2);
  Y(3, 1) = arma::datum::nan;
  arma::uvec kept = arma::regspace<arma::uvec>(0, 19);
  kept.shed_row(3);
  const MultiTaskData masked = MultiTaskData::from_shared(X, Y);
  const MultiTaskData dropped = MultiTaskData::from_tasks(
      {{.X = X, .y = Y.col(0)}, {.X = arma::mat(X.rows(kept)), .y = arma::vec(arma::vec(Y.col(1)).elem(kept))}});
  const arma::mat one = solved(posed(masked, 0.05), 1e-13).coefficients.W;
  const arma::mat other = solved(posed(dropped, 0.05), 1e-13).coefficients.W;
  BOOST_TEST(arma::abs(one - other).max() < 1e-6);
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = random_tasks(11, {.n = 30, .d = 700, .T = 9});
  const auto problem = at_share(data, 1e-3);
  arma::mat reference;
  for (const int threads : {1, 2, 4, 1}) {
    Solution solution;
    with_threads(threads, [&] { solution = solved(problem); });
    if (reference.is_empty()) reference = solution.coefficients.W;
    BOOST_TEST(arma::approx_equal(solution.coefficients.W, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_CASE(a_start_at_the_optimum_stops_at_once) {
  const MultiTaskData data = random_tasks(12, {});
  const auto problem = at_share(data, 0.1);
  const Solution again = ragged_newton(problem, {.gap = 1e-8}, solved(problem).coefficients);
  BOOST_TEST(again.report.iterations == 0);
  BOOST_TEST(to_string(again.report.status) == to_string(Status::optimal));
}

BOOST_AUTO_TEST_CASE(a_start_anywhere_ends_at_the_optimum) {
  const MultiTaskData data = random_tasks(13, {.n = 12, .d = 50, .T = 4});
  const auto problem = at_share(data, 0.05);
  const Solution far =
      ragged_newton(problem, {.gap = 1e-12}, {100.0 * normal_matrix(13, "start", 50, 4), {0, 0, 0, 0}});
  BOOST_TEST(to_string(far.report.status) == to_string(Status::optimal));
  BOOST_TEST(arma::abs(far.coefficients.W - solved(problem, 1e-12).coefficients.W).max() < 1e-5);
}

BOOST_AUTO_TEST_CASE(one_iteration_is_reported_as_the_limit_it_is) {
  const MultiTaskData data = random_tasks(14, {});
  const auto problem = at_share(data, 0.01);
  const Solution solution = ragged_newton(problem, {.gap = 1e-10, .max_iterations = 1}, zero_coefficients(data));
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(solution.report.iterations == 1);
  BOOST_TEST(solution.report.certificate.relative_gap > 1e-10);
}

BOOST_AUTO_TEST_CASE(constant_and_zero_columns_get_zero_coefficients_beside_a_free_intercept) {
  arma::mat X = normal_matrix(15, "X", 20, 5);
  X.col(2).fill(0.1);
  X.col(3).zeros();
  const MultiTaskData data = MultiTaskData::from_shared(X, normal_matrix(15, "Y", 20, 2) + 3.0);
  Coefficients start = zero_coefficients(data);
  start.W.rows(2, 3).fill(5.0);
  const Solution solution = ragged_newton(posed(data, 1e-6), {.gap = 1e-8}, start);
  BOOST_TEST(solution.coefficients.W.rows(2, 3).is_zero());
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
}

BOOST_AUTO_TEST_CASE(coefficients_are_exactly_zero_from_lambda_max_on_and_not_just_below) {
  const MultiTaskData data = random_tasks(16, {});
  BOOST_TEST(solved(at_share(data, 1.0)).coefficients.W.is_zero());
  BOOST_TEST(!solved(at_share(data, 0.9999), 1e-12).coefficients.W.is_zero());
}

BOOST_AUTO_TEST_CASE(penalised_intercepts_and_strengths_of_zero_are_refused) {
  const MultiTaskData data = random_tasks(17, {});
  const Coefficients zero = zero_coefficients(data);
  BOOST_CHECK_THROW(ragged_newton(posed(data, 0.1, 0.0, Intercept::penalised), {}, zero), InvalidOption);
  BOOST_CHECK_THROW(ragged_newton(posed(data, 0.0), {}, zero), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
