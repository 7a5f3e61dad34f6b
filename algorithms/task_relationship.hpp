// Task relationship learning: which tasks resemble one another, or are opposite, is learned with them.
//
// PROBLEM  minimise over W (d x T), b and a T x T covariance S >= 0 of trace 1
//              sum_t sum_i c_ti loss(y_ti, x_ti'w_t + b_t) + lambda / 2 tr(W S^-1 W') + mu / 2 |W|^2,
//          jointly convex. c are the sample weights under the averaging; b is not penalised.
// WHEN     Tasks are related in pairs, positively or negatively, and it is not known how. Where the relations are known
//          prefer graph_regularised; where tasks share features rather multitask_feature_learning, which has the same
//          optimum for mu = 0 and learns the other side of it.
// METHOD   The best S is (W'W)^(1/2) over its trace: what remains is lambda / 2 (sum_i sigma_i(W))^2 + mu / 2 |W|^2,
//          by Douglas-Rachford splitting (lib/solver/spectral_engine.hpp), inside Newton's method for other than
//          squared losses. [zhang2010convex] [argyriou2008convex] [lee2014proximal]
// PROOF    Duality gap with the conjugate of the squared trace norm: the optimum, from any start.
// LEARNED  task_covariance (T x T): S, of trace 1. task_correlation (T x T): S scaled to a diagonal of ones. A task
// whose
//          coefficients are zero has no correlation with others.
// COST     An iteration is 2 T p^2 flops for p <= 64 features, else 4 d T min(n_t, d), plus 4 d T m + 9 m^3, m = min(d,
//          T); memory the data, the factors (min(n_t, d)^2 a task) and a few d x T.
// EDGES    For mu = 0 the optimum is that of the trace norm with strength lambda sum_i sigma_i(W).
//          One task is ridge regression with strength lambda + mu.
//          T identical tasks are one task with strength lambda + mu each, and their correlations are 1.
//          A share of lambda_max is InvalidOption: no lambda makes the coefficients zero.
// PAPERS   zhang2010convex, argyriou2008convex
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct TaskRelationship {
  static constexpr std::string_view name = "task_relationship";
  static constexpr std::string_view summary = "the covariance of tasks is learned with them";

  struct Options {
    Lambda lambda = 0.1;
    double mu = 0.01;
    LossName loss = LossName::squared;
    double huber_delta = 1.0;
    double epsilon = 0.1;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda",
                               .help = "strength of the penalty under the learned covariance",
                               .range = Range::above(0),
                               .scale = Scale::logarithmic});
      visit(self.mu, Field{.name = "mu",
                           .help = "strength of an additional ridge penalty mu / 2 |W|^2",
                           .range = Range::at_least(0)});
      visit(self.loss, fields::loss(fields::smooth_losses));
      visit(self.huber_delta, fields::huber_delta);
      visit(self.epsilon, fields::epsilon);
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // One engine for all strengths: the factors of the tasks are made once, and every fit goes on from the last one.
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return is_classification(options.loss); }
};

}  // namespace starling
