// Squared loss with tasks drawn to points that are learned: the centres of k groups, or points of a subspace of
// dimension k (lib/penalty/ranked_norms.hpp). Not convex.
//
//     minimise over W, b, P    sum_t F_t(w_t) + kappa_t |w_t - p_t| + mu / 2 |P|_F^2
//
// METHOD  The tasks are eliminated (lib/solver/drawn_tasks.hpp). Groups: in turns the exact centre of every group,
//         by Newton's method, and every task to its best centre; from n_starts clusterings by k-means++ of a warm
//         start and of tasks learned alone. Subspace: proximal gradient steps, P + the step cut to its leading k
//         singular values; from the same two matrices. The best end counts.
// ITERATION  One round of one start.
// PROOF   `stationary`. The gap to the dual bound over all P of rank k holds for every choice of points; with a
//         small mu it says little.
// COST    A GramSpectrum a task once. Groups: 4 d r_t k flops a task and d^2 r_t for each Newton step. Subspace: 4 d
//         r_t a task and 20 d T min(d, T).
// PAPERS  duan2023adaptive, lloyd1982least, arthur2007kmeans
#pragma once

#include <cstdint>
#include <vector>

#include "lib/loss/squared.hpp"
#include "lib/penalty/ranked_norms.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

enum class PointsIn { groups, subspace };

struct CentreSearch {
  PointsIn form = PointsIn::groups;
  int n_starts = 10;
  std::uint64_t seed = 0;
};

// What was found besides coefficients.
struct CentreFindings {
  arma::mat points = {};                            // d x T
  arma::uvec groups = {};                           // of every task, numbered by their first tasks; none of a subspace
  arma::vec start_objectives = {};                  // where every start ended
  std::vector<std::vector<double>> histories = {};  // of every start, after each round
};

using PointsProblem = Problem<Squared, RankedNorms>;

// The penalty says how many groups or dimensions: its rank. Throws InvalidInput for more than tasks, and for
// Intercept::penalised.
Solution centre_search(const PointsProblem& problem, const StopRule& rule, const Coefficients& start,
                       const CentreSearch& options, CentreFindings& findings);

}  // namespace starling
