#include "lib/estimator/metrics.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "lib/base/error.hpp"
#include "lib/model/linear_model.hpp"

namespace {

using namespace starling;

// Task 1: y = 1, 3, 5 predicted 1, 2, 7: r = 0, 1, -2.  Task 2: y = 10 predicted 12, weight 2: r = -2, no spread.
//   n = 3, 2; SSE = 5, 8; MSE = 5/3, 4; Var = 8/3, 0; mean y^2 = 35/3, 100; sum |r| = 3, 4.
//   All together: N = 5, mean y = 29/5, spread = 35 + 200 - 29^2 / 5 = 66.8.
Judged hand_worked() {
  return {{{.y = {1, 3, 5, 99}, .eta = {1, 2, 7, 0}, .weights = {1, 1, 1, 0}, .train_mean = 4.0},
           {.y = {10}, .eta = {12}, .weights = {2}, .train_mean = 10.0}}};
}

// Task 1: positives at 2, 0, -1; negatives at 0, -3.  Task 2: positives only.  Task 3: negatives only.
//   TP = 2, 1, 0; FP = 1, 0, 1; FN = 1, 1, 0.  AUC of task 1: (2 + 1.5 + 1) / 6 = 0.75.
Judged classes(bool log_odds = false) {
  return {{{.y = {1, 1, 1, -1, -1}, .eta = {2, 0, -1, 0, -3}, .weights = {1, 1, 1, 1, 1}},
           {.y = {1, 1}, .eta = {1, -1}, .weights = {1, 1}},
           {.y = {-1}, .eta = {5}, .weights = {1}}},
          true,
          log_odds};
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-14 * (1.0 + std::abs(b)); }

void expect(const Judged& judged, std::string_view name, double value, arma::uword left_out = 0) {
  const Score score = find_metric(name).score(judged);
  BOOST_TEST_CONTEXT(name) {
    BOOST_REQUIRE(score.value.has_value());
    BOOST_TEST(near(*score.value, value), *score.value << " is not " << value);
    BOOST_TEST(score.tasks_left_out == left_out);
  }
}

bool undefined(const Judged& judged, std::string_view name) {
  return !find_metric(name).score(judged).value.has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metric)

BOOST_AUTO_TEST_CASE(regression_metrics_have_the_values_worked_by_hand) {
  const Judged judged = hand_worked();
  expect(judged, "mse", 13.0 / 5);
  expect(judged, "rmse_pooled", std::sqrt(13.0 / 5));
  expect(judged, "rmse_task_mean", (std::sqrt(5.0 / 3) + 2) / 2);
  expect(judged, "rmse_sample_weighted", (3 * std::sqrt(5.0 / 3) + 2 * 2) / 5);
  expect(judged, "nmse", 5.0 / 8, 1);
  expect(judged, "amse", (5.0 / 35 + 4.0 / 100) / 2);
  expect(judged, "ev_global", 1 - 13.0 / 66.8);
  expect(judged, "ev_ratio", 1 - (5.0 / 3 + 4) / (8.0 / 3));
  expect(judged, "ev_sumvar", 1 - 13.0 / 8);
  expect(judged, "ev_task_mean", 1 - 5.0 / 8, 1);
  expect(judged, "r2", 1 - 13.0 / 11);  // the spread about the training means 4 and 10 is 9 + 1 + 1 + 0
  expect(judged, "mae", 7.0 / 5);
}

BOOST_AUTO_TEST_CASE(without_training_means_r2_takes_the_means_of_the_judged_targets) {
  Judged judged = hand_worked();
  for (JudgedTask& task : judged.tasks) task.train_mean.reset();
  expect(judged, "r2", 1 - 13.0 / 8);
}

BOOST_AUTO_TEST_CASE(perfect_and_mean_predictions_have_the_known_explained_variance) {
  Judged perfect = hand_worked(), mean = hand_worked();
  for (JudgedTask& task : perfect.tasks) task.eta = task.y;
  for (const auto name : {"ev_global", "ev_ratio", "ev_sumvar", "r2"}) expect(perfect, name, 1);
  mean.tasks[0].eta.fill(3.0);
  mean.tasks[1].eta.fill(10.0);
  for (const auto name : {"ev_ratio", "ev_sumvar"}) expect(mean, name, 0);
  expect(mean, "nmse", 1, 1);
}

BOOST_AUTO_TEST_CASE(a_metric_with_nothing_to_divide_by_is_undefined) {
  const Judged constant{{{.y = {2, 2}, .eta = {1, 2}, .weights = {1, 1}}}};
  for (const auto name : {"nmse", "ev_global", "ev_ratio", "ev_sumvar", "ev_task_mean", "r2"})
    BOOST_TEST(undefined(constant, name), name);
  const Judged nothing{{{.y = {2}, .eta = {1}, .weights = {0}}}};
  for (const Metric& metric : metrics())
    if (metric.needs == MetricNeeds::regression) BOOST_TEST(undefined(nothing, metric.name), metric.name);
  Judged no_class = nothing;
  no_class.classes = no_class.log_odds = true;
  for (const Metric& metric : metrics())
    if (metric.needs == MetricNeeds::classification) BOOST_TEST(undefined(no_class, metric.name), metric.name);
}

BOOST_AUTO_TEST_CASE(classification_metrics_have_the_values_worked_by_hand) {
  const Judged judged = classes(true);
  expect(judged, "error", 4.0 / 8);
  expect(judged, "accuracy", 4.0 / 8);
  expect(judged, "precision_micro", 3.0 / 5);
  expect(judged, "recall_micro", 3.0 / 5);
  expect(judged, "f1_micro", 6.0 / 10);
  expect(judged, "precision_macro", (2.0 / 3 + 1) / 2, 1);
  expect(judged, "recall_macro", (2.0 / 3 + 1.0 / 2) / 2, 1);
  expect(judged, "f1_macro", (4.0 / 6 + 2.0 / 3) / 2, 1);
  double loss = 0;
  for (const JudgedTask& task : judged.tasks)
    for (arma::uword i = 0; i < task.y.n_elem; ++i) loss += std::log(1 + std::exp(-task.y[i] * task.eta[i]));
  expect(judged, "log_loss", loss / 8);
  BOOST_TEST(undefined(classes(), "log_loss"));
}

BOOST_AUTO_TEST_CASE(adv_D16_tasks_of_one_class_are_left_out_of_the_auc_and_counted) {
  expect(classes(), "auc", 0.75, 2);
  Judged one_class = classes();
  one_class.tasks.erase(one_class.tasks.begin());
  BOOST_TEST(undefined(one_class, "auc"));
}

BOOST_AUTO_TEST_CASE(a_whole_weight_in_the_auc_is_a_repeated_sample) {
  const Judged weighted{{{.y = {1, -1, 1, -1}, .eta = {1, 1, 0, -1}, .weights = {2, 1, 1, 3}}}, true};
  const Judged repeated{
      {{.y = {1, 1, -1, 1, -1, -1, -1}, .eta = {1, 1, 1, 0, -1, -1, -1}, .weights = arma::vec(7, arma::fill::ones)}},
      true};
  expect(weighted, "auc", *find_metric("auc").score(repeated).value);
  expect(weighted, "auc", (2 * 3.5 + 3.0) / 12);
}

BOOST_AUTO_TEST_CASE(nothing_predicted_positive_is_a_precision_of_zero) {
  const Judged judged{{{.y = {1, -1}, .eta = {-1, -1}, .weights = {1, 1}}}, true};
  for (const auto name : {"precision_macro", "precision_micro", "recall_micro", "f1_macro"}) expect(judged, name, 0);
}

// One task each: what it holds, and the metrics that exist for it (NaN: undefined).
BOOST_AUTO_TEST_CASE(degenerate_tasks_have_the_classification_metrics_they_can_have) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  struct Case {
    std::string_view what;
    arma::vec y, eta;
    double accuracy, precision, recall, f1, auc;
  };
  const Case cases[] = {
      {"positives alone, all found", {1, 1}, {2, 1}, 1, 1, 1, 1, none},
      {"positives alone, none found", {1, 1}, {-2, -1}, 0, 0, 0, 0, none},
      {"positives alone, half found", {1, 1}, {1, -1}, 0.5, 1, 0.5, 2.0 / 3, none},
      {"negatives alone, all right", {-1, -1}, {-1, -2}, 1, none, none, none, none},
      {"negatives alone, all wrong", {-1, -1}, {1, 2}, 0, none, none, none, none},
      {"one sample of each, in order", {1, -1}, {1, -1}, 1, 1, 1, 1, 1},
      {"one sample of each, in reverse", {1, -1}, {-1, 1}, 0, 0, 0, 0, 0},
      {"all decisions equal", {1, -1, -1}, {0, 0, 0}, 1.0 / 3, 1.0 / 3, 1, 0.5, 0.5},
      {"all decisions equal and negative", {1, -1, -1}, {-3, -3, -3}, 2.0 / 3, 0, 0, 0, 0.5},
      {"one positive sample", {1}, {1}, 1, 1, 1, 1, none},
  };
  for (const Case& one : cases) {
    const Judged judged{{{one.y, one.eta, arma::vec(one.y.n_elem, arma::fill::ones)}}, true};
    const auto has = [&](std::string_view name, double value) {
      BOOST_TEST_CONTEXT(one.what << ": " << name)
      if (std::isnan(value))
        BOOST_TEST(undefined(judged, name));
      else
        expect(judged, name, value);
    };
    has("accuracy", one.accuracy);
    has("error", 1 - one.accuracy);
    for (const std::string mean : {"_macro", "_micro"}) {
      has("precision" + mean, one.precision);
      has("recall" + mean, one.recall);
      has("f1" + mean, one.f1);
    }
    has("auc", one.auc);
  }
}

