// Ridge regression of many tasks with a limited rank, squared loss (lib/penalty/ranked_ridge.hpp). Not convex.
//
// METHOD  The unlimited optimum W_0 first, task by task. Where one X and one weight of every sample serve all tasks the
//         best W of rank r is W_0 V_r V_r', V_r the leading right singular vectors of H^(1/2) W_0 with H = X'CX + mu I:
//         one decomposition for all ranks. Elsewhere (missing targets, weights of their own, another X for every task)
//         alternating least squares (lib/solver/factored_tasks.hpp) from a warm start of that rank, from W_0's leading
//         directions in the metric of the mean H, and from random combinations of the columns of W_0. The best end
//         counts.
// ITERATION  One sweep of one start; none where the optimum is known.
// PROOF   One X: the gap closes. Elsewhere `stationary`; the gap to the dual of the convex hull of the penalty holds
//         for every W of that rank.
// EDGES   A rank of at least min(d, T) is ridge regression. Rank 0 leaves the intercepts.
// PAPERS  izenman1975reduced, eckart1936approximation, srebro2003weighted
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/fit/ranked_certificate.hpp"
#include "lib/linalg/thin_svd.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

struct RankStarts {
  int n_starts = 3;  // besides a warm one
  std::uint64_t seed = 0;
};

// What was found besides coefficients.
struct RankFindings {
  arma::vec start_objectives = {};                  // where every start ended; none where the optimum is known
  std::vector<std::vector<double>> histories = {};  // of every start, after each sweep
  // One X: the singular values of H^(1/2) W_0. The least objective at rank r is that of W_0 and half the sum of the
  // squares of all but the first r.
  arma::vec singular_values = {};
};

// Keeps W_0 and its decomposition: one engine serves all ranks of one problem. What differs between the problems it is
// asked to solve is the rank alone.
class RankEngine {
 public:
  explicit RankEngine(RankStarts starts) : starts_(starts) {}
  Solution operator()(const RankedProblem& problem, const StopRule& rule, const Coefficients& start,
                      RankFindings& findings);

 private:
  void prepare(const RankedProblem& problem);

  RankStarts starts_;
  std::optional<Unlimited> unlimited_;
  ThinSvd image_;  // of H^(1/2) W_0, where one X serves all tasks
  bool alike_ = false;
};

// The certificate of any coefficients by their own expansion.
Solution certified_ranked_start(const RankedProblem& problem, const StopRule& rule, const Coefficients& start);

}  // namespace starling
