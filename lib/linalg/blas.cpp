#include "lib/linalg/blas.hpp"

#include <cblas.h>

#include <limits>
#include <string>

#include "lib/base/error.hpp"

namespace starling::blas {
namespace {

int to_int(arma::uword n) {
  if (n > static_cast<arma::uword>(std::numeric_limits<int>::max()))
    throw InvalidInput({.what = "matrix too large for BLAS",
                        .expected = "at most 2147483647 rows and columns",
                        .got = std::to_string(n)});
  return static_cast<int>(n);
}

CBLAS_TRANSPOSE to_cblas(Op op) { return op == Op::none ? CblasNoTrans : CblasTrans; }

}  // namespace

View view(const arma::mat& matrix) { return {matrix.memptr(), matrix.n_rows, matrix.n_cols, matrix.n_rows}; }
View rows_of(const arma::mat& matrix, arma::uword begin, arma::uword end) {
  return {matrix.memptr() + begin, end - begin, matrix.n_cols, matrix.n_rows};
}
View column(const arma::mat& matrix, arma::uword j) {
  return {matrix.memptr() + j * matrix.n_rows, matrix.n_rows, 1, matrix.n_rows};
}
MutableView column(arma::mat& matrix, arma::uword j) {
  return {matrix.memptr() + j * matrix.n_rows, matrix.n_rows, 1, matrix.n_rows};
}
MutableView view(arma::mat& matrix) { return {matrix.memptr(), matrix.n_rows, matrix.n_cols, matrix.n_rows}; }
MutableView rows_of(arma::mat& matrix, arma::uword begin, arma::uword end) {
  return {matrix.memptr() + begin, end - begin, matrix.n_cols, matrix.n_rows};
}

void gemm(Op op_a, Op op_b, double alpha, View A, View B, double beta, MutableView C) {
  const arma::uword m = op_a == Op::none ? A.rows : A.cols, inner = op_a == Op::none ? A.cols : A.rows;
  const arma::uword n = op_b == Op::none ? B.cols : B.rows, inner_b = op_b == Op::none ? B.rows : B.cols;
  if (inner != inner_b || C.rows != m || C.cols != n)
    throw InvalidInput({.what = "matrix product of sizes that do not match",
                        .got = std::to_string(m) + "x" + std::to_string(inner) + " times " + std::to_string(inner_b) +
                               "x" + std::to_string(n)});
  if (m == 0 || n == 0) return;
  if (inner == 0 || alpha == 0.0) {
    for (arma::uword j = 0; j < n; ++j)
      for (arma::uword i = 0; i < m; ++i) {
        double& entry = C.data[j * C.stride + i];
        entry = beta == 0.0 ? 0.0 : beta * entry;
      }
    return;
  }
  // A single column is a matrix-vector product: same result, without gemm's packing.
  if (n == 1 && op_b == Op::none)
    return cblas_dgemv(CblasColMajor, to_cblas(op_a), to_int(A.rows), to_int(A.cols), alpha, A.data, to_int(A.stride),
                       B.data, 1, beta, C.data, 1);
  cblas_dgemm(CblasColMajor, to_cblas(op_a), to_cblas(op_b), to_int(m), to_int(n), to_int(inner), alpha, A.data,
              to_int(A.stride), B.data, to_int(B.stride), beta, C.data, to_int(C.stride));
}

arma::mat gram(const arma::mat& X) {
  arma::mat G(X.n_cols, X.n_cols, arma::fill::zeros);
  if (X.is_empty()) return G;
  cblas_dsyrk(CblasColMajor, CblasUpper, CblasTrans, to_int(X.n_cols), to_int(X.n_rows), 1.0, X.memptr(),
              to_int(X.n_rows), 0.0, G.memptr(), to_int(G.n_rows));
  return arma::symmatu(G);
}

}  // namespace starling::blas
