#include "lib/linalg/thin_svd.hpp"

#include "lib/base/error.hpp"

namespace starling {

ThinSvd thin_svd(const arma::mat& M) {
  constexpr double zero = 1e-10;
  ThinSvd svd{arma::mat(M.n_rows, 0), {}, arma::mat(M.n_cols, 0)};
  if (M.is_empty() || M.is_zero()) return svd;
  arma::mat U, V;
  arma::vec s;
  if (!M.is_finite() || !arma::svd_econ(U, s, V, M)) throw NumericalFailure("a singular value decomposition failed");
  const arma::uword rank = arma::accu(s > zero * s[0]);
  svd = {U.head_cols(rank), s.head(rank), V.head_cols(rank)};
  for (arma::uword i = 0; i < rank; ++i)
    if (svd.U(arma::index_max(arma::abs(svd.U.col(i))), i) < 0.0) {
      svd.U.col(i) *= -1.0;
      svd.V.col(i) *= -1.0;
    }
  return svd;
}

}  // namespace starling
