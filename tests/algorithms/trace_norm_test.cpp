// The edges that the header of trace-norm regularisation promises and no identity covers.
#include "algorithms/trace_norm.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "algorithms/clustered_regression.hpp"
#include "lib/data/split.hpp"
#include "lib/estimator/metrics.hpp"
#include "lib/selection/cross_validate.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/real_data.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(trace_norm)

BOOST_AUTO_TEST_CASE(lambda_at_lambda_max_gives_w_exactly_zero_and_below_it_has_rank_one) {
  for (const bool classes : {false, true}) {
    const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, classes, 6);
    TraceNorm method{{.loss = classes ? LossName::logistic : LossName::squared}};
    const double largest = method.lambda_max(data).value();
    method.options.lambda = largest;
    BOOST_CHECK(arma::abs(method.fit(data).linear().W()).max() == 0.0);
    method.options.lambda = 0.99 * largest;
    BOOST_CHECK_EQUAL(method.fit(data).linear().rank(), 1U);
  }
}

BOOST_AUTO_TEST_CASE(one_task_has_penalty_lambda_times_the_length_of_w) {
  const MultiTaskData data = hard_data({.samples = {40}}, false, 6);
  const double lambda = 0.2;
  const Fit fit = TraceNorm{{.lambda = lambda}}.fit(data, {.stop = {.gap = 1e-12}});
  const arma::vec w = fit.linear().W().col(0);
  const arma::vec residual = data.design(0).dense() * w + fit.linear().b()[0] - data.targets_of(0);
  // Stationarity of |residual|^2 / (2 n) + lambda |w|.
  const arma::vec slope = data.design(0).dense().t() * residual / 40.0 + lambda * w / arma::norm(w);
  BOOST_CHECK_SMALL(arma::abs(slope).max(), 1e-5);
}

// Raw columns: the worst school is conditioned like 1e6.
BOOST_AUTO_TEST_CASE(school_is_proved_to_a_hundred_millionth_over_five_decades_of_lambda_and_of_rho) {
  with_real_data("school", [](const Dataset& school) {
    const FitControl control{.stop = {.gap = 1e-8}};
    const auto check = [](const Fit& fit) {
      BOOST_TEST(std::string(to_string(fit.report.status)) == "optimal");
      BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-8);
      BOOST_TEST(fit.report.iterations <= 200);
    };
    for (const double share : {1.0, 0.1, 1e-2, 1e-3, 1e-4, 1e-5})
      check(TraceNorm{{.lambda = Lambda::share_of_max(share)}}.fit(school.train, control));
    for (const double rho : {1.0, 0.1, 1e-2, 1e-3, 1e-4})
      check(ClusteredRegression{{.rho1 = rho, .rho2 = rho, .n_clusters = 5}}.fit(school.train, control));
  });
}

BOOST_AUTO_TEST_CASE(a_path_proves_every_point_and_costs_fewer_iterations_than_fits_from_zero) {
  const MultiTaskData data = hard_data({.samples = {30, 25, 40, 8}, .condition = 100.0}, false, 6);
  std::vector<Lambda> strengths;
  for (double share = 1.0; share > 1e-3; share *= 0.8) strengths.push_back(Lambda::share_of_max(share));
  int along = 0, alone = 0;
  erase(TraceNorm{})->fit_path(data, strengths, {}, [&](double lambda, const Fit& fit) {
    BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-6);
    along += fit.report.iterations;
    alone += TraceNorm{{.lambda = lambda}}.fit(data).report.iterations;
    return true;
  });
  BOOST_TEST(along < alone);
}

// mu / 2 |W|^2 is the squared loss of d more samples a task, whose targets are zero.
BOOST_AUTO_TEST_CASE(a_ridge_is_as_many_samples_as_features_with_targets_of_zero) {
  const double mu = 0.3, lambda = 0.2;
  const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, false, 7);
  std::vector<Task> longer;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::mat X = data.design(t).dense();
    const arma::mat more = std::sqrt(mu) * arma::mat(X.n_cols, X.n_cols, arma::fill::eye);
    longer.push_back({.X = arma::mat(arma::join_cols(X, more)),
                      .y = arma::join_cols(data.targets_of(t), arma::vec(X.n_cols, arma::fill::zeros))});
  }
  const FitControl control{.stop = {.gap = 1e-11}};
  const TraceNorm plain{{.lambda = lambda, .intercept = false, .averaging = Averaging::sum}};
  TraceNorm ridged = plain;
  ridged.options.mu = mu;
  const Fit a = ridged.fit(data, control), b = plain.fit(MultiTaskData::from_tasks(longer), control);
  BOOST_CHECK_SMALL(a.report.certificate.primal - b.report.certificate.primal, 1e-9 * a.report.certificate.primal);
  BOOST_CHECK_SMALL(arma::abs(a.linear().W() - b.linear().W()).max(), 1e-4);
}

BOOST_AUTO_TEST_CASE(cross_validation_along_its_path_scores_like_exact_fits) {
  const MultiTaskData data = hard_data({.samples = {30, 25, 40, 18}}, false, 6);
  const auto method = make_estimator("trace_norm", {{"standardize", "true"}});
  const FitControl exact{.stop = {.gap = 1e-11}};
  const auto search = cross_validate(
      *method, data, {.grid = parse_grid({"lambda=auto:5"}, *method), .folds = 3, .seed = 2, .control = exact});
  std::size_t k = 0;
  for (const Split& split : k_folds(data, {.folds = 3, .seed = 2})) {
    const auto train = data.subset(split.train), test = data.subset(split.test);
    for (const GridPointScore& point : search.points) {
      method->set_params(point.params);
      const Fit fit = method->fit(train, exact);
      const double score = *find_metric("mse").score(judge(*fit.model, test, &train)).value;
      BOOST_TEST(std::abs(*point.folds[k] - score) <= 1e-6 * score);
    }
    ++k;
  }
}

BOOST_AUTO_TEST_SUITE_END()
