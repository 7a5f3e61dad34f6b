// The one door to BLAS for our own loops: column-major views, sizes checked against BLAS's 32-bit integers.
// Armadillo's operators may be used where neither bits across thread counts nor copies matter.
#pragma once

#include <armadillo>

namespace starling::blas {

enum class Op { none, transpose };

// A column-major view of somebody's memory: rows x cols, columns `stride` apart.
struct View {
  const double* data = nullptr;
  arma::uword rows = 0, cols = 0, stride = 0;
};
struct MutableView {
  double* data = nullptr;
  arma::uword rows = 0, cols = 0, stride = 0;
};
View view(const arma::mat& matrix);
View rows_of(const arma::mat& matrix, arma::uword begin, arma::uword end);
View column(const arma::mat& matrix, arma::uword j);  // also of a matrix without rows
MutableView view(arma::mat& matrix);
MutableView column(arma::mat& matrix, arma::uword j);
MutableView rows_of(arma::mat& matrix, arma::uword begin, arma::uword end);

// C = alpha op(A) op(B) + beta C. Sizes that do not match throw InvalidInput; empty products are handled here.
void gemm(Op op_a, Op op_b, double alpha, View A, View B, double beta, MutableView C);

// X'X, both triangles filled. Cost n d^2 flops.
arma::mat gram(const arma::mat& X);

}  // namespace starling::blas
