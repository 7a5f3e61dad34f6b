#include "lib/fit/free_part.hpp"

#include <cmath>
#include <vector>

namespace starling::free_columns {

arma::mat written(const Design& X, const FreePart& part) {
  const arma::uword first = part.intercept ? 1 : 0;
  arma::mat F(X.rows(), first + part.rows.n_elem, arma::fill::ones);
  X.visit([&](const auto& matrix) {
    for (arma::uword k = 0; k < part.rows.n_elem; ++k) F.col(first + k) = arma::vec(matrix.col(part.rows[k]));
  });
  return F;
}

// Gram and Schmidt, every column twice: what the first time leaves by rounding the second removes.
Basis orthonormal(const arma::mat& F, const arma::vec& v) {
  constexpr double dependent = 1e-12;
  const arma::vec root = arma::sqrt(v);
  Basis basis{arma::mat(F.n_rows, std::min(F.n_rows, F.n_cols)), {}, {}};
  arma::mat R(basis.B.n_cols, basis.B.n_cols, arma::fill::zeros);
  std::vector<arma::uword> kept;
  for (arma::uword j = 0; j < F.n_cols && kept.size() < basis.B.n_cols; ++j) {
    const arma::uword k = kept.size();
    arma::vec x = root % F.col(j), along(k, arma::fill::zeros);
    const double size = arma::norm(x);
    for (int sweep = 0; sweep < 2; ++sweep)
      for (arma::uword b = 0; b < k; ++b) {
        const double share = arma::dot(basis.B.col(b), x);
        x -= share * basis.B.col(b);
        along[b] += share;
      }
    const double rest = arma::norm(x);
    if (!(rest > dependent * size)) continue;
    basis.B.col(k) = x / rest;
    for (arma::uword b = 0; b < k; ++b) R(b, k) = along[b];
    R(k, k) = rest;
    kept.push_back(j);
  }
  const arma::uword k = kept.size();
  basis.kept = arma::uvec(kept);
  basis.B.resize(F.n_rows, k);
  basis.inverse.zeros(k, k);
  for (arma::uword j = 0; j < k; ++j) {
    basis.inverse(j, j) = 1.0 / R(j, j);
    for (arma::uword i = j; i-- > 0;) {
      double sum = 0.0;
      for (arma::uword l = i + 1; l <= j; ++l) sum += R(i, l) * basis.inverse(l, j);
      basis.inverse(i, j) = -sum / R(i, i);
    }
  }
  return basis;
}

Product product(const arma::mat& F, const arma::vec& u) {
  Product at{arma::vec(F.n_cols), arma::vec(F.n_cols)};
  for (arma::uword j = 0; j < F.n_cols; ++j) {
    Sum sum;
    for (arma::uword i = 0; i < F.n_rows; ++i) sum.add(F(i, j) * u[i]);
    at.value[j] = sum.value();
    at.error[j] = arma::datum::eps * sum.magnitude();
  }
  return at;
}

double length(const Basis& basis, const Product& product) {
  const arma::vec value = product.value.elem(basis.kept), error = product.error.elem(basis.kept);
  return arma::norm(basis.inverse.t() * value) + 2.0 * arma::norm(arma::abs(basis.inverse.t()) * error);
}

}  // namespace starling::free_columns
