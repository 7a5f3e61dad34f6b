#include "lib/penalty/cluster_spread.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/blas.hpp"

namespace starling {

arma::mat cluster_means(const arma::mat& W, const arma::uvec& clusters, arma::uword n_clusters) {
  arma::mat means(W.n_rows, n_clusters, arma::fill::zeros);
  if (means.is_empty()) return means;
  arma::vec sizes(n_clusters, arma::fill::zeros);
  for (arma::uword t = 0; t < W.n_cols; ++t) {
    sizes[clusters[t]] += 1.0;
    blas::axpy(W.n_rows, 1.0, blas::start_of(W, t), blas::start_of(means, clusters[t]));
  }
  for (arma::uword k = 0; k < n_clusters; ++k)
    if (sizes[k] > 0.0) means.col(k) /= sizes[k];
  return means;
}

ClusterSpread::ClusterSpread(arma::uvec clusters, arma::uword n_clusters, double rho1, double rho2)
    : clusters_(std::move(clusters)), n_clusters_(n_clusters), rho1_(rho1), rho2_(rho2) {
  const auto refuse = [](std::string option, std::string expected, double got) {
    throw InvalidOption({.what = "invalid value",
                         .where = "option " + option,
                         .expected = std::move(expected),
                         .got = spelling::print(got)});
  };
  if (!(rho1 >= 0.0 && std::isfinite(rho1))) refuse("rho1", "a finite number >= 0", rho1);
  if (!(rho2 > 0.0 && std::isfinite(rho2))) refuse("rho2", "a finite number > 0", rho2);
  for (arma::uword t = 0; t < clusters_.n_elem; ++t)
    if (clusters_[t] >= n_clusters)
      throw InvalidInput({.what = "no such cluster",
                          .where = "task " + std::to_string(t),
                          .expected = "below " + std::to_string(n_clusters),
                          .got = std::to_string(clusters_[t])});
}

arma::mat ClusterSpread::centred_at(const arma::mat& W) const {
  if (W.is_empty()) return W;
  return cluster_means(W, clusters_, n_clusters_).eval().cols(clusters_);
}

double ClusterSpread::value(const arma::mat& W) const {
  return arma::accu(arma::square(std::sqrt(rho1_) * (W - centred_at(W)))) +
         arma::accu(arma::square(std::sqrt(rho2_) * W));
}

double ClusterSpread::conjugate(const arma::mat& G) const {
  const arma::mat centre = centred_at(G);
  return arma::accu(arma::square(centre / std::sqrt(4.0 * rho2_))) +
         arma::accu(arma::square((G - centre) / std::sqrt(4.0 * (rho1_ + rho2_))));
}

ClusterSpread ClusterSpread::rescaled(double x, double) const {
  ClusterSpread scaled = *this;
  scaled.rho1_ *= x * x;
  scaled.rho2_ *= x * x;
  return scaled;
}

arma::mat ClusterSpread::prox(const arma::mat& V, double step) const {
  const arma::mat centre = centred_at(V);
  return centre / (1.0 + 2.0 * step * rho2_) + (V - centre) / (1.0 + 2.0 * step * (rho1_ + rho2_));
}

}  // namespace starling
