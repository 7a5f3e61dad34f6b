// Reduced-rank regression: the coefficients of all tasks have at most a given rank.
//
// PROBLEM  minimise over W (d x T) of rank at most `rank`, b
//              sum_t sum_i c_ti (y_ti - x_ti'w_t - b_t)^2 / 2 + lambda/2 |W|_F^2
//          with c the sample weights under the averaging; b is not penalised.
// WHEN     Tasks are combinations of a few directions of the features, and how many is known, asked for or chosen by
//          cross-validation. Prefer trace_norm where one certified convex optimum is wanted, or where tasks have a few
//          samples each of their own.
// METHOD   One X for all tasks: ridge regression, then one singular value decomposition, from which every rank follows.
//          Missing targets, weights of their own or another X for every task: alternating least squares from n_starts
//          starts (lib/solver/rank_engine.hpp). [izenman1975reduced] [eckart1936approximation] [srebro2003weighted]
// PROOF    One X: the least objective over all W of this rank is known, and the gap closes. Elsewhere `stationary`; the
//          gap to the dual of the penalty's convex hull holds for every W of this rank, but need not close.
// LEARNED  directions (d x r, orthonormal: a basis of the columns of W) and, with one X, singular_values: the least
//          objective at rank r is that of ridge regression and half the sum of squares of all but the first r. Else
//          start_objectives (where every start ended).
// COST     One X: ridge regression and 20 (n + d) T min(n + d, T) flops, for all ranks. Elsewhere a sweep is
//          2 N d rank + 4 N d (up to 30 times) flops.
// EDGES    A rank of at least min(d, T) is ridge regression.
//          Rank 0 leaves the intercepts.
//          Orthonormal features and one X: the truncated singular value decomposition of ridge regression.
//          A share of lambda_max is InvalidOption: no lambda makes the coefficients zero.
// PAPERS   izenman1975reduced, eckart1936approximation, srebro2003weighted
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

// Takes a fit and its rank; false ends the path.
using RankSink = std::function<bool(int rank, Fit fit)>;

struct ReducedRank {
  static constexpr std::string_view name = "reduced_rank";
  static constexpr std::string_view summary = "coefficients of a given rank (reduced-rank regression)";

  struct Options {
    int rank = 1;
    Lambda lambda = 0.01;
    int n_starts = 3;
    std::uint64_t seed = 0;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.rank, Field{.name = "rank",
                             .help = "largest rank of the coefficients; min(d, T) or more: no limit",
                             .range = Range::at_least(0)});
      visit(self.lambda, Field{.name = "lambda",
                               .help = "strength of the ridge penalty, absolute: there is no lambda_max",
                               .range = Range::above(0),
                               .scale = Scale::logarithmic});
      visit(self.n_starts, Field{.name = "n_starts",
                                 .help = "starts of alternating least squares, where that is needed",
                                 .range = Range::between(1, 1e6)});
      visit(self.seed, Field{.name = "seed", .help = "chooses the random numbers of the starts"});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // The fits at some ranks, which take the place of the option: with one X all from one decomposition, elsewhere each
  // from the one before it. Throws InvalidOption for a rank below 0.
  void fit_ranks(const MultiTaskData& data, std::span<const int> ranks, const FitControl& control,
                 const RankSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

}  // namespace starling
