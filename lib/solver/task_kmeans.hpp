// k-means clustering of tasks while they are fitted, squared loss:
//
//     sum_t loss_t(w_t, b_t) + rho1 sum_t |w_t - m_c(t)|^2 + rho2 |W|^2   over W, b, k centres m, clusters c.
//
// METHOD  The convex relaxation (the cluster norm, lib/solver/spectral_engine.hpp) is solved first: its dual bounds
//         the optimum from below, whatever the clusters. Then several starts (lib/solver/clusters/alternation.hpp),
//         with seeds drawn by k-means++ from the tasks of a warm start, of the relaxation, and of tasks learned alone,
//         in turns. For the best clusters the convex problem that is left is solved to working precision.
// ITERATION  One sweep of one start.
// PROOF   The dual bound of the relaxation, which in general lies below the optimum: `optimal` where the gap is as
//         small as was asked for, otherwise `stationary` where the certificate of the problem for these clusters is.
// COST    lib/solver/clusters/alternation.hpp, and the relaxation.
// EDGES   Intercept::penalised throws InvalidInput.
//         More clusters than tasks throw InvalidInput.
// PAPERS  jacob2008clustered, zhou2011clustered, arthur2007kmeans, hartigan1979kmeans
#pragma once

#include <cstdint>
#include <vector>

#include "lib/loss/squared.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/penalty/cluster_spread.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

struct KmeansOptions {
  int n_starts = 10;
  std::uint64_t seed = 0;
};

// What was found besides coefficients.
struct KmeansFindings {
  arma::uvec clusters;                         // of every task, 0 .. k - 1, numbered by their first tasks
  arma::mat centres;                           // d x k
  arma::vec start_objectives;                  // where every start ended
  std::vector<std::vector<double>> histories;  // of every start, after each sweep
  arma::vec silhouettes;                       // of every task (lib/solver/clusters/groups.hpp)
  arma::vec distances;                         // of every task from its centre
  arma::uvec outliers;                         // tasks more than three times as far away as the median task
  Certificate given_clusters;                  // of the convex problem for these clusters
};

using KmeansProblem = Problem<Squared, ClusterNorm>;

// problem: the relaxation, whose penalty says rho1, rho2 and k.
Solution task_kmeans(const KmeansProblem& problem, const StopRule& rule, const Coefficients& start,
                     const KmeansOptions& options, KmeansFindings& findings);

// The certificate of a clustering by the relaxation, and findings.given_clusters. hint: as in certify().
Certificate certify_clusters(const KmeansProblem& problem, const Coefficients& at, const arma::vec* hint,
                             KmeansFindings& findings);

}  // namespace starling
