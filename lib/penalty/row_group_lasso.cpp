#include "lib/penalty/row_group_lasso.hpp"

#include "lib/linalg/rows.hpp"

namespace starling {

double RowGroupLasso::value(const arma::mat& W) const {
  const arma::vec norms = row_norms(W);
  if (weights.is_empty()) return lambda * arma::accu(norms);
  double sum = 0.0;
  for (arma::uword j = 0; j < norms.n_elem; ++j) {
    if (W.row(j).is_zero()) continue;  // its norm may underflow where it is not
    if (std::isinf(strength(j))) return arma::datum::inf;
    sum += strength(j) * norms[j];
  }
  return sum;
}

double RowGroupLasso::dual_norm(const arma::mat& G) const {
  if (G.is_empty()) return 0.0;
  const arma::vec norms = row_norms(G);
  if (weights.is_empty()) return norms.max();
  double largest = 0.0;
  for (arma::uword j = 0; j < norms.n_elem; ++j) {
    if (G.row(j).is_zero()) continue;
    if (weights[j] == 0.0) return arma::datum::inf;
    largest = std::max(largest, norms[j] / weights[j]);
  }
  return largest;
}

DualScales RowGroupLasso::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat RowGroupLasso::prox(const arma::mat& V, double step) const {
  const arma::vec norms = row_norms(V);
  arma::vec ratio(norms.n_elem);
  for (arma::uword j = 0; j < norms.n_elem; ++j) {
    const double threshold = step * strength(j);
    ratio[j] = norms[j] > threshold ? 1.0 - threshold / norms[j] : 0.0;
  }
  return V.each_col() % ratio;
}

void RowGroupLasso::minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v, arma::vec& w) const {
  shrink_row(h, v, strength(j), w);
}

RowGroupLasso RowGroupLasso::of_rows(const arma::uvec& rows) const {
  return {lambda, weights.is_empty() ? weights : arma::vec(weights.elem(rows))};
}

arma::uvec RowGroupLasso::blocks(arma::uword n_rows) const {
  const arma::uvec free = free_rows();
  if (free.n_elem < 2) return {};
  arma::uvec number = arma::regspace<arma::uvec>(0, n_rows - 1);
  number.elem(free).fill(free[0]);
  return number;
}

void RowGroupLasso::derivatives_of_row(arma::uword j, const arma::vec& w, arma::vec& g, arma::mat& H) const {
  const double size = arma::norm(w);
  const arma::vec direction = w / size;
  g = strength(j) * direction;
  H = (strength(j) / size) * (arma::eye(w.n_elem, w.n_elem) - direction * direction.t());
}

arma::vec RowGroupLasso::dual_excess(const arma::mat& G) const {
  arma::vec excess = row_norms(G) * dual_norm_inflation(G);
  for (arma::uword j = 0; j < excess.n_elem; ++j) excess[j] = std::max(0.0, excess[j] - strength(j));
  return excess;
}

}  // namespace starling
