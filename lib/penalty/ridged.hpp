// Any norm penalty plus mu / 2 |W|^2.
//
// The conjugate is the squared distance of G to the norm's dual ball over 2 mu: finite everywhere, but huge for a tiny
// mu, so a certificate also tries the point scaled into the ball.
// PAPERS  zou2005regularization
#pragma once

#include <cmath>
#include <utility>

#include "lib/penalty/penalty.hpp"

namespace starling {

template <NormPenalty Base>
struct Ridged {
  Base base;
  double mu = 0.0;  // >= 0
  double lambda = base.lambda;

  Ridged(Base with_base, double with_mu) : base(std::move(with_base)), mu(with_mu) {}

  double value(const arma::mat& W) const { return base.value(W) + 0.5 * arma::accu(arma::square(std::sqrt(mu) * W)); }
  double dual_norm(const arma::mat& G) const { return base.dual_norm(G); }
  double conjugate(const arma::mat& G) const {
    return mu > 0.0 ? 0.5 * arma::accu(arma::square(base.dual_excess(G) / std::sqrt(mu))) : 0.0;
  }
  DualScales dual_scales(const arma::mat& G) const {
    DualScales scales = base.dual_scales(G);
    if (mu > 0.0) scales[0] = 1.0;
    return scales;
  }
  double harmless_norm(arma::uword j) const requires RowIndifferent<Base> { return base.harmless_norm(j); }
  Ridged rescaled(double x, double y) const { return {base.rescaled(x, y), mu * x * x}; }

  arma::mat prox(const arma::mat& V, double step) const requires Proximable<Base> {
    const double shrink = 1.0 / (1.0 + step * mu);
    return base.prox(shrink * V, shrink * step);
  }
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v,
                    arma::vec& w) const requires RowSolvable<Base> {
    base.minimise_row(j, h + mu, v, w);
  }
  Ridged of_rows(const arma::uvec& rows) const requires RowSolvable<Base> { return {base.of_rows(rows), mu}; }
  void derivatives_of_row(arma::uword j, const arma::vec& w, arma::vec& g,
                          arma::mat& H) const requires RowCurved<Base> {
    base.derivatives_of_row(j, w, g, H);
    g += mu * w;
    H.diag() += mu;
  }
};

}  // namespace starling
