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

namespace {

template <class S>
void check_product(Op op_a, Op op_b, BasicView<S> A, BasicView<S> B, BasicMutableView<S> C) {
  const arma::uword m = op_a == Op::none ? A.rows : A.cols, inner = op_a == Op::none ? A.cols : A.rows;
  const arma::uword n = op_b == Op::none ? B.cols : B.rows, inner_b = op_b == Op::none ? B.rows : B.cols;
  if (inner != inner_b || C.rows != m || C.cols != n)
    throw InvalidInput({.what = "matrix product of sizes that do not match",
                        .got = std::to_string(m) + "x" + std::to_string(inner) + " times " + std::to_string(inner_b) +
                               "x" + std::to_string(n)});
}

// C = beta C, where a product without terms leaves nothing else.
template <class S>
void scale(S beta, BasicMutableView<S> C) {
  for (arma::uword j = 0; j < C.cols; ++j)
    for (arma::uword i = 0; i < C.rows; ++i) {
      S& entry = C.data[j * C.stride + i];
      entry = beta == S(0) ? S(0) : beta * entry;
    }
}

template <class S>
bool is_trivial(Op op_a, S alpha, BasicView<S> A, S beta, BasicMutableView<S> C) {
  if (C.rows == 0 || C.cols == 0) return true;
  const arma::uword inner = op_a == Op::none ? A.cols : A.rows;
  if (inner > 0 && alpha != S(0)) return false;
  scale(beta, C);
  return true;
}

template <class S>
bool factor(BasicMutableView<S> A) {
  if (A.rows == 0) return true;
  char lower = 'L';
  arma::blas_int n = to_int(A.rows), stride = to_int(A.stride), info = 0;
  arma::lapack::potrf(&lower, &n, A.data, &stride, &info);
  // LAPACK reports a NaN pivot as success.
  for (arma::uword k = 0; info == 0 && k < A.rows; ++k)
    if (!(A.data[k * A.stride + k] > S(0))) info = 1;
  return info == 0;
}

}  // namespace

void gemm(Op op_a, Op op_b, double alpha, View A, View B, double beta, MutableView C) {
  check_product(op_a, op_b, A, B, C);
  if (is_trivial(op_a, alpha, A, beta, C)) return;
  // A single column is a matrix-vector product: same result, without gemm's packing.
  if (C.cols == 1 && op_b == Op::none)
    return cblas_dgemv(CblasColMajor, to_cblas(op_a), to_int(A.rows), to_int(A.cols), alpha, A.data, to_int(A.stride),
                       B.data, 1, beta, C.data, 1);
  cblas_dgemm(CblasColMajor, to_cblas(op_a), to_cblas(op_b), to_int(C.rows), to_int(C.cols),
              to_int(op_a == Op::none ? A.cols : A.rows), alpha, A.data, to_int(A.stride), B.data, to_int(B.stride),
              beta, C.data, to_int(C.stride));
}

void gemm(Op op_a, Op op_b, float alpha, BasicView<float> A, BasicView<float> B, float beta,
          BasicMutableView<float> C) {
  check_product(op_a, op_b, A, B, C);
  if (is_trivial(op_a, alpha, A, beta, C)) return;
  if (C.cols == 1 && op_b == Op::none)
    return cblas_sgemv(CblasColMajor, to_cblas(op_a), to_int(A.rows), to_int(A.cols), alpha, A.data, to_int(A.stride),
                       B.data, 1, beta, C.data, 1);
  cblas_sgemm(CblasColMajor, to_cblas(op_a), to_cblas(op_b), to_int(C.rows), to_int(C.cols),
              to_int(op_a == Op::none ? A.cols : A.rows), alpha, A.data, to_int(A.stride), B.data, to_int(B.stride),
              beta, C.data, to_int(C.stride));
}

