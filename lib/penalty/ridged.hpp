// Any norm penalty plus mu / 2 |W|^2, over the rows that the norm does not leave free: those stay free.
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

  double value(const arma::mat& W) const {
    double square = arma::accu(arma::square(std::sqrt(mu) * W));
    if constexpr (PartlyFree<Base>)
      if (const arma::uvec free = base.free_rows(); !free.is_empty()) {
        arma::mat held = W;
        held.rows(free).zeros();
        square = arma::accu(arma::square(std::sqrt(mu) * held));
      }
    return base.value(W) + 0.5 * square;
  }
  double dual_norm(const arma::mat& G) const { return base.dual_norm(G); }
  double conjugate(const arma::mat& G) const {
    if (!allows(G)) return arma::datum::inf;
    return mu > 0.0 ? 0.5 * arma::accu(arma::square(base.dual_excess(G) / std::sqrt(mu))) : 0.0;
  }
  DualScales dual_scales(const arma::mat& G) const {
    DualScales scales = base.dual_scales(G);
    if (mu > 0.0 && allows(G)) scales[0] = 1.0;
    return scales;
  }
  double harmless_norm(arma::uword j) const requires RowIndifferent<Base> { return base.harmless_norm(j); }
  Ridged rescaled(double x, double y) const { return {base.rescaled(x, y), mu * x * x}; }

  arma::mat prox(const arma::mat& V, double step) const requires Proximable<Base> {
    const double shrink = 1.0 / (1.0 + step * mu);
    arma::mat W = base.prox(shrink * V, shrink * step);
    if constexpr (PartlyFree<Base>)
      if (const arma::uvec free = base.free_rows(); !free.is_empty()) W.rows(free) = V.rows(free);
    return W;
  }
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v,
                    arma::vec& w) const requires RowSolvable<Base> {
    base.minimise_row(j, h + ridge_on(j), v, w);
  }
  Ridged of_rows(const arma::uvec& rows) const requires RowSolvable<Base> { return {base.of_rows(rows), mu}; }
  void derivatives_of_row(arma::uword j, const arma::vec& w, arma::vec& g,
                          arma::mat& H) const requires RowCurved<Base> {
    base.derivatives_of_row(j, w, g, H);
    g += ridge_on(j) * w;
    H.diag() += ridge_on(j);
  }
  arma::uvec free_rows() const requires PartlyFree<Base> { return base.free_rows(); }
  bool is_free(arma::uword j) const requires PartlyFree<Base> { return base.is_free(j); }
  arma::uvec blocks(arma::uword n_rows) const requires RowBlocked<Base> { return base.blocks(n_rows); }

 private:
  double ridge_on(arma::uword j) const {
    if constexpr (PartlyFree<Base>) return base.is_free(j) ? 0.0 : mu;
    return mu;
  }
  // Whether R* is finite at small multiples of G.
  bool allows(const arma::mat& G) const {
    if constexpr (PartlyFree<Base>)
      for (const arma::uword j : base.free_rows())
        if (!G.row(j).is_zero()) return false;
    return true;
  }
};

}  // namespace starling