// Micro sums the counts of every task; macro is the mean over those where it exists.
BOOST_AUTO_TEST_CASE(tasks_of_one_class_count_in_micro_means_and_are_left_out_of_macro_means) {
  const Judged judged{{{.y = {-1, -1}, .eta = {1, -1}, .weights = {1, 1}},
                       {.y = {1, 1}, .eta = {1, -1}, .weights = {1, 1}},
                       {.y = {1, -1}, .eta = {2, 1}, .weights = {1, 1}}},
                      true};
  expect(judged, "precision_micro", 2.0 / 4);
  expect(judged, "recall_micro", 2.0 / 3);
  expect(judged, "f1_micro", 4.0 / 7);
  expect(judged, "precision_macro", (1.0 + 0.5) / 2, 1);
  expect(judged, "recall_macro", (0.5 + 1.0) / 2, 1);
  expect(judged, "f1_macro", (2.0 / 3 + 2.0 / 3) / 2, 1);
  expect(judged, "auc", 1.0, 2);
}

BOOST_AUTO_TEST_CASE(names_differ_and_a_misspelt_one_is_answered_with_the_nearest) {
  for (const Metric& metric : metrics()) BOOST_TEST(&find_metric(metric.name) == &metric);
  BOOST_CHECK_EXCEPTION(find_metric("rmse_poled"), InvalidOption,
                        [](const InvalidOption& e) { return e.complaint().hint == "did you mean 'rmse_pooled'?"; });
}

