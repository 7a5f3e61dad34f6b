#include "lib/penalty/task_norms.hpp"

#include <cmath>

#include "lib/base/sum.hpp"
#include "lib/linalg/blas.hpp"

namespace starling {
namespace {

double length(const arma::mat& M, arma::uword t) {
  return std::sqrt(blas::square_norm(M.n_rows, blas::start_of(M, t)));
}

}  // namespace

double TaskNorms::value(const arma::mat& W) const {
  Sum sum;
  for (arma::uword t = 0; t < W.n_cols; ++t) sum.add(length(W, t));
  return lambda * sum.value();
}

double TaskNorms::dual_norm(const arma::mat& G) const {
  double longest = 0.0;
  for (arma::uword t = 0; t < G.n_cols; ++t) longest = std::max(longest, length(G, t));
  return longest;
}

DualScales TaskNorms::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat TaskNorms::prox(const arma::mat& V, double step) const {
  arma::mat W(arma::size(V), arma::fill::zeros);
  for (arma::uword t = 0; t < V.n_cols; ++t) {
    const double norm = length(V, t);
    if (norm > step * lambda)
      blas::axpy(V.n_rows, 1.0 - step * lambda / norm, blas::start_of(V, t), blas::start_of(W, t));
  }
  return W;
}

}  // namespace starling
