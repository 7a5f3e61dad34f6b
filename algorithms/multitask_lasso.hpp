// Multi-task Lasso and elastic net: tasks use the same few features.
//
// PROBLEM  minimise over W (d x T), b    sum_t sum_i c_ti loss(y_ti, x_ti'w_t + b_t)
//                                        + lambda (a sum_j |w^j|_2 + (1 - a)/2 |W|_F^2)
//          with a = l1_ratio, w^j row j of W, c the sample weights under the averaging; b is not penalised.
// WHEN     Many features, few of them relevant, and the same ones for all tasks. Where tasks use different features
//          prefer independent_elastic_net; where they share directions rather than features prefer trace_norm.
// METHOD   Row block-coordinate descent with exact row updates and active rows. [obozinski2010joint] [liu2009multitask]
// PROOF    Duality gap: rows of the scaled dual gradient have norm <= lambda a.
// COST     A sweep is 2 N d flops, or d^2 T with cached Gram matrices; memory the data, plus d^2 (shared X) or d^2 T.
// EDGES    lambda >= lambda_max gives W exactly zero.
//          One task is the Lasso.
//          T identical tasks with lambda are the Lasso with lambda / sqrt(T).
//          Shared X, squared loss and task_mean are scikit-learn's MultiTaskLasso with alpha = lambda.
// PAPERS   obozinski2006multi, obozinski2010joint, liu2009multitask, zou2005regularization
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct MultitaskLasso {
  static constexpr std::string_view name = "multitask_lasso";
  static constexpr std::string_view summary = "features shared by all tasks (L2,1 norm, elastic net)";

  struct Options {
    Lambda lambda = Lambda::share_of_max(0.1);
    double l1_ratio = 1.0;
    LossName loss = LossName::squared;
    double huber_delta = 1.0;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      static constexpr std::string_view losses[] = {"squared", "logistic", "huber"};
      visit(self.lambda, fields::lambda);
      visit(self.l1_ratio, Field{.name = "l1_ratio",
                                 .help = "share of the row norms in the penalty, the rest is ridge",
                                 .range = {.low = 0, .high = 1, .low_open = true}});
      visit(self.loss, fields::loss(losses));
      visit(self.huber_delta, Field{.name = "huber_delta",
                                    .help = "residual at which huber turns from squared to linear",
                                    .range = Range::above(0)});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // Products, Gram matrices and working rows serve all strengths.
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  std::optional<double> lambda_max(const MultiTaskData& data) const;
  bool is_classifier() const { return is_classification(options.loss); }
  // Whether feature j has zero coefficients in every optimum for these data and options, as far as a fit can prove it
  // (see lib/fit/proved_zero.hpp); any fit will do, one of a small gap proves the most. Throws InvalidInput for
  // coefficients of another shape.
  std::vector<bool> proved_zero(const MultiTaskData& data, const Fit& fit) const;
};

}  // namespace starling
