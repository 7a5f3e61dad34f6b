#include "lib/linalg/narrow.hpp"

#include "lib/linalg/simd.hpp"

namespace starling {

#ifdef STARLING_FUSED_VECTORS

namespace {

using Vectors = simd::Simd<double>;
constexpr arma::uword width = simd::lanes<double>;

// T tasks by C columns, at least eight sums in flight where there are as many.
template <int T, int C>
[[STARLING_FUSED]] void add_pairs(blas::View R, const double* x, arma::uword x_stride, double* sums,
                                  arma::uword stride) {
  Vectors::Vector sum[C][T];
#pragma GCC unroll 4
  for (int c = 0; c < C; ++c)
#pragma GCC unroll 6
    for (int t = 0; t < T; ++t) sum[c][t] = Vectors::zero();
  arma::uword i = 0;
  for (; i + width <= R.rows; i += width) {
    Vectors::Vector value[C];
#pragma GCC unroll 4
    for (int c = 0; c < C; ++c) value[c] = Vectors::load(x + static_cast<arma::uword>(c) * x_stride + i);
#pragma GCC unroll 6
    for (int t = 0; t < T; ++t) {
      const Vectors::Vector task = Vectors::load(R.data + static_cast<arma::uword>(t) * R.stride + i);
#pragma GCC unroll 4
      for (int c = 0; c < C; ++c) sum[c][t] = Vectors::add_product(value[c], task, sum[c][t]);
    }
  }
  for (int c = 0; c < C; ++c)
    for (int t = 0; t < T; ++t) {
      double part[width];
      Vectors::store(part, sum[c][t]);
      double total = (part[0] + part[1]) + (part[2] + part[3]);
      const double *column = x + static_cast<arma::uword>(c) * x_stride,
                   *task = R.data + static_cast<arma::uword>(t) * R.stride;
      for (arma::uword k = i; k < R.rows; ++k) total += column[k] * task[k];
      sums[static_cast<arma::uword>(c) * stride + static_cast<arma::uword>(t)] += total;
    }
}

template <int T>
void add_columns(blas::View R, blas::View X, double* sums, arma::uword stride) {
  constexpr int together = T <= 3 ? 4 : 2;
  arma::uword j = 0;
  for (; j + together <= X.cols; j += together)
    add_pairs<T, together>(R, X.data + j * X.stride, X.stride, sums + j * stride, stride);
  for (; j < X.cols; ++j) add_pairs<T, 1>(R, X.data + j * X.stride, X.stride, sums + j * stride, stride);
}

}  // namespace

bool narrow_product_serves(arma::uword tasks) { return tasks >= 2 && tasks <= 6 && simd::has_fused_vectors(); }

void add_narrow_product(blas::View R, blas::View X, double* sums, arma::uword stride) {
  switch (R.cols) {
    case 2:
      return add_columns<2>(R, X, sums, stride);
    case 3:
      return add_columns<3>(R, X, sums, stride);
    case 4:
      return add_columns<4>(R, X, sums, stride);
    case 5:
      return add_columns<5>(R, X, sums, stride);
    default:
      return add_columns<6>(R, X, sums, stride);
  }
}

#else

bool narrow_product_serves(arma::uword) { return false; }
void add_narrow_product(blas::View, blas::View, double*, arma::uword) {}

#endif

}  // namespace starling
