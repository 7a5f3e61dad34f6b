#include "lib/solver/row_newton/ragged_point.hpp"

#include <algorithm>
#include <vector>

namespace starling {

void RowPoint::activate(double mu) {
  active = arma::find(tau > 0.0);
  D = tau.elem(active);
  D /= 1.0 + mu * D;
}

RowSums sum_rows(const RowStrengths& strengths, RowPoint& point) {
  RowSums sums;
  sums.outer = arma::sqrt(arma::sum(arma::square(point.G), 1));
  point.norms = sums.outer;
  for (arma::uword a = 0; a < point.active.n_elem; ++a) {
    const arma::uword j = point.active[a];
    const double lambda = strengths.lambda[j], rho = 1.0 / (1.0 + strengths.mu * point.tau[j]);
    const double size = arma::norm(point.W.row(a));
    sums.penalty += lambda * size + 0.5 * strengths.mu * size * size;
    sums.variance += 0.5 * lambda * lambda * point.tau[j];
    if (strengths.mu == 0.0) continue;
    point.G.row(j) *= rho;
    point.norms[j] *= rho;
  }
  return sums;
}

WorkingRows rearrange(const arma::uvec& before, const arma::uvec& next) {
  std::vector<arma::uword> stay, order;
  for (arma::uword a = 0; a < before.n_elem; ++a)
    if (std::binary_search(next.begin(), next.end(), before[a])) {
      stay.push_back(a);
      order.push_back(before[a]);
    }
  std::vector<arma::uword> kept = order;
  std::sort(kept.begin(), kept.end());
  for (const arma::uword j : next)
    if (!std::binary_search(kept.begin(), kept.end(), j)) order.push_back(j);
  return {arma::uvec(order), arma::uvec(stay)};
}

}  // namespace starling
