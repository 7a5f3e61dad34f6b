#include "lib/penalty/row_max_norm.hpp"

#include "lib/linalg/rows.hpp"

namespace starling {

double RowMaxNorm::value(const arma::mat& W) const {
  return W.is_empty() ? 0.0 : lambda * arma::accu(arma::max(arma::abs(W), 1));
}

double RowMaxNorm::dual_norm(const arma::mat& G) const {
  return G.is_empty() ? 0.0 : arma::max(arma::sum(arma::abs(G), 1));
}

DualScales RowMaxNorm::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat RowMaxNorm::prox(const arma::mat& V, double step) const {
  const arma::vec ones(V.n_cols, arma::fill::ones);
  arma::mat W(V.n_rows, V.n_cols);
  arma::vec w(V.n_cols);
  for (arma::uword j = 0; j < V.n_rows; ++j) {
    level_row(ones, V.row(j).t(), step * lambda, w);
    W.row(j) = w.t();
  }
  return W;
}

void RowMaxNorm::minimise_row(arma::uword, const arma::vec& h, const arma::vec& v, arma::vec& w) const {
  level_row(h, v, lambda, w);
}

arma::vec RowMaxNorm::dual_excess(const arma::mat& G) const {
  return arma::vectorise(prox(dual_norm_inflation(G) * G, 1.0));
}

}  // namespace starling