// Task 1: truth 0 0 1 2, said 0 1 1 1.  Task 2: truth 1 1 (of weight 2) 0 (of none), said 1 0 2.
//   Class 0: TP 1, FP 2 (task 2), FN 1.  Class 1: TP 2, FP 2, FN 2 (task 2).  Class 2: FN 1.
BOOST_AUTO_TEST_CASE(of_several_classes_each_in_turn_is_the_positive_one_as_worked_by_hand) {
  const Judged judged{.tasks = {{.y = {0, 0, 1, 2},
                                 .eta = {0, 1, 1, 1},
                                 .weights = {1, 1, 1, 1},
                                 .decisions = {{3, 0, 0}, {1, 2, 0}, {-1, 1, 0}, {2, 3, 0}}},
                                {.y = {1, 1, 0},
                                 .eta = {1, 0, 2},
                                 .weights = {1, 2, 0},
                                 .decisions = {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}}}},
                      .classes = true,
                      .n_classes = 3};
  expect(judged, "error", 4.0 / 7);
  expect(judged, "accuracy", 3.0 / 7);
  for (const auto name : {"precision_micro", "recall_micro", "f1_micro"}) expect(judged, name, 3.0 / 7);
  expect(judged, "recall_macro", ((1.0 / 2 + 1 + 0) / 3 + 1.0 / 3) / 2);
  expect(judged, "precision_macro", ((1 + 1.0 / 3 + 0) / 3 + 1) / 2);
  expect(judged, "f1_macro", ((2.0 / 3 + 1.0 / 2 + 0) / 3 + 1.0 / 2) / 2);
  // Pairs: class 0: 3 and 1 against -1 and 2; class 1: 1 against 0, 2 and 3; class 2: all the same.
  expect(judged, "auc", (3.0 / 4 + 1.0 / 3 + 1.0 / 2) / 3, 1);
  BOOST_TEST(undefined(judged, "log_loss"));
}

