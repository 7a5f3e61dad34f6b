// The edges that the header of the multi-task Lasso promises and no identity covers.
#include "algorithms/multitask_lasso.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Options = MultitaskLasso::Options;

const double inf = std::numeric_limits<double>::infinity();

MultiTaskData regression() { return hard_data({.samples = {30, 25, 40}}, false, 6); }
MultiTaskData classes() { return hard_data({.samples = {30, 25, 40}}, true, 6); }
MultiTaskData counts() {
  return regression().with_targets(arma::floor(arma::exp(arma::clamp(0.5 * regression().targets(), -2.0, 3.0))));
}
MultiTaskData data_for(LossName loss) {
  return loss == LossName::logistic ? classes() : loss == LossName::poisson ? counts() : regression();
}

// Options that ask for every norm, by what they are.
std::vector<Options> every_norm() {
  return {{},
          {.norm = RowNorm::linf},
          {.entry_share = 0.4},
          {.nonnegative = true},
          {.norm = RowNorm::linf, .nonnegative = true},
          {.entry_share = 0.4, .nonnegative = true},
          {.row_weights = {1, 2, 0.5, inf, 1, 3}},
          {.nonnegative = true, .row_weights = {1, 2, 0.5, inf, 1, 3}},
          {.feature_groups = {1, 1, 2, 2, 3, 3}},
          {.feature_groups = {1, 2, 3, 1, 2, 1}}};
}

double difference(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_lasso)

BOOST_AUTO_TEST_CASE(lambda_at_lambda_max_gives_w_exactly_zero_and_below_it_does_not) {
  for (const bool classes : {false, true})
    for (const double l1_ratio : {1.0, 0.4}) {
      const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, classes, 6);
      MultitaskLasso method{{.l1_ratio = l1_ratio, .loss = classes ? LossName::logistic : LossName::squared}};
      const double largest = method.lambda_max(data).value();
      method.options.lambda = largest;
      BOOST_CHECK_EQUAL(method.fit(data).linear().nonzero_rows(), 0U);
      method.options.lambda = 0.999 * largest;
      BOOST_CHECK(method.fit(data, {.stop = {.gap = 1e-9}}).linear().nonzero_rows() > 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_relative_lambda_is_that_share_of_lambda_max) {
  const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, false, 6);
  const MultitaskLasso relative{{.lambda = Lambda::share_of_max(0.2)}};
  const Fit fit = relative.fit(data);
  BOOST_CHECK_EQUAL(fit.model->info().lambda, 0.2 * relative.lambda_max(data).value());
}

BOOST_AUTO_TEST_CASE(every_norm_is_certified_with_every_loss_and_is_zero_at_its_lambda_max) {
  for (const Options& options : every_norm())
    for (const LossName loss : {LossName::squared, LossName::logistic, LossName::huber, LossName::poisson})
      for (const double l1_ratio : {1.0, 0.5}) {
        MultitaskLasso method{options};
        method.options.loss = loss;
        method.options.l1_ratio = l1_ratio;
        const MultiTaskData data = data_for(loss);
        const Fit fit = method.fit(data, {.stop = {.gap = 1e-8}});
        BOOST_TEST_CONTEXT("options of " << spelling::print(l1_ratio) << " loss " << static_cast<int>(loss)) {
          BOOST_CHECK(fit.report.status == Status::optimal);
          BOOST_CHECK(fit.linear().nonzero_rows() > 0U);
          if (options.nonnegative) BOOST_CHECK_GE(fit.linear().W().min(), 0.0);
          if (!options.row_weights.empty()) BOOST_CHECK(fit.linear().W().row(3).is_zero());
          method.options.lambda = method.lambda_max(data).value();
          BOOST_CHECK_EQUAL(method.fit(data).linear().nonzero_rows(), 0U);
        }
      }
}

BOOST_AUTO_TEST_CASE(options_that_do_not_go_together_are_refused) {
  const Options bad[] = {{.norm = RowNorm::linf, .feature_groups = {1, 1, 2, 2, 3, 3}},
                         {.entry_share = 0.5, .feature_groups = {1, 1, 2, 2, 3, 3}},
                         {.nonnegative = true, .feature_groups = {1, 1, 2, 2, 3, 3}},
                         {.row_weights = {1, 1, 1, 1, 1, 1}, .feature_groups = {1, 1, 2, 2, 3, 3}},
                         {.norm = RowNorm::linf, .entry_share = 0.5},
                         {.norm = RowNorm::linf, .row_weights = {1, 1, 1, 1, 1, 1}},
                         {.entry_share = 0.5, .row_weights = {1, 1, 1, 1, 1, 1}},
                         {.row_weights = {1, 1}},
                         {.feature_groups = {1, 1}},
                         {.nonnegative = true, .row_weights = {1, 1, 0, 1, 1, 1}},
                         {.row_weights = {1, 1, -1, 1, 1, 1}},
                         {.entry_share = 1.5}};
  for (const Options& options : bad) {
    const MultiTaskData data = data_for(options.loss);
    BOOST_CHECK_THROW(MultitaskLasso{options}.fit(data), InvalidOption);
    BOOST_CHECK_THROW(MultitaskLasso{options}.lambda_max(data), InvalidOption);
  }
  const MultitaskLasso too_few{{.row_weights = {1, 1}}};
  BOOST_CHECK_EXCEPTION(too_few.fit(regression()), InvalidOption, [](const InvalidOption& error) {
    return error.complaint().where == "option row_weights" &&
           error.complaint().expected == "6 numbers, one per feature" && error.complaint().got == "2";
  });
}

