// The one door to BLAS for our own loops: column-major views, sizes checked against BLAS's 32-bit integers.
// Armadillo's operators may be used where neither bits across thread counts nor copies matter.
#pragma once

#include <armadillo>

namespace starling::blas {

enum class Op { none, transpose };

// A column-major view of somebody's memory: rows x cols, columns `stride` apart.
template <class S>
struct BasicView {
  const S* data = nullptr;
  arma::uword rows = 0, cols = 0, stride = 0;
};
template <class S>
struct BasicMutableView {
  S* data = nullptr;
  arma::uword rows = 0, cols = 0, stride = 0;

  operator BasicView<S>() const { return {data, rows, cols, stride}; }  // NOLINT: whoever may write may read
};
using View = BasicView<double>;
using MutableView = BasicMutableView<double>;
View view(const arma::mat& matrix);
View rows_of(const arma::mat& matrix, arma::uword begin, arma::uword end);
View column(const arma::mat& matrix, arma::uword j);  // also of a matrix without rows
MutableView view(arma::mat& matrix);
MutableView column(arma::mat& matrix, arma::uword j);
MutableView rows_of(arma::mat& matrix, arma::uword begin, arma::uword end);

// In either precision: all of a matrix, and a block of a view.
template <class S>
BasicView<S> whole(const arma::Mat<S>& matrix) {
  return {matrix.memptr(), matrix.n_rows, matrix.n_cols, matrix.n_rows};
}
template <class S>
BasicMutableView<S> whole(arma::Mat<S>& matrix) {
  return {matrix.memptr(), matrix.n_rows, matrix.n_cols, matrix.n_rows};
}
// Where column j starts, also of a matrix without rows (Armadillo's colptr() then refers to nothing).
template <class S>
const S* start_of(const arma::Mat<S>& matrix, arma::uword j) {
  return matrix.memptr() + j * matrix.n_rows;
}
template <class S>
S* start_of(arma::Mat<S>& matrix, arma::uword j) {
  return matrix.memptr() + j * matrix.n_rows;
}
struct Run {
  arma::uword begin = 0, end = 0;
  arma::uword size() const { return end - begin; }
};
template <class V>
V block(V view, Run rows, Run cols) {
  return {view.data + cols.begin * view.stride + rows.begin, rows.size(), cols.size(), view.stride};
}
template <class V>
V columns(V view, Run cols) {
  return block(view, {0, view.rows}, cols);
}

// C = alpha op(A) op(B) + beta C. Sizes that do not match throw InvalidInput; empty products are handled here.
void gemm(Op op_a, Op op_b, double alpha, View A, View B, double beta, MutableView C);
void gemm(Op op_a, Op op_b, float alpha, BasicView<float> A, BasicView<float> B, float beta, BasicMutableView<float> C);
// The lower triangle of C += alpha Z'Z (Op::transpose: alpha ZZ').
void add_square(Op op, double alpha, View Z, MutableView C);
void add_square(Op op, float alpha, BasicView<float> Z, BasicMutableView<float> C);
// y = alpha op(A) x + beta y on dense vectors.
void multiply_vector(Op op, double alpha, View A, const double* x, double beta, double* y);
void multiply_vector(Op op, float alpha, BasicView<float> A, const float* x, float beta, float* y);
// B = op(L)^-1 B for a lower triangular L; only that triangle is read.
void solve_lower(Op op, View L, MutableView B);
void solve_lower(Op op, BasicView<float> L, BasicMutableView<float> B);
// B = B L'^-1.
void solve_lower_right(View L, MutableView B);
void solve_lower_right(BasicView<float> L, BasicMutableView<float> B);
// A = L L' in place, in the lower triangle. False where A is not positive definite to working precision (or holds NaN).
bool cholesky_lower(MutableView A);
bool cholesky_lower(BasicMutableView<float> A);

// Long vectors: y += a x, x'y, and |x|^2 with its sum in double.
void axpy(arma::uword n, double a, const double* x, double* y);
void axpy(arma::uword n, float a, const float* x, float* y);
double dot(arma::uword n, const double* x, const double* y);
float dot(arma::uword n, const float* x, const float* y);
double square_norm(arma::uword n, const double* x);
double square_norm(arma::uword n, const float* x);

// X'X, both triangles filled. Cost n d^2 flops.
arma::mat gram(const arma::mat& X);

}  // namespace starling::blas
