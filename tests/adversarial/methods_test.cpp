// Unpleasant data and options, each by its number in the catalogue of what must never go wrong.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "algorithms/multitask_lasso.hpp"
#include "algorithms/trace_norm.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/tried_methods.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

MultiTaskData data_for(const Estimator& method, const Hardness& hard) {
  return hard_data(hard, method.is_classifier(), 9);
}

// What a method ends with when nothing stopped it.
bool is_settled(Status status) {
  return status == Status::optimal || status == Status::optimal_to_floor || status == Status::stationary;
}

// Fits every method on data of this kind and checks that what comes out is honest.
template <class Check>
void fit_every_method(const Hardness& hard, const Check& check) {
  for (const auto& [title, method] : tried_methods()) {
    const MultiTaskData data = data_for(*method, hard);
    if (method->unsuited(data)) continue;
    const Fit fit = method->fit(data);
    BOOST_TEST_CONTEXT(title << " on " << hard.name) {
      if (fit.is_linear()) BOOST_CHECK(fit.linear().W().is_finite());
      BOOST_CHECK(decisions(fit, data.design(0)).is_finite());
      BOOST_CHECK_MESSAGE(is_settled(fit.report.status), to_string(fit.report.status)
                                                             << " at " << fit.report.certificate.relative_gap);
      check(fit);
    }
  }
}

void refuse_option(std::string_view method, const Params& params, const std::string& in_message) {
  BOOST_TEST_CONTEXT(method << " " << params.begin()->first << "=" << params.begin()->second)
  BOOST_CHECK_EXCEPTION(make_estimator(method, params), InvalidOption, [&](const InvalidOption& error) {
    BOOST_TEST_MESSAGE(error.what());
    return std::string(error.what()).find(in_message) != std::string::npos;
  });
}

const auto nothing_more = [](const Fit&) {};

}  // namespace

BOOST_AUTO_TEST_SUITE(adversarial_methods)

BOOST_AUTO_TEST_CASE(adv_D3_one_sample_per_task) {
  fit_every_method({.name = "one sample", .samples = {1, 1, 1}}, nothing_more);
}

BOOST_AUTO_TEST_CASE(adv_D4_no_features) {
  for (const std::string_view name : {"multitask_lasso", "trace_norm", "clustered_regression"}) {
    const MultiTaskData data =
        MultiTaskData::from_tasks({{.X = arma::mat(3, 0), .y = {1, 2, 6}}, {.X = arma::mat(2, 0), .y = {1, 2}}});
    const Fit fit = make_estimator(name)->fit(data);
    BOOST_TEST_CONTEXT(name) {
      BOOST_CHECK_SMALL(fit.linear().b()[0] - 3.0, 1e-15);
      BOOST_CHECK(fit.report.certificate.relative_gap <= 1e-6 || fit.report.status == Status::stationary);
    }
  }
}

BOOST_AUTO_TEST_CASE(adv_D8_a_column_of_denormal_numbers) {
  arma::vec factors(6, arma::fill::ones);
  factors[2] = 1e-310;
  for (const auto& [title, method] : tried_methods()) {
    const MultiTaskData data =
        data_for(*method, {}).map_designs([&](const Design& X) { return X.scale_columns(factors); });
    const Fit fit = method->fit(data);
    BOOST_TEST_CONTEXT(title) {
      BOOST_CHECK(decisions(fit, data.design(0)).is_finite());
      BOOST_CHECK(fit.report.certificate.relative_gap <= 1e-6 || fit.report.status == Status::stationary);
    }
  }
}

