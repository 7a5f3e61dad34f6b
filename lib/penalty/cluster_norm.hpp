// The convex relaxation of k-means clustering of tasks:
//
//     R(W) = kappa min { tr(W (eta I + M)^-1 W') : M symmetric, 0 <= M <= I, tr M = k },
//     eta = rho2 / rho1,  kappa = rho1 eta (1 + eta).
//
// rho1 weighs the spread of tasks around their cluster centres, rho2 the size of all coefficients, k is the number of
// clusters. It equals the convex relaxation of alternating structure optimisation. It is a function of the singular
// values: the optimal M fills the k strongest directions by water-filling.
// EDGES   k >= min(d, T): the ridge penalty rho2 |W|^2.
// PAPERS  jacob2008clustered, zhou2011clustered
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

class ClusterNorm {
 public:
  // rho1 > 0, rho2 > 0, k >= 1; throws InvalidOption otherwise.
  ClusterNorm(double rho1, double rho2, arma::uword n_clusters);

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;  // (eta |G|^2 + sum of the k largest sigma_i^2) / (4 kappa)
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  ClusterNorm rescaled(double x, double y) const;
  arma::mat prox(const arma::mat& V, double step) const;
  double value_at(const arma::vec& s) const;
  double conjugate_at(const arma::vec& s) const;
  double scale_at(const arma::vec&) const { return 1.0; }
  arma::vec ratios_at(const arma::vec& s, double step) const;

  double kappa() const { return rho1_ * eta_ * (1.0 + eta_); }
  double eta() const { return eta_; }
  double rho1() const { return rho1_; }
  double rho2() const { return rho1_ * eta_; }
  arma::uword n_clusters() const { return n_clusters_; }
  double curvature() const { return 2.0 * rho1_ * (1.0 + eta_); }  // in the directions outside the clusters

 private:
  double rho1_, eta_;
  arma::uword n_clusters_;
};

}  // namespace starling
