// Ridge regression of tasks whose coefficients are drawn to their mean.
//
// PROBLEM  minimise over W (d x T), b    sum_t sum_i c_ti (y_ti - x_ti'w_t - b_t)^2 / 2
//                                        + lambda / 2 sum_t |w_t - w_mean|^2 + mu / 2 |W|^2
//          with w_mean the mean of all w_t, c the sample weights under the averaging; b is not penalised.
// WHEN     Tasks resemble one another, each with too few samples of its own. Where only some are neighbours prefer
//          graph_regularised; where they fall into unknown groups clustered_regression; for classes multitask_svm.
// METHOD   One factor a task; elimination leaves one d x d system for the sum of all tasks. Tasks that share features:
//          one eigendecomposition makes all of it diagonal (lib/solver/coupled_ridge.hpp). [evgeniou2004regularized]
// PROOF    Duality gap, with the gradient's own dual point.
// COST     sum_t n_t d min(n_t, d) flops for the factors, once on a path; then d^2 min(n_t, d) a task and d^3 / 3.
//          Memory d min(n_t, d) a task.
// EDGES    lambda = 0 is ridge regression of every task alone with strength mu.
//          lambda towards infinity: one w for all tasks, with ridge strength T mu in the sum of their losses.
//          Equal tasks have equal coefficients, those of ridge regression with strength mu.
//          A share of lambda_max is InvalidOption: no lambda makes the coefficients zero.
// PAPERS   evgeniou2004regularized, evgeniou2005learning, hoerl1970ridge
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct MeanRegularised {
  static constexpr std::string_view name = "mean_regularised";
  static constexpr std::string_view summary = "ridge regression of tasks drawn to their mean";

  struct Options {
    Lambda lambda = 1.0;
    double mu = 0.1;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda",
                               .help = "how strongly tasks are drawn to their mean",
                               .range = Range::at_least(0),
                               .scale = Scale::logarithmic});
      visit(self.mu, Field{.name = "mu",
                           .help = "strength of the ridge penalty mu / 2 |W|^2",
                           .range = Range::above(0),
                           .scale = Scale::logarithmic});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // The factors of the tasks are made once.
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

}  // namespace starling
