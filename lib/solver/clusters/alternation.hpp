// From one clustering of the tasks to a local optimum of
//
//     sum_t loss_t(w_t) + rho1 sum_t |w_t - m_c(t)|^2 + rho2 |W|^2      over W, the centres m and the clusters c.
//
// METHOD  In turns: for given clusters the exact minimum over W and all centres; for given centres every task goes
// where
//         its own minimum, w_t eliminated, is least; when that changes nothing single tasks are moved the way of
//         Hartigan, W held; when that changes nothing either some single tasks are tried in other clusters with W and
//         the centres solved anew, for a strong pull holds tasks where they are. Nothing of it raises the objective.
//         The centres of a cluster solve sum_t (m - w_t(m)) = 0, by conjugate gradients: the matrix has its eigenvalues
//         between rho2 / (rho1 + rho2) and 1, times the size of the cluster.
// COST    A sweep: k w_t(m) for every task, and some 10 to 30 more for the centres. Memory a few d x T.
// PAPERS  lloyd1982least, hartigan1979kmeans
#pragma once

#include <functional>
#include <vector>

#include "lib/solver/clusters/pulled_tasks.hpp"

namespace starling::clusters {

struct Clustering {
  arma::uvec clusters = {};        // of every task: 0 .. k - 1
  arma::mat centres = {}, V = {};  // as in PulledTasks
  double objective = arma::datum::inf;
  std::vector<double> history = {};  // the objective after every sweep
};

// Told the objective after every sweep; false stops.
using OnSweep = std::function<bool(double objective)>;

class Alternation {
 public:
  // `tasks` must outlive it.
  Alternation(const PulledTasks& tasks, arma::uword n_clusters) : tasks_(tasks), k_(n_clusters) {}

  // No cluster may be empty, and none will be.
  Clustering improve(arma::uvec clusters, const OnSweep& on_sweep) const;
  // The minimum over W and the centres for given clusters, to working precision.
  Clustering settled(arma::uvec clusters) const;

 private:
  // tolerance: of the residual of the centres' equations, as a share of the size of the tasks' coefficients.
  void settle(Clustering& at, double tolerance) const;
  // Every task to its best centre; costs, T x k, of every task at every centre. False when nothing changes.
  bool reassign(Clustering& at, arma::mat& costs) const;
  // Single tasks to other clusters, the most promising first, all else solved anew, until one lowers the objective.
  bool exchange(Clustering& at, const arma::mat& costs) const;
  // Settles `next` and takes it if it is lower.
  bool accept(Clustering& at, Clustering next) const;

  const PulledTasks& tasks_;
  arma::uword k_;
};

}  // namespace starling::clusters
