#include "lib/linalg/kernels.hpp"

#include <cblas.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

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
// BLAS wants a stride of at least one, even of an empty matrix.
template <class S>
int stride(Block<S> A) {
  return std::max(1, to_int(A.stride));
}

CBLAS_TRANSPOSE to_cblas(Op op) { return op == Op::none ? CblasNoTrans : CblasTrans; }

}  // namespace

template <class S>
void add_cross(S alpha, Input<S> A, Input<S> B, Block<S> C) {
  if (C.rows == 0 || C.cols == 0 || A.rows == 0) return;
  const int m = to_int(C.rows), n = to_int(C.cols), k = to_int(A.rows);
  if constexpr (std::is_same_v<S, double>)
    cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, m, n, k, alpha, A.data, stride(A), B.data, stride(B), 1.0,
                C.data, stride(C));
  else
    cblas_sgemm(CblasColMajor, CblasTrans, CblasNoTrans, m, n, k, alpha, A.data, stride(A), B.data, stride(B), 1.0F,
                C.data, stride(C));
}

template <class S>
void add_square(Op op, S alpha, Input<S> Z, Block<S> C) {
  const int n = to_int(C.rows), k = to_int(op == Op::none ? Z.rows : Z.cols);
  if (n == 0 || k == 0) return;
  const CBLAS_TRANSPOSE order = op == Op::none ? CblasTrans : CblasNoTrans;
  if constexpr (std::is_same_v<S, double>)
    cblas_dsyrk(CblasColMajor, CblasLower, order, n, k, alpha, Z.data, stride(Z), 1.0, C.data, stride(C));
  else
    cblas_ssyrk(CblasColMajor, CblasLower, order, n, k, alpha, Z.data, stride(Z), 1.0F, C.data, stride(C));
}

template <class S>
bool factor_lower(Block<S> A) {
  if (A.rows == 0) return true;
  char lower = 'L';
  arma::blas_int n = to_int(A.rows), lda = stride(A), info = 0;
  arma::lapack::potrf<S>(&lower, &n, A.data, &lda, &info);
  if (info != 0) return false;
  // LAPACK lets NaN pass; it reaches the diagonal of its own or a later column.
  for (arma::uword j = 0; j < A.rows; ++j) {
    const S pivot = A.data[j * A.stride + j];
    if (!(pivot > S(0)) || !std::isfinite(pivot)) return false;
  }
  return true;
}

template <class S>
void solve_lower(Op op, Input<S> L, Block<S> B) {
  if (B.rows == 0 || B.cols == 0) return;
  const int m = to_int(B.rows), n = to_int(B.cols);
  if constexpr (std::is_same_v<S, double>)
    cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, to_cblas(op), CblasNonUnit, m, n, 1.0, L.data, stride(L), B.data,
                stride(B));
  else
    cblas_strsm(CblasColMajor, CblasLeft, CblasLower, to_cblas(op), CblasNonUnit, m, n, 1.0F, L.data, stride(L), B.data,
                stride(B));
}

template <class S>
void multiply_vector(Op op, S alpha, Input<S> A, const S* x, S beta, S* y) {
  const arma::uword length = op == Op::none ? A.rows : A.cols;
  if (A.rows == 0 || A.cols == 0) {
    for (arma::uword i = 0; i < length; ++i) y[i] = beta == S(0) ? S(0) : beta * y[i];
    return;
  }
  const int m = to_int(A.rows), n = to_int(A.cols);
  if constexpr (std::is_same_v<S, double>)
    cblas_dgemv(CblasColMajor, to_cblas(op), m, n, alpha, A.data, stride(A), x, 1, beta, y, 1);
  else
    cblas_sgemv(CblasColMajor, to_cblas(op), m, n, alpha, A.data, stride(A), x, 1, beta, y, 1);
}

template <class S>
void mirror_lower(Block<S> A) {
  constexpr arma::uword tile = 32;  // both triangles of a tile stay in cache
  for (arma::uword begin = 0; begin < A.rows; begin += tile) {
    const arma::uword end = std::min(A.rows, begin + tile);
    for (arma::uword j = 0; j < end; ++j)
      for (arma::uword i = std::max(begin, j + 1); i < end; ++i) A.data[j + i * A.stride] = A.data[i + j * A.stride];
  }
}

template void add_cross<double>(double, Input<double>, Input<double>, Block<double>);
template void add_cross<float>(float, Input<float>, Input<float>, Block<float>);
template void add_square<double>(Op, double, Input<double>, Block<double>);
template void add_square<float>(Op, float, Input<float>, Block<float>);
template bool factor_lower(Block<double>);
template bool factor_lower(Block<float>);
template void solve_lower<double>(Op, Input<double>, Block<double>);
template void solve_lower<float>(Op, Input<float>, Block<float>);
template void multiply_vector<double>(Op, double, Input<double>, const double*, double, double*);
template void multiply_vector<float>(Op, float, Input<float>, const float*, float, float*);
template void mirror_lower(Block<double>);
template void mirror_lower(Block<float>);

}  // namespace starling::blas