BOOST_AUTO_TEST_CASE(adv_D13_coefficients_that_cannot_but_overflow) {
  const MultiTaskData data = hard_data({.feature_scale = 1e-310}, false, 9);
  for (const std::string_view name : {"multitask_lasso", "trace_norm"})
    BOOST_CHECK_EXCEPTION(make_estimator(name)->fit(data), InvalidData, [](const InvalidData& error) {
      return std::string(error.what()).find("too large for double precision") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(adv_D9_a_zero_column_gets_a_zero_coefficient) {
  fit_every_method({.name = "zero column", .zero_column = true}, [](const Fit& fit) {
    if (fit.is_linear()) BOOST_CHECK(arma::abs(fit.linear().W().row(0)).max() == 0.0);
  });
}

BOOST_AUTO_TEST_CASE(adv_D10_duplicate_columns) {
  fit_every_method({.name = "duplicate columns", .duplicate_columns = true}, nothing_more);
}

BOOST_AUTO_TEST_CASE(adv_D12_extreme_scales_prove_the_same_gap) {
  for (const Hardness& hard : extreme_scales()) {
    for (const std::string_view name : {"multitask_lasso", "trace_norm"}) {
      const Fit fit = make_estimator(name)->fit(hard_data(hard, false, 9));
      BOOST_TEST_CONTEXT(name << " on " << hard.name) {
        BOOST_CHECK(fit.linear().W().is_finite());
        BOOST_CHECK(fit.report.certificate.relative_gap <= 1e-6);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(adv_D14_constant_targets) {
  fit_every_method({.name = "constant target", .constant_target = true}, nothing_more);
}

BOOST_AUTO_TEST_CASE(adv_D15_labels_of_any_two_values_are_mapped_and_recorded) {
  const MultiTaskData signs = hard_data({.samples = {30, 30}}, true, 9);
  const Fit reference = TraceNorm{{.loss = LossName::logistic}}.fit(signs);
  for (const auto& [negative, positive] : {std::pair{0.0, 1.0}, std::pair{1.0, 2.0}, std::pair{-7.5, 3.0}}) {
    arma::vec labels = signs.targets();
    labels.transform([&](double y) { return y > 0 ? positive : negative; });
    const Fit fit = TraceNorm{{.loss = LossName::logistic}}.fit(signs.with_targets(labels));
    BOOST_CHECK(arma::approx_equal(fit.linear().W(), reference.linear().W(), "absdiff", 0.0));
    BOOST_REQUIRE(fit.model->info().labels.has_value());
    BOOST_CHECK(fit.model->info().labels->negative == negative);
    BOOST_CHECK(fit.model->info().labels->positive == positive);
    for (const double predicted : fit.model->predict(0, signs.design(0)))
      BOOST_CHECK(predicted == negative || predicted == positive);
  }
  arma::vec three = signs.targets();
  three[0] = 5.0;
  BOOST_CHECK_THROW(TraceNorm{{.loss = LossName::logistic}}.fit(signs.with_targets(three)), InvalidInput);
}

BOOST_AUTO_TEST_CASE(adv_D16_a_task_of_one_class_is_fitted_by_coupling) {
  const MultiTaskData data = hard_data({.samples = {30, 20}}, true, 9);
  arma::vec y = data.targets();
  y.tail(20).ones();
  for (const std::string_view name : {"trace_norm", "multitask_lasso"}) {
    const Fit fit = make_estimator(name, {{"loss", "logistic"}})->fit(data.with_targets(y));
    BOOST_TEST_CONTEXT(name) {
      BOOST_CHECK(fit.linear().b().is_finite());
      BOOST_CHECK(fit.report.certificate.relative_gap <= 1e-6 || fit.report.status == Status::stationary);
    }
  }
}

BOOST_AUTO_TEST_CASE(adv_D18_one_task) { fit_every_method({.name = "one task", .samples = {15}}, nothing_more); }

BOOST_AUTO_TEST_CASE(adv_D19_ten_thousand_tasks_of_two_samples) {
  const MultiTaskData data =
      hard_data({.name = "many tasks", .samples = arma::uvec(10000, arma::fill::value(2)), .n_features = 5}, false, 9);
  for (const std::string_view name : {"multitask_lasso", "trace_norm"}) {
    const Fit fit = make_estimator(name)->fit(data);
    BOOST_TEST_CONTEXT(name) BOOST_CHECK(fit.report.certificate.relative_gap <= 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(adv_D20_one_huge_and_many_tiny_tasks) {
  arma::uvec samples(30, arma::fill::value(2));
  samples[0] = 20000;
  fit_every_method({.name = "imbalance", .samples = samples}, nothing_more);
}

BOOST_AUTO_TEST_CASE(adv_D29_the_data_are_never_written) {
  const MultiTaskData data = hard_data({}, false, 9);
  const arma::mat X = data.design(0).dense();
  const arma::vec y = data.targets();
  for (const std::string_view name : method_names()) {
    const auto method = make_estimator(name, {{"standardize", "true"}});
    if (!method->is_classifier()) method->fit(data);
  }
  BOOST_CHECK(arma::approx_equal(X, data.design(0).dense(), "absdiff", 0.0));
  BOOST_CHECK(arma::approx_equal(y, data.targets(), "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(adv_options_out_of_range_name_the_option_and_the_range) {
  for (const std::string_view value : {"nan", "-1", "inf", "0", "0,5", "", "1e400", "0x10"})
    refuse_option("trace_norm", {{"lambda", std::string(value)}}, "option lambda");
  refuse_option("multitask_lasso", {{"l1_ratio", "1.5"}}, "<= 1");
  refuse_option("clustered_regression", {{"n_clusters", "0"}}, ">= 1");
  refuse_option("clustered_regression", {{"n_clusters", "2.5"}}, "whole number");
  refuse_option("trace_norm", {{"loss", "hinge"}}, "squared, logistic");
  refuse_option("trace_norm", {{"loss", "logistik"}}, "did you mean 'logistic'?");
  refuse_option("trace_norm", {{"lamda", "1"}}, "did you mean 'lambda'?");
  refuse_option("trace_norm", {{"intercept", "maybe"}}, "true or false");
  refuse_option("trace_nrom", {{"lambda", "1"}}, "did you mean 'trace_norm'?");
}

BOOST_AUTO_TEST_CASE(adv_options_more_clusters_than_tasks) {
  const auto method = make_estimator("clustered_regression", {{"n_clusters", "4"}});
  const MultiTaskData data = hard_data({}, false, 9);
  BOOST_REQUIRE(method->unsuited(data).has_value());
  BOOST_CHECK_EXCEPTION(method->fit(data), InvalidInput, [&](const InvalidInput& error) {
    return std::string(error.what()).find(*method->unsuited(data)) != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(adv_options_stopping_rules_that_cannot_be_kept) {
  const MultiTaskData data = hard_data({}, false, 9);
  const TraceNorm method;
  for (const double gap : {0.0, -1.0, std::nan(""), arma::datum::inf})
    BOOST_CHECK_THROW(method.fit(data, {.stop = {.gap = gap}}), InvalidOption);
  BOOST_CHECK_THROW(method.fit(data, {.stop = {.max_iterations = -1}}), InvalidOption);
  BOOST_CHECK_THROW(method.fit(data, {.stop = {.time_limit = std::nan("")}}), InvalidOption);
  BOOST_CHECK_THROW(method.fit(data, {.threads = -1}), InvalidOption);
  BOOST_CHECK(method.fit(data, {.stop = {.max_iterations = 0}}).report.status == Status::iteration_limit);
  BOOST_CHECK(method.fit(data, {.stop = {.time_limit = 0.0}}).report.status == Status::time_limit);
  BOOST_CHECK(method.fit(data, {.threads = 1000000}).report.status == Status::optimal);
}

BOOST_AUTO_TEST_CASE(adv_options_callbacks_that_stop_throw_or_fit_again) {
  const MultiTaskData data = hard_data({}, false, 9);
  const TraceNorm method{{.lambda = Lambda::share_of_max(1e-3)}};
  const auto with = [&](std::function<bool(const Progress&)> callback) {
    return method.fit(data, {.stop = {.gap = 1e-10, .on_progress = std::move(callback)}});
  };
  BOOST_CHECK(with([](const Progress&) { return false; }).report.status == Status::interrupted);
  BOOST_CHECK_THROW(with([](const Progress&) -> bool { throw std::runtime_error("enough"); }), std::runtime_error);
  BOOST_CHECK(with([&](const Progress&) { return method.fit(data).report.status == Status::optimal; }).report.status ==
              Status::optimal);
}

BOOST_AUTO_TEST_CASE(adv_options_a_warm_start_of_another_shape_or_without_sense) {
  const MultiTaskData data = hard_data({}, false, 9);
  Coefficients start = zero_coefficients(data);
  start.W.set_size(2, 2);
  start.W.zeros();
  BOOST_CHECK_THROW(TraceNorm{}.fit(data, {.start = &start}), InvalidInput);
  start = zero_coefficients(data);
  start.W(0, 0) = arma::datum::nan;
  BOOST_CHECK_THROW(TraceNorm{}.fit(data, {.start = &start}), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
