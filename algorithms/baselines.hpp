// The baselines: every task alone, or all samples as if they were one task.
//
// PROBLEM  independent_*: minimise over W (d x T), b    sum_t sum_i c_ti loss(y_ti, x_ti'w_t + b_t) + sum_t r(w_t)
//          pooled_*:      minimise over w (d), b        sum_i c_i loss(y_i, x_i'w + b) + r(w)   over all samples
//          stacked
//          *_ridge        squared loss,  r(w) = lambda/2 |w|^2
//          *_logistic     logistic loss, r(w) = lambda/2 |w|^2
//          *_elastic_net  squared loss,  r(w) = lambda (a |w|_1 + (1 - a)/2 |w|^2),  a = l1_ratio
//          c the sample weights under the averaging; b is not penalised. Stacked samples are one task: with task_mean
//          every sample of a pooled fit counts 1/N.
// WHEN     To compare with: independent when tasks have nothing in common or many samples each, pooled when they hardly
//          differ. A multi-task method is worth its place where it beats both.
// METHOD   Ridge and logistic: Newton's method, task by task. Elastic net: coordinate descent.
//          [hoerl1970ridge] [zou2005regularization] [friedman2010regularization]
// PROOF    Duality gap. A pooled fit reports that of the pooled problem.
// COST     Ridge: sum_t n_t d min(n_t, d) flops a step. Elastic net: 4 N d flops a sweep. Pooled fits
//          copy the features.
// EDGES    Ridge is the closed form (X'CX + lambda I)^-1 X'Cy of centred data.
//          One task: independent and pooled are the same.
//          A pooled model predicts the same for all tasks.
//          Elastic net with lambda >= lambda_max gives W exactly zero.
//          Elastic net with l1_ratio towards 0 is ridge.
//          A lambda relative to lambda_max is refused by ridge and logistic, which have none.
// PAPERS   hoerl1970ridge, zou2005regularization, friedman2010regularization
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct RidgeOptions {
  Lambda lambda = 0.1;
  bool intercept = true;
  bool standardize = false;
  Averaging averaging = Averaging::task_mean;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit(self.lambda, Field{.name = "lambda",
                             .help = "strength of the ridge penalty, absolute: there is no lambda_max",
                             .range = Range::above(0),
                             .scale = Scale::logarithmic});
    visit(self.intercept, fields::intercept);
    visit(self.standardize, fields::standardize);
    visit(self.averaging, fields::averaging);
  }
};

struct ElasticNetOptions {
  Lambda lambda = Lambda::share_of_max(0.1);
  double l1_ratio = 0.5;
  bool intercept = true;
  bool standardize = false;
  Averaging averaging = Averaging::task_mean;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit(self.lambda, fields::lambda);
    visit(self.l1_ratio, Field{.name = "l1_ratio",
                               .help = "share of the absolute values in the penalty, the rest is ridge",
                               .range = {.low = 0, .high = 1, .low_open = true}});
    visit(self.intercept, fields::intercept);
    visit(self.standardize, fields::standardize);
    visit(self.averaging, fields::averaging);
  }
};

struct IndependentRidge {
  static constexpr std::string_view name = "independent_ridge";
  static constexpr std::string_view summary = "ridge regression of every task alone";
  static constexpr LossName loss = LossName::squared;
  using Options = RidgeOptions;
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

struct PooledRidge {
  static constexpr std::string_view name = "pooled_ridge";
  static constexpr std::string_view summary = "one ridge regression of all tasks' samples";
  static constexpr LossName loss = LossName::squared;
  using Options = RidgeOptions;
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

struct IndependentLogistic {
  static constexpr std::string_view name = "independent_logistic";
  static constexpr std::string_view summary = "logistic regression of every task alone, ridge penalty";
  static constexpr LossName loss = LossName::logistic;
  using Options = RidgeOptions;
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return true; }
};

struct PooledLogistic {
  static constexpr std::string_view name = "pooled_logistic";
  static constexpr std::string_view summary = "one logistic regression of all tasks' samples, ridge penalty";
  static constexpr LossName loss = LossName::logistic;
  using Options = RidgeOptions;
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return true; }
};

struct IndependentElasticNet {
  static constexpr std::string_view name = "independent_elastic_net";
  static constexpr std::string_view summary = "Lasso or elastic net of every task alone";
  static constexpr LossName loss = LossName::squared;
  using Options = ElasticNetOptions;
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  std::optional<double> lambda_max(const MultiTaskData& data) const;
  bool is_classifier() const { return false; }
};

struct PooledElasticNet {
  static constexpr std::string_view name = "pooled_elastic_net";
  static constexpr std::string_view summary = "one Lasso or elastic net of all tasks' samples";
  static constexpr LossName loss = LossName::squared;
  using Options = ElasticNetOptions;
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  std::optional<double> lambda_max(const MultiTaskData& data) const;
  bool is_classifier() const { return false; }
};

}  // namespace starling