void add_square(Op op, double alpha, View Z, MutableView C) {
  if (C.rows == 0 || Z.rows == 0 || Z.cols == 0) return;
  cblas_dsyrk(CblasColMajor, CblasLower, to_cblas(op == Op::none ? Op::transpose : Op::none), to_int(C.rows),
              to_int(op == Op::none ? Z.rows : Z.cols), alpha, Z.data, to_int(Z.stride), 1.0, C.data, to_int(C.stride));
}
void add_square(Op op, float alpha, BasicView<float> Z, BasicMutableView<float> C) {
  if (C.rows == 0 || Z.rows == 0 || Z.cols == 0) return;
  cblas_ssyrk(CblasColMajor, CblasLower, to_cblas(op == Op::none ? Op::transpose : Op::none), to_int(C.rows),
              to_int(op == Op::none ? Z.rows : Z.cols), alpha, Z.data, to_int(Z.stride), 1.0F, C.data,
              to_int(C.stride));
}

void multiply_vector(Op op, double alpha, View A, const double* x, double beta, double* y) {
  const arma::uword in = op == Op::none ? A.cols : A.rows, out = op == Op::none ? A.rows : A.cols;
  gemm(op, Op::none, alpha, A, {x, in, 1, in}, beta, {y, out, 1, out});
}
void multiply_vector(Op op, float alpha, BasicView<float> A, const float* x, float beta, float* y) {
  const arma::uword in = op == Op::none ? A.cols : A.rows, out = op == Op::none ? A.rows : A.cols;
  gemm(op, Op::none, alpha, A, {x, in, 1, in}, beta, {y, out, 1, out});
}

void solve_lower(Op op, View L, MutableView B) {
  if (B.rows == 0 || B.cols == 0) return;
  cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, to_cblas(op), CblasNonUnit, to_int(B.rows), to_int(B.cols), 1.0,
              L.data, to_int(L.stride), B.data, to_int(B.stride));
}
void solve_lower(Op op, BasicView<float> L, BasicMutableView<float> B) {
  if (B.rows == 0 || B.cols == 0) return;
  cblas_strsm(CblasColMajor, CblasLeft, CblasLower, to_cblas(op), CblasNonUnit, to_int(B.rows), to_int(B.cols), 1.0F,
              L.data, to_int(L.stride), B.data, to_int(B.stride));
}

void solve_lower_right(View L, MutableView B) {
  if (B.rows == 0 || B.cols == 0) return;
  cblas_dtrsm(CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, to_int(B.rows), to_int(B.cols), 1.0,
              L.data, to_int(L.stride), B.data, to_int(B.stride));
}
void solve_lower_right(BasicView<float> L, BasicMutableView<float> B) {
  if (B.rows == 0 || B.cols == 0) return;
  cblas_strsm(CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, to_int(B.rows), to_int(B.cols), 1.0F,
              L.data, to_int(L.stride), B.data, to_int(B.stride));
}

bool cholesky_lower(MutableView A) { return factor(A); }
bool cholesky_lower(BasicMutableView<float> A) { return factor(A); }

void axpy(arma::uword n, double a, const double* x, double* y) { cblas_daxpy(to_int(n), a, x, 1, y, 1); }
void axpy(arma::uword n, float a, const float* x, float* y) { cblas_saxpy(to_int(n), a, x, 1, y, 1); }
double dot(arma::uword n, const double* x, const double* y) { return cblas_ddot(to_int(n), x, 1, y, 1); }
float dot(arma::uword n, const float* x, const float* y) { return cblas_sdot(to_int(n), x, 1, y, 1); }
double square_norm(arma::uword n, const double* x) { return cblas_ddot(to_int(n), x, 1, x, 1); }
double square_norm(arma::uword n, const float* x) { return cblas_dsdot(to_int(n), x, 1, x, 1); }

arma::mat gram(const arma::mat& X) {
  arma::mat G(X.n_cols, X.n_cols, arma::fill::zeros);
  if (X.is_empty()) return G;
  cblas_dsyrk(CblasColMajor, CblasUpper, CblasTrans, to_int(X.n_cols), to_int(X.n_rows), 1.0, X.memptr(),
              to_int(X.n_rows), 0.0, G.memptr(), to_int(G.n_rows));
  return arma::symmatu(G);
}

}  // namespace starling::blas
