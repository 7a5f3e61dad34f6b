#include "lib/linalg/decompose.hpp"

#include <string>

#include "lib/base/error.hpp"

namespace starling {
namespace {

void require(bool fine, const std::string& what, const arma::mat& A) {
  if (!fine)
    throw NumericalFailure(what + " of a " + std::to_string(A.n_rows) + "x" + std::to_string(A.n_cols) + " matrix");
}

void require_finite(const arma::mat& A, const std::string& name) {
  require(A.is_finite(), name + " asked for entries that are not finite", A);
}

}  // namespace

SymmetricEigen symmetric_eigen(const arma::mat& A) {
  require_finite(A, "symmetric eigendecomposition");
  SymmetricEigen eigen;
  require(arma::eig_sym(eigen.values, eigen.vectors, arma::symmatu(A)), "symmetric eigendecomposition failed", A);
  return eigen;
}

arma::vec symmetric_eigenvalues(const arma::mat& A) {
  require_finite(A, "symmetric eigendecomposition");
  arma::vec values;
  require(arma::eig_sym(values, arma::symmatu(A)), "symmetric eigendecomposition failed", A);
  return values;
}

arma::mat cholesky(const arma::mat& A) {
  require_finite(A, "Cholesky decomposition");
  arma::mat R;
  require(arma::chol(R, arma::symmatu(A)), "Cholesky decomposition failed (not positive definite)", A);
  return R;
}

arma::mat cholesky_solve(const arma::mat& R, const arma::mat& B) {
  require_finite(R, "triangular solve");
  require_finite(B, "triangular solve");
  arma::mat half, X;
  const auto options = arma::solve_opts::no_approx;
  require(arma::solve(half, arma::trimatl(R.t()), B, options) && arma::solve(X, arma::trimatu(R), half, options),
          "triangular solve failed (singular)", R);
  return X;
}

arma::vec singular_values(const arma::mat& A) {
  require_finite(A, "singular value decomposition");
  if (A.is_empty()) return {};
  arma::vec values;
  require(arma::svd(values, A), "singular value decomposition failed", A);
  return values;
}

}  // namespace starling
