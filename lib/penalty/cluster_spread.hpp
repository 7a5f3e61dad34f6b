// Tasks around the centres of given clusters:
//
//     R(W) = min over centres m    rho1 sum_t |w_t - m_c(t)|^2 + rho2 |W|^2,
//
// where every centre is the mean of its cluster. A quadratic coupling, K = 2 (rho1 + rho2) I - 2 rho1 P with P the
// projection onto matrices that are constant within clusters, that is never written out: T may be large. The cluster
// norm (lib/penalty/cluster_norm.hpp) with at least as many clusters is nowhere above it.
// PAPERS  jacob2008clustered
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

// The mean column of every cluster, d x k; zeros for a cluster without columns.
arma::mat cluster_means(const arma::mat& W, const arma::uvec& clusters, arma::uword n_clusters);

class ClusterSpread {
 public:
  // clusters: a number below n_clusters for every task. Throws InvalidInput for one that is not, and InvalidOption
  // unless rho1 >= 0 and rho2 > 0.
  ClusterSpread(arma::uvec clusters, arma::uword n_clusters, double rho1, double rho2);

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;  // |P G|^2 / (4 rho2) + |G - P G|^2 / (4 (rho1 + rho2))
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  ClusterSpread rescaled(double x, double y) const;
  arma::mat prox(const arma::mat& V, double step) const;

 private:
  // P W.
  arma::mat centred_at(const arma::mat& W) const;

  arma::uvec clusters_;
  arma::uword n_clusters_;
  double rho1_, rho2_;
};

}  // namespace starling
