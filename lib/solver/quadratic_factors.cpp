#include "lib/solver/quadratic_factors.hpp"

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling {

double QuadraticFactors::size(const MultiTaskData& data) {
  double numbers = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    numbers += static_cast<double>(data.n_features()) *
               static_cast<double>(std::min(data.n_features(), data.rows_of(t).size()));
  return numbers;
}

QuadraticFactors::QuadraticFactors(const MultiTaskData& data, const arma::vec& c, bool centred)
    : factors_(data.n_tasks()), linear_(data.n_features(), data.n_tasks(), arma::fill::zeros) {
  parallel_for(data.n_tasks(), [&](std::size_t t) {
    const Rows rows = data.rows_of(t);
    add_task(data.design(t).dense(), data.targets_of(t), arma::vec(c.memptr() + rows.begin, rows.size()), centred, t);
  });
}

void QuadraticFactors::add_task(arma::mat X, arma::vec y, const arma::vec& c, bool centred, arma::uword t) {
  if (X.n_cols == 0) return;
  if (centred) {
    const double total = arma::accu(c);
    X.each_row() -= arma::rowvec(c.t() * X / total);
    y -= arma::dot(c, y) / total;
  }
  const arma::vec root = arma::sqrt(c);
  X.each_col() %= root;
  linear_.col(t) = X.t() * (root % y);
  const bool thin = X.n_rows < X.n_cols;
  const SymmetricEigen eigen = symmetric_eigen(thin ? arma::mat(X * X.t()) : blas::gram(X));
  // Directions below this carry only rounding errors of the Gram matrix.
  const double least = 1e-15 * static_cast<double>(X.n_cols) * std::max(eigen.values.max(), 0.0);
  const arma::uvec kept = arma::find(eigen.values > least);
  factors_[t].values = eigen.values.elem(kept);
  factors_[t].V = eigen.vectors.cols(kept);
  if (thin) {
    factors_[t].V = X.t() * factors_[t].V;
    factors_[t].V.each_row() /= arma::sqrt(factors_[t].values).t();
  }
}

arma::mat QuadraticFactors::multiply(const arma::mat& W) const {
  arma::mat product(W.n_rows, W.n_cols);
  parallel_for(W.n_cols, [&](std::size_t t) {
    const Factor& factor = factors_[t];
    product.col(t) = factor.V * (factor.values % (factor.V.t() * W.col(t)));
  });
  return product;
}

arma::mat QuadraticFactors::proximal_point(const arma::mat& target, double rho) const {
  arma::mat point = target + linear_ / rho;
  parallel_for(target.n_cols, [&](std::size_t t) {
    const Factor& factor = factors_[t];
    // (A + rho I)^-1 rho p = p - V (values / (values + rho)) V'p
    const arma::vec shrink = factor.values / (factor.values + rho);
    point.col(t) -= factor.V * (shrink % (factor.V.t() * point.col(t)));
  });
  return point;
}

}  // namespace starling
