// Grouping and overlap of tasks (GO-MTL): every task is a sparse combination of a few directions that tasks share, so
// that groups of tasks which use a direction may overlap.
//
// PROBLEM  minimise over L (d x k), S (k x T), b    sum_t sum_i c_ti (y_ti - x_ti'L s_t - b_t)^2 / 2
//                                                   + lambda (sum_it |S_it| + |L|_F^2 / 2),   k = n_directions,
//          W = L S; c_ti the sample weights under the averaging; b is not penalised. Published with two strengths,
//          mu |S|_1 + nu |L|_F^2, of which only mu^2 nu counts, as L may grow where S shrinks: the same W at
//          lambda = (2 mu^2 nu)^(1/3).
// WHEN     Tasks form groups that overlap, or are unlike but for some directions they have in common. Prefer trace_norm
//          where one certified optimum is wanted, kmeans_clustering where groups do not overlap.
// METHOD   Every task's lasso for given L and every direction's ridge problem for given S in turns, mixed, from
//          n_starts starts: singular vectors and columns of the tasks learned alone. [kumar2012learning]
// PROOF    Not convex: `stationary`. First-order conditions of L and S hold to the gap asked for, or 1e-9, as shares
//          of lambda. The gap reported is to a bound for tasks that share nothing: it holds for all L and S, and is
//          wide. `optimal` where it proves that nothing is better than zero.
// LEARNED  directions (d x k) and combinations (k x T), L and S, of the features as they were fitted (standardised ones
//          where that was asked for), directions by falling length, their largest entries positive;
//          first_order_residual (1 x 1); start_objectives (where every start ended).
// COST     A sweep is 2 k d^2 flops a task and k d^3 / 3; memory T d^2 numbers, at most 400 MB.
// EDGES    One task has the penalty 3/2 lambda |w|^(2/3).
//          Tasks at right angles, of orthonormal features, have a direction each.
//          One direction makes all tasks multiples of one w.
//          lambda towards 0 with as many directions as tasks is least squares of every task alone.
//          At lambda_max and above zero is optimal, and is returned exactly; it can be below lambda_max as well.
//          More directions than tasks are no better than as many.
//          Only mu^2 nu of the published strengths counts.
//          Coefficients alone (certify) get the cheapest factors that are known for them: their objective can be above
//          that of the fit they come from.
//          Duplicate tasks cost no direction.
//          The same bits for any number of threads.
// PAPERS   kumar2012learning
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"
#include "lib/solver/shared_directions.hpp"

namespace starling {

struct GoMtl {
  static constexpr std::string_view name = "go_mtl";
  static constexpr std::string_view summary = "tasks as sparse combinations of shared directions (GO-MTL)";

  struct Options {
    Lambda lambda = Lambda::share_of_max(0.05);
    int n_directions = 3;
    int n_starts = 5;
    std::uint64_t seed = 0;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, fields::lambda);
      visit(self.n_directions, Field{.name = "n_directions",
                                     .help = "directions that tasks are combined of",
                                     .range = Range::between(1, 1e6)});
      visit(self.n_starts,
            Field{.name = "n_starts", .help = "starts, of which the best is kept", .range = Range::between(1, 1e6)});
      visit(self.seed, Field{.name = "seed", .help = "chooses the random numbers of the starts"});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  // findings: what was learned, and how the starts fared sweep by sweep.
  Fit fit(const MultiTaskData& data, const FitControl& control, DirectionFindings& findings) const;
  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  // A strength from which on zero is proved to be optimal; not the least one.
  std::optional<double> lambda_max(const MultiTaskData& data) const;
  bool is_classifier() const { return false; }
};

}  // namespace starling
