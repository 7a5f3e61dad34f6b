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

template <class L>
Problem<L, Net> posed(const MultiTaskData& data, const L& loss, double share, Intercept intercept = Intercept::free,
                      double mu = 0.0, const arma::vec& weights = {}) {
  Problem<L, Net> problem{data, loss, Net(RowGroupLasso{1.0, weights}, mu), intercept,
                          data.loss_weights(Averaging::task_mean)};
  problem.penalty = Net(RowGroupLasso{share * lambda_max(problem), weights}, mu);
  return problem;
}

// Newton's method, descent row by row and both reach one objective, which is certified anew.
template <class L>
void must_agree(const Problem<L, Net>& problem, const std::string& what, double gap = 1e-11) {
  const Coefficients zero = zero_coefficients(problem.data);
  const StopRule rule{.gap = gap};
  const Solution newton = ragged_newton(problem, rule, zero), sweeps = row_bcd(problem, rule, zero);
  const Solution hybrid = row_hybrid(problem, rule, zero);
  BOOST_TEST_CONTEXT(std::string(L::name) << " " << what) {
    const double scale = null_objective(problem);
    for (const Solution& solution : {newton, hybrid}) {
      BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
      const Certificate again = certify(problem, solution.coefficients, scale, &solution.report.certificate.dual_point);
      BOOST_TEST(again.proved_relative_gap() <= gap);
      BOOST_TEST(std::abs(again.primal - sweeps.report.certificate.primal) <= 1e-10 * scale);
    }
  }
}

MultiTaskData counts(std::uint64_t seed, DataShape shape) {
  shape.counts = true;
  return random_tasks(seed, shape);
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

BOOST_AUTO_TEST_CASE(huber_and_poisson_losses_agree_with_row_bcd_on_every_form_of_data) {
  for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse})
    for (const bool shared : {false, true})
      for (const Intercept intercept : {Intercept::none, Intercept::free})
        for (const double share : {0.5, 0.05, 1e-4}) {
          const DataShape form{.n = 15, .d = 30, .T = 3, .shape = shape, .shared = shared};
          const std::string what = numbered("shape ", static_cast<arma::uword>(shape))
                                       .append(shared ? " shared " : " ragged ")
                                       .append(intercept == Intercept::free ? "free " : "none ")
                                       .append(std::to_string(share));
          const double gap = share < 1e-3 ? 1e-10 : 1e-11;
          must_agree(posed(random_tasks(10, form), Huber{0.5}, share, intercept), what, gap);
          must_agree(posed(counts(10, form), Poisson{}, share, intercept), what, gap);
        }
}

BOOST_AUTO_TEST_CASE(huber_and_poisson_losses_agree_with_row_bcd_with_weights_gaps_and_a_ridge) {
  const arma::mat X = normal_matrix(11, "X", 20, 12);
  arma::mat Y = arma::floor(3.0 * arma::abs(normal_matrix(11, "Y", 20, 3)));
  Y(3, 1) = arma::datum::nan;
  Y(7, 0) = arma::datum::nan;
  const MultiTaskData gaps = MultiTaskData::from_shared(X, Y);
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    arma::vec weights = arma::abs(arma::vec(normal_matrix(11, numbered("v", t), 20, 1)));
    weights[t] = 0.0;
    tasks.push_back({.X = X,
                     .y = t == 1 ? arma::vec(Y.col(2)) : arma::vec(Y.col(t)).replace(arma::datum::nan, 2.0),
                     .weights = weights});
  }
  const MultiTaskData weighted = MultiTaskData::from_tasks(std::move(tasks));
  const arma::vec strengths = arma::linspace(0.5, 2.0, 12);
  for (const MultiTaskData& data : {gaps, weighted})
    for (const double mu : {0.0, 0.1})
      for (const double share : {0.3, 0.01}) {
        must_agree(posed(data, Huber{0.3}, share, Intercept::free, mu, strengths), std::to_string(mu));
        must_agree(posed(data, Poisson{}, share, Intercept::free, mu, strengths), std::to_string(mu));
      }
}

