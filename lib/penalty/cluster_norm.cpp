#include "lib/penalty/cluster_norm.hpp"

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/shrink.hpp"

namespace starling {

ClusterNorm::ClusterNorm(double rho1, double rho2, arma::uword n_clusters)
    : rho1_(rho1), eta_(rho2 / rho1), n_clusters_(n_clusters) {
  const auto refuse = [](std::string option, double got) {
    throw InvalidOption({.what = "invalid value",
                         .where = "option " + option,
                         .expected = "a finite number > 0",
                         .got = spelling::print(got)});
  };
  if (!(rho1 > 0.0 && std::isfinite(rho1))) refuse("rho1", rho1);
  if (!(rho2 > 0.0 && std::isfinite(rho2))) refuse("rho2", rho2);
  if (n_clusters < 1) refuse("n_clusters", static_cast<double>(n_clusters));
}

double ClusterNorm::value(const arma::mat& W) const { return value_at(singular_values(W)); }

double ClusterNorm::conjugate(const arma::mat& G) const { return conjugate_at(singular_values(G)); }

double ClusterNorm::value_at(const arma::vec& s) const {
  const arma::vec m = water_fill(s, eta_, static_cast<double>(n_clusters_));
  return arma::accu(arma::square(std::sqrt(kappa()) * s) / (eta_ + m));
}

double ClusterNorm::conjugate_at(const arma::vec& s) const {
  const arma::vec squares = arma::square(s / std::sqrt(4.0 * kappa()));
  const arma::uword top = std::min<arma::uword>(n_clusters_, squares.n_elem);
  return eta_ * arma::accu(squares) + (top > 0 ? arma::accu(squares.head(top)) : 0.0);
}

ClusterNorm ClusterNorm::rescaled(double x, double) const {
  ClusterNorm scaled = *this;
  scaled.rho1_ *= x * x;
  return scaled;
}

arma::mat ClusterNorm::prox(const arma::mat& V, double step) const {
  return shrink_spectrum(V, [&](const arma::vec& s) { return ratios_at(s, step); });
}

arma::vec ClusterNorm::ratios_at(const arma::vec& s, double step) const {
  const double pull = 2.0 * kappa() * step;
  const arma::vec m = water_fill(s, eta_ + pull, static_cast<double>(n_clusters_));
  return (eta_ + m) / (eta_ + pull + m);
}

}  // namespace starling