BOOST_AUTO_TEST_CASE(a_metric_of_the_other_kind_is_refused) {
  BOOST_CHECK_THROW(find_metric("mse").score(classes()), InvalidInput);
  BOOST_CHECK_THROW(find_metric("auc").score(hand_worked()), InvalidInput);
}

BOOST_AUTO_TEST_CASE(a_method_is_chosen_by_the_metric_of_its_loss) {
  BOOST_TEST(natural_metric({.loss = LossName::huber}).name == "mse");
  BOOST_TEST(natural_metric({.loss = LossName::logistic, .labels = Labels{}}).name == "log_loss");
  BOOST_TEST(natural_metric({.loss = LossName::hinge, .labels = Labels{}}).name == "error");
  BOOST_TEST(natural_metric({.loss = LossName::logistic, .labels = Labels{{1, 2, 3}, {}}}).name == "error");
}

BOOST_AUTO_TEST_CASE(judging_puts_the_model_s_predictions_beside_encoded_targets) {
  const arma::mat X = arma::vec{1, -2, 0}, Y = {{2, 1}, {2, arma::datum::nan}, {1, 1}};
  const auto data = MultiTaskData::from_shared(X, Y);
  const LinearModel model(arma::mat{{1.0, -1.0}}, {0, 0.5},
                          {.loss = LossName::logistic, .labels = Labels{{1, 2}, {}}, .task_names = {"a", "b"}});
  const Judged judged = judge(model, data);
  BOOST_TEST(judged.classes);
  BOOST_TEST(judged.log_odds);
  BOOST_TEST(arma::all(judged.tasks[0].y == arma::vec{1, 1, -1}));
  BOOST_TEST(arma::all(judged.tasks[1].eta == arma::vec{-0.5, 2.5, 0.5}));
  expect(judged, "error", 3.0 / 5);
  const LinearModel line(arma::mat{{1.0, -1.0}}, {0, 0.5}, {.task_names = {"a", "b"}});
  const Judged with_means = judge(line, data, &data);
  BOOST_TEST(near(with_means.tasks[0].train_mean.value(), 5.0 / 3));
  BOOST_TEST(with_means.tasks[1].train_mean.value() == 1.0);
  BOOST_CHECK_THROW(judge(line, data.task(0)), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