BOOST_AUTO_TEST_CASE(equal_row_weights_multiply_lambda_and_an_infinite_one_is_a_feature_left_out) {
  const MultiTaskData data = regression();
  const StopRule tight{.gap = 1e-10};
  const Fit weighted = MultitaskLasso{{.lambda = 0.1, .row_weights = std::vector<double>(6, 2.0)}}.fit(data, {tight});
  BOOST_CHECK_SMALL(difference(weighted.linear().W(), MultitaskLasso{{.lambda = 0.2}}.fit(data, {tight}).linear().W()),
                    1e-5);
  const arma::uvec kept = {0, 1, 3, 4, 5};
  const auto fewer = data.map_designs([&](const Design& X) { return Design(arma::mat(X.dense().cols(kept))); });
  const Fit without = MultitaskLasso{{.lambda = 0.1, .row_weights = {1, 1, inf, 1, 1, 1}}}.fit(data, {tight});
  BOOST_CHECK(without.linear().W().row(2).is_zero());
  BOOST_CHECK_SMALL(
      difference(without.linear().W().rows(kept), MultitaskLasso{{.lambda = 0.1}}.fit(fewer, {tight}).linear().W()),
      1e-5);
}

// Features in other units, standardised: the same predictions, signs kept, weights and groups by feature.
BOOST_AUTO_TEST_CASE(standardised_fits_do_not_depend_on_the_units_of_features_whatever_the_norm) {
  const MultiTaskData data = regression();
  const arma::vec units = {1e-3, 10.0, 1.0, 1e4, 0.5, 7.0};
  const auto scaled = data.map_designs([&](const Design& X) { return X.scale_columns(units); });
  for (Options options : every_norm()) {
    options.standardize = true;
    const MultitaskLasso method{options};
    const arma::mat a = method.fit(data, {.stop = {.gap = 1e-11}}).linear().W();
    const arma::mat b = method.fit(scaled, {.stop = {.gap = 1e-11}}).linear().W();
    BOOST_CHECK_SMALL(difference(a, b.each_col() % units), 1e-4);
    if (options.nonnegative) BOOST_CHECK_GE(a.min(), 0.0);
  }
}

BOOST_AUTO_TEST_CASE(a_warm_start_with_forbidden_coefficients_is_none_for_them) {
  const MultiTaskData data = regression();
  const Coefficients start = MultitaskLasso{}.fit(data).coefficients();
  for (const Options& options : every_norm()) {
    const Fit cold = MultitaskLasso{options}.fit(data, {.stop = {.gap = 1e-10}});
    const Fit warm = MultitaskLasso{options}.fit(data, {.stop = {.gap = 1e-10}, .start = &start});
    BOOST_CHECK(warm.report.status == Status::optimal);
    BOOST_CHECK_SMALL(difference(cold.linear().W(), warm.linear().W()), 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(predictions_of_counts_are_means) {
  const MultiTaskData data = counts();
  const Fit fit = MultitaskLasso{{.loss = LossName::poisson}}.fit(data, {.stop = {.gap = 1e-10}});
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::vec mean = fit.model->predict(t, data.design(t));
    BOOST_CHECK_GT(mean.min(), 0.0);
    // The free intercept makes means and counts agree on average.
    BOOST_CHECK_CLOSE(arma::mean(mean), arma::mean(data.targets_of(t)), 1e-3);
    BOOST_CHECK_SMALL(difference(arma::exp(fit.model->decision(t, data.design(t))), mean), 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(lists_are_options_by_name) {
  auto estimator = erase(MultitaskLasso{});
  estimator->set_params({{"row_weights", "1,2,0.5,inf,1,3"}, {"nonnegative", "yes"}});
  const Fit fit = estimator->fit(regression());
  BOOST_CHECK_EQUAL(fit.model->info().params.at("row_weights"), "1,2,0.5,inf,1,3");
  BOOST_CHECK(fit.linear().W().row(3).is_zero());
  estimator->set_params({{"row_weights", ""}, {"nonnegative", "no"}});
  BOOST_CHECK(!estimator->fit(regression()).linear().W().row(3).is_zero());
}

BOOST_AUTO_TEST_CASE(all_features_left_out_leave_the_intercepts) {
  const MultiTaskData data = regression();
  const MultitaskLasso method{{.row_weights = std::vector<double>(6, inf)}};
  BOOST_CHECK_EQUAL(method.lambda_max(data).value(), 0.0);
  const Fit fit = method.fit(data);
  BOOST_CHECK(fit.report.status == Status::optimal);
  BOOST_CHECK_EQUAL(fit.linear().nonzero_rows(), 0U);
  BOOST_CHECK_CLOSE(fit.linear().b()[1], arma::mean(data.targets_of(1)), 1e-10);
}

BOOST_AUTO_TEST_SUITE_END()
