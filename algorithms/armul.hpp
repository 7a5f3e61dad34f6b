// Adaptive and robust multi-task learning: every task is drawn to a common centre by the distance itself.
//
// PROBLEM  minimise over W (d x T), b, m    sum_t sum_i c_ti (y_ti - x_ti'w_t - b_t)^2 / 2
//                                           + sum_t kappa_t |w_t - m| + mu / 2 |m|^2,
//          kappa_t = lambda (sum_i c_ti) / sqrt(n_t), with c the sample weights under the averaging and n_t the samples
//          of the task (their weights added up); b is not penalised.
// WHEN     Most tasks are alike, how alike is not known, and some may be unlike all others: those keep what they learn
//          alone. Where all tasks differ a little prefer mean_regularised; where they fall into groups
//          clustered_regression; where they share a subspace trace_norm.
// METHOD   Newton's method on the centre, the tasks eliminated (lib/solver/centre_newton.hpp). [duan2023adaptive]
// PROOF    Duality gap, with the gradient's own dual point.
// LEARNED  centre (d x 1), and distances of the tasks from it (1 x T); 0 for a task that shares it.
// COST     A decomposition of n_t d min(n_t, d) flops a task, then d^2 min(n_t, d) a task and d^3 / 3 a step, of which
//          there are about ten. Memory d min(n_t, d) a task.
// EDGES    lambda towards infinity: one w for all tasks, ridge regression with strength mu in the sum of their losses.
//          lambda towards 0: every task by itself, least squares where its samples determine it.
//          Equal tasks have equal coefficients, those of the centre.
//          A task far from all others moves the centre by no more than its kappa_t, wherever it lies.
//          A share of lambda_max is InvalidOption: no lambda makes the coefficients zero.
// PAPERS   duan2023adaptive
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

struct Armul {
  static constexpr std::string_view name = "armul";
  static constexpr std::string_view summary = "tasks around a centre that most of them share (ARMUL)";

  struct Options {
    Lambda lambda = 1.0;
    double mu = 0.001;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda",
                               .help = "how strongly tasks are drawn to the centre",
                               .range = Range::above(0),
                               .scale = Scale::logarithmic});
      visit(self.mu,
            Field{.name = "mu", .help = "strength of the ridge penalty of the centre", .range = Range::above(0)});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

}  // namespace starling
