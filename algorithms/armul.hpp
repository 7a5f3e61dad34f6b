// Adaptive and robust multi-task learning: every task is drawn to a point by the distance itself, and these points have
// something in common.
//
// PROBLEM  minimise over W (d x T), b, P    sum_t sum_i c_ti (y_ti - x_ti'w_t - b_t)^2 / 2
//                                           + sum_t kappa_t |w_t - p_t| + mu / 2 |P|^2,
//          kappa_t = lambda (sum_i c_ti) / sqrt(n_t), with c the sample weights under the averaging and n_t the samples
//          of the task (their weights added up); b is not penalised. points says what the p_t have in common:
//              common     all are one m, and mu / 2 |m|^2 takes the place of the last term
//              groups     each is one of n_groups centres
//              subspace   they lie in one subspace of dimension n_groups
// WHEN     Most tasks are alike, how alike is not known, and some may be unlike all others: those keep what they
//          learn alone. Where all tasks differ a little prefer mean_regularised; where they fall into groups
//          clustered_regression; where they share a subspace trace_norm.
// METHOD   common: Newton's method on the centre, the tasks eliminated (lib/solver/centre_newton.hpp). Otherwise the
//          exact centres of groups and the best group of every task in turns, from n_starts clusterings, or proximal
//          gradient steps on the points (lib/solver/centre_search.hpp). [duan2023adaptive]
// PROOF    common: duality gap, with the gradient's own dual point. groups and subspace are not convex:
//          `stationary`; the gap to the dual bound over all points holds for every choice of them, but says little
//          where mu is small.
// LEARNED  centre (d x 1; common) or centres (d x n_groups) and groups (1 x T, from 0, numbered by their first
//          tasks), or directions (d x n_groups, orthonormal: the subspace); distances of the tasks from their points
//          (1 x T), 0 for a task that shares it; start_objectives (where every start ended; not of common).
// COST     A decomposition of n_t d min(n_t, d) flops a task, then d^2 min(n_t, d) a task and d^3 / 3 a step, of
//          which there are about ten (groups: times sweeps and starts). subspace: 4 d min(n_t, d) a task and 20 d T
//          min(d, T) a step. Memory d min(n_t, d) a task.
// EDGES    lambda towards infinity: one w for all tasks, ridge regression with strength mu in the sum of their losses.
//          lambda towards 0: every task by itself, least squares where its samples determine it.
//          Equal tasks have equal coefficients, those of the centre.
//          A task far from all others moves the centre by no more than its kappa_t, wherever it lies.
//          One group is common with mu times the number of tasks.
//          As many groups as tasks: every task by itself, ridge regression with strength mu where kappa_t is at least
//          mu |w_t|.
//          A share of lambda_max is InvalidOption: no lambda makes the coefficients zero.
// PAPERS   duan2023adaptive, lloyd1982least, arthur2007kmeans
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

// What the points that tasks are drawn to have in common.
enum class CommonPoints { common, groups, subspace };
inline std::span<const std::string_view> enum_names(CommonPoints) {
  static constexpr std::array<std::string_view, 3> names = {"common", "groups", "subspace"};
  return names;
}

struct Armul {
  static constexpr std::string_view name = "armul";
  static constexpr std::string_view summary = "tasks around a centre that most of them share (ARMUL)";

  struct Options {
    Lambda lambda = 1.0;
    double mu = 0.001;
    CommonPoints points = CommonPoints::common;
    int n_groups = 2;
    int n_starts = 10;
    std::uint64_t seed = 0;
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
      visit(self.points, Field{.name = "points", .help = "what the points that tasks are drawn to have in common"});
      visit(self.n_groups, Field{.name = "n_groups",
                                 .help = "centres, or dimensions of the subspace; at most the number of tasks",
                                 .range = Range::at_least(1)});
      visit(
          self.n_starts,
          Field{.name = "n_starts", .help = "clusterings to start from, with groups", .range = Range::between(1, 1e6)});
      visit(self.seed, Field{.name = "seed", .help = "chooses the random numbers of the starts"});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

}  // namespace starling