BOOST_AUTO_TEST_CASE(one_sample_and_one_task_are_certified_for_huber_and_poisson_losses) {
  for (const DataShape& form : {DataShape{.n = 1, .d = 6, .T = 3, .shared = true}, DataShape{.n = 20, .d = 30, .T = 1}})
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double share : {0.3, 1e-3}) {
        if (form.n == 1 && intercept == Intercept::free) continue;
        must_agree(posed(random_tasks(12, form), Huber{0.5}, share, intercept), numbered("n ", form.n));
        must_agree(posed(counts(12, form), Poisson{}, share, intercept), numbered("n ", form.n));
      }
}

BOOST_AUTO_TEST_CASE(a_huber_loss_without_curvature_nearly_everywhere_is_left_to_sweeps_in_time) {
  for (const double delta : {1e-2, 1e-4})
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double share : {0.5, 0.1}) {
        const MultiTaskData data = random_tasks(13, {.n = 25, .d = 8, .T = 3});
        const auto problem = posed(data, Huber{delta}, share, intercept);
        const StopRule rule{.gap = 1e-8};
        const Solution hybrid = row_hybrid(problem, rule, zero_coefficients(data));
        const Solution sweeps = row_bcd(problem, rule, zero_coefficients(data));
        const double scale = null_objective(problem);
        BOOST_TEST_CONTEXT("delta " << delta << " share " << share) {
          BOOST_TEST(to_string(hybrid.report.status) == to_string(Status::optimal));
          BOOST_TEST(std::abs(hybrid.report.certificate.primal - sweeps.report.certificate.primal) <= 1e-8 * scale);
          BOOST_TEST(hybrid.report.iterations <= 2 * sweeps.report.iterations + 500);
        }
        const Solution newton = ragged_newton(problem, rule, zero_coefficients(data));
        BOOST_TEST(newton.report.certificate.primal <= scale);
      }
}

BOOST_AUTO_TEST_CASE(counts_of_zero_and_of_a_million_agree_with_row_bcd) {
  for (const double size : {1.0, 1e6}) {
    const arma::mat X = normal_matrix(14, "X", 30, 10);
    arma::mat Y = arma::floor(size * arma::exp(0.5 * X.cols(0, 2)));
    Y.col(0) %= arma::conv_to<arma::vec>::from(X.col(5) > 0.0);
    const MultiTaskData data = MultiTaskData::from_shared(X, Y);
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double share : {0.5, 0.01})
        must_agree(posed(data, Poisson{}, share, intercept), std::to_string(size), 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(a_task_without_counts_is_certified) {
  const arma::mat X = normal_matrix(15, "X", 12, 6);
  arma::mat Y = arma::floor(arma::exp(0.5 * X.cols(0, 2)));
  Y.col(1).zeros();
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  for (const double share : {0.5, 0.1}) must_agree(posed(data, Poisson{}, share), std::to_string(share), 1e-10);
}

BOOST_AUTO_TEST_CASE(huber_and_poisson_bits_do_not_depend_on_the_number_of_threads) {
  const DataShape form{.n = 12, .d = 300, .T = 9};
  const MultiTaskData real = random_tasks(16, form), counted = counts(16, form);
  const auto huber = posed(real, Huber{0.5}, 0.01);
  const auto poisson = posed(counted, Poisson{}, 0.01);
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    Coefficients one, other;
    with_threads(threads, [&] {
      one = ragged_newton(huber, {.gap = 1e-8}, zero_coefficients(huber.data)).coefficients;
      other = row_hybrid(poisson, {.gap = 1e-8}, zero_coefficients(poisson.data)).coefficients;
    });
    const arma::mat both = arma::join_rows(one.W, other.W);
    if (reference.is_empty()) reference = both;
    BOOST_TEST(arma::approx_equal(both, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
