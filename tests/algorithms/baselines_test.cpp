#include "algorithms/baselines.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl precise{.stop = {.gap = 1e-10}};

template <Recipe R>
arma::mat weights(const typename R::Options& options, const MultiTaskData& data) {
  const Fit fit = R{options}.fit(data, precise);
  BOOST_TEST(fit.report.certificate.relative_gap <= 1e-10);
  return fit.linear().W();
}

double largest(const arma::mat& M) { return arma::abs(M).max(); }

template <Recipe Independent, Recipe Pooled>
void must_agree_on_one_task(const MultiTaskData& data) {
  const double difference = largest(weights<Independent>({}, data) - weights<Pooled>({}, data));
  BOOST_TEST(difference < 1e-5);
}

template <Recipe R>
void must_predict_the_same_for_all_tasks(const MultiTaskData& data) {
  const Fit fit = R{}.fit(data);
  const arma::mat& W = fit.linear().W();
  BOOST_TEST(W.n_cols == data.n_tasks());
  for (arma::uword t = 1; t < W.n_cols; ++t) BOOST_TEST(largest(W.col(t) - W.col(0)) == 0.0);
  BOOST_TEST(fit.model->info().task_names == data.task_names(), boost::test_tools::per_element());
  // Warm: the next fit starts at the last one's coefficients and has nothing to do.
  const Coefficients start = fit.coefficients();
  BOOST_TEST(R{}.fit(data, {.start = &start}).report.iterations == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(baselines)

BOOST_AUTO_TEST_CASE(ridge_is_the_closed_form_of_centred_data) {
  const MultiTaskData data = random_tasks(1, {.n = 20, .d = 5, .T = 3});
  const double lambda = 0.2;
  const arma::mat W = weights<IndependentRidge>({.lambda = lambda}, data);
  const arma::mat P = weights<PooledRidge>({.lambda = lambda}, data);
  const auto closed_form = [&](const MultiTaskData& one) -> arma::vec {
    const arma::mat X = one.design(0).dense();
    const arma::mat Z = X.each_row() - arma::mean(X);
    const double n = static_cast<double>(X.n_rows);
    return arma::solve(Z.t() * Z / n + lambda * arma::eye(5, 5), Z.t() * one.targets() / n);
  };
  for (arma::uword t = 0; t < 3; ++t) {
    BOOST_TEST(largest(W.col(t) - closed_form(data.task(t))) < 1e-12);
    BOOST_TEST(largest(P.col(t) - closed_form(data.pooled())) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(one_task_independent_and_pooled_are_the_same) {
  must_agree_on_one_task<IndependentRidge, PooledRidge>(random_tasks(2, {.T = 1}));
  must_agree_on_one_task<IndependentElasticNet, PooledElasticNet>(random_tasks(2, {.T = 1}));
  must_agree_on_one_task<IndependentLogistic, PooledLogistic>(random_tasks(2, {.T = 1, .labels = true}));
}

BOOST_AUTO_TEST_CASE(a_pooled_model_predicts_the_same_for_all_tasks) {
  must_predict_the_same_for_all_tasks<PooledRidge>(random_tasks(3, {}));
  must_predict_the_same_for_all_tasks<PooledElasticNet>(random_tasks(3, {}));
  must_predict_the_same_for_all_tasks<PooledLogistic>(random_tasks(3, {.labels = true}));
}

BOOST_AUTO_TEST_CASE(elastic_net_with_lambda_at_lambda_max_gives_W_exactly_zero) {
  const MultiTaskData data = random_tasks(4, {});
  BOOST_TEST(weights<IndependentElasticNet>({.lambda = Lambda::share_of_max(1.0)}, data).is_zero());
  BOOST_TEST(!weights<IndependentElasticNet>({.lambda = Lambda::share_of_max(0.999)}, data).is_zero());
  BOOST_TEST(weights<PooledElasticNet>({.lambda = Lambda::share_of_max(1.0)}, data).is_zero());
  BOOST_TEST(weights<PooledElasticNet>({.lambda = *PooledElasticNet{}.lambda_max(data)}, data).is_zero());
}

BOOST_AUTO_TEST_CASE(elastic_net_with_l1_ratio_towards_0_is_ridge) {
  const MultiTaskData data = random_tasks(5, {});
  const arma::mat net = weights<IndependentElasticNet>({.lambda = 0.3, .l1_ratio = 1e-10}, data);
  BOOST_TEST(largest(net - weights<IndependentRidge>({.lambda = 0.3}, data)) < 1e-4);
}

BOOST_AUTO_TEST_CASE(elastic_net_satisfies_its_optimality_conditions) {
  const MultiTaskData data = random_tasks(6, {.n = 25, .d = 10, .T = 1});
  const double lambda = 0.2, a = 0.7;
  const Fit fit = IndependentElasticNet{{.lambda = lambda, .l1_ratio = a}}.fit(data, {.stop = {.gap = 1e-13}});
  const arma::vec w = fit.linear().W(), r = data.targets() - data.forward(w, fit.linear().b());
  const arma::vec g = data.design(0).dense().t() * r / 25.0 - lambda * (1.0 - a) * w;
  for (arma::uword j = 0; j < w.n_elem; ++j)
    BOOST_TEST((w[j] == 0.0 ? std::abs(g[j]) - lambda * a : std::abs(g[j] - std::copysign(lambda * a, w[j]))) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_lambda_relative_to_lambda_max_is_refused_by_ridge_and_logistic) {
  const MultiTaskData data = random_tasks(7, {}), classes = random_tasks(7, {.labels = true});
  const RidgeOptions relative{.lambda = Lambda::share_of_max(0.1)};
  BOOST_CHECK_THROW(IndependentRidge{relative}.fit(data), InvalidOption);
  BOOST_CHECK_THROW(PooledRidge{relative}.fit(data), InvalidOption);
  BOOST_CHECK_THROW(IndependentLogistic{relative}.fit(classes), InvalidOption);
  BOOST_TEST(!IndependentRidge{}.lambda_max(data).has_value());
}

BOOST_AUTO_TEST_CASE(features_of_extreme_size_are_certified) {
  const MultiTaskData data = random_tasks(8, {.n = 20, .d = 4, .T = 2});
  const MultiTaskData huge =
      data.map_designs([](const Design& X) { return X.scale_columns(arma::vec(4, arma::fill::value(1e140))); });
  const Fit fit = IndependentRidge{{.lambda = 1e279}}.fit(huge);
  BOOST_TEST(to_string(fit.report.status) == to_string(Status::optimal));
  BOOST_TEST(largest(fit.linear().W()) > 0.0);
}

BOOST_AUTO_TEST_CASE(a_warm_start_of_another_shape_is_refused) {
  const MultiTaskData data = random_tasks(9, {});
  const Coefficients start{arma::mat(8, 2, arma::fill::zeros), arma::rowvec(2, arma::fill::zeros)};
  BOOST_CHECK_THROW(PooledRidge{}.fit(data, {.start = &start}), InvalidInput);
  BOOST_CHECK_THROW(IndependentRidge{}.fit(data, {.start = &start}), InvalidInput);
}

BOOST_AUTO_TEST_CASE(targets_of_more_than_two_values_do_not_suit_logistic) {
  const MultiTaskData data = random_tasks(10, {});
  BOOST_TEST(PooledLogistic{}.unsuited(data).has_value());
  BOOST_CHECK_THROW(PooledLogistic{}.fit(data), InvalidInput);
  BOOST_CHECK_THROW(IndependentLogistic{}.fit(data), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
