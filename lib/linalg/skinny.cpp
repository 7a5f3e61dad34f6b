#include "lib/linalg/skinny.hpp"

#include <algorithm>
#include <type_traits>

#include "lib/linalg/parallel.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define STARLING_HAS_AVX2 1
#endif

namespace starling {
namespace {

using blas::BasicMutableView;
using blas::BasicView;

constexpr arma::uword most_columns = 4;

template <class S>
constexpr arma::uword lanes = 32 / sizeof(S);

#ifdef STARLING_HAS_AVX2

#define STARLING_AVX2 gnu::target("avx2,fma"), gnu::always_inline

template <class S>
struct Simd;
template <>
struct Simd<double> {
  using Vector = __m256d;
  [[STARLING_AVX2]] static inline Vector zero() { return _mm256_setzero_pd(); }
  [[STARLING_AVX2]] static inline Vector load(const double* p) { return _mm256_loadu_pd(p); }
  [[STARLING_AVX2]] static inline Vector spread(const double* p) { return _mm256_broadcast_sd(p); }
  [[STARLING_AVX2]] static inline Vector add_product(Vector a, Vector b, Vector c) { return _mm256_fmadd_pd(a, b, c); }
  [[STARLING_AVX2]] static inline void store(double* p, Vector v) { _mm256_storeu_pd(p, v); }
};
template <>
struct Simd<float> {
  using Vector = __m256;
  [[STARLING_AVX2]] static inline Vector zero() { return _mm256_setzero_ps(); }
  [[STARLING_AVX2]] static inline Vector load(const float* p) { return _mm256_loadu_ps(p); }
  [[STARLING_AVX2]] static inline Vector spread(const float* p) { return _mm256_broadcast_ss(p); }
  [[STARLING_AVX2]] static inline Vector add_product(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
  [[STARLING_AVX2]] static inline void store(float* p, Vector v) { _mm256_storeu_ps(p, v); }
};

// sums[c][v] += sum_k r[k][v] x_c[k] for one group of V vectors and C columns.
template <class S, int V, int C>
[[gnu::target("avx2,fma")]] void multiply_group(arma::uword rows, const S* r, const S* x, arma::uword stride, S* sums,
                                                arma::uword padded) {
  using Vec = typename Simd<S>::Vector;
  Vec sum[C][V];
#pragma GCC unroll 4
  for (int c = 0; c < C; ++c)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) sum[c][v] = Simd<S>::load(sums + static_cast<arma::uword>(c) * padded + v * lanes<S>);
  for (arma::uword k = 0; k < rows; ++k, r += V * lanes<S>) {
    Vec task[V];
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) task[v] = Simd<S>::load(r + v * lanes<S>);
#pragma GCC unroll 4
    for (int c = 0; c < C; ++c) {
      const Vec value = Simd<S>::spread(x + static_cast<arma::uword>(c) * stride + k);
#pragma GCC unroll 4
      for (int v = 0; v < V; ++v) sum[c][v] = Simd<S>::add_product(value, task[v], sum[c][v]);
    }
  }
#pragma GCC unroll 4
  for (int c = 0; c < C; ++c)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) Simd<S>::store(sums + static_cast<arma::uword>(c) * padded + v * lanes<S>, sum[c][v]);
}

template <class S, int V>
void multiply_columns(arma::uword count, arma::uword rows, const S* r, const S* x, arma::uword stride, S* sums,
                      arma::uword padded) {
  switch (count) {
    case 4:
      return multiply_group<S, V, 4>(rows, r, x, stride, sums, padded);
    case 3:
      return multiply_group<S, V, 3>(rows, r, x, stride, sums, padded);
    case 2:
      return multiply_group<S, V, 2>(rows, r, x, stride, sums, padded);
    default:
      return multiply_group<S, V, 1>(rows, r, x, stride, sums, padded);
  }
}

bool machine_serves() {
  static const bool serves = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return serves;
}

#else

template <class S, int V>
void multiply_columns(arma::uword, arma::uword, const S*, const S*, arma::uword, S*, arma::uword) {}
bool machine_serves() { return false; }

#endif

// Threes, and twos where threes do not come out even; a single vector would leave too few sums to hide the latency.
std::vector<arma::uword> groups(arma::uword vectors) {
  std::vector<arma::uword> sizes;
  while (vectors > 0) {
    const arma::uword size = vectors == 4 ? 2 : std::min<arma::uword>(3, vectors);
    sizes.push_back(size);
    vectors -= size;
  }
  return sizes;
}

}  // namespace

template <class S>
SkinnyProduct<S>::SkinnyProduct(BasicView<S> R, arma::uword columns) : R_(R), padded_(R.cols) {
  constexpr arma::uword fewest_columns = 32;
  const arma::uword vectors = (R.cols + lanes<S> - 1) / lanes<S>;
  if (!machine_serves() || vectors < 2 || columns < fewest_columns || R.rows == 0) return;
  vectors_ = groups(vectors);
  padded_ = vectors * lanes<S>;
  pack();
}

template <class S>
void SkinnyProduct<S>::pack() {
  packed_.set_size(R_.rows * padded_);
  parallel_for((R_.rows + run_rows - 1) / run_rows, [&](std::size_t run) {
    const arma::uword begin = run * run_rows, rows = std::min(run_rows, R_.rows - begin);
    S* out = packed_.memptr() + begin * padded_;
    arma::uword task = 0;
    for (const arma::uword size : vectors_) {
      pack_group(begin, rows, task, size * lanes<S>, out);
      task += size * lanes<S>;
      out += rows * size * lanes<S>;
    }
  });
}

// A few rows at a time, so that what is written across lies in the nearest cache.
template <class S>
void SkinnyProduct<S>::pack_group(arma::uword begin, arma::uword rows, arma::uword task, arma::uword width,
                                  S* out) const {
  constexpr arma::uword few = 16;
  for (arma::uword first = 0; first < rows; first += few) {
    const arma::uword end = std::min(first + few, rows);
    for (arma::uword l = 0; l < width; ++l) {
      const S* r = task + l < R_.cols ? R_.data + (task + l) * R_.stride + begin : nullptr;
      for (arma::uword k = first; k < end; ++k) out[k * width + l] = r == nullptr ? S(0) : r[k];
    }
  }
}

template <class S>
void SkinnyProduct<S>::add_run(arma::uword begin, BasicView<S> X, S* sums) const {
  if (R_.cols == 1) return blas::multiply_vector(blas::Op::transpose, S(1), X, R_.data + begin, S(1), sums);
  if (vectors_.empty())
    return blas::gemm(blas::Op::transpose, blas::Op::none, S(1), blas::block(R_, {begin, begin + X.rows}, {0, R_.cols}),
                      X, S(1), {sums, R_.cols, X.cols, padded_});
  const S* group = packed_.memptr() + begin * padded_;
  for (const arma::uword size : vectors_) {
    for (arma::uword j = 0; j < X.cols; j += most_columns) {
      const arma::uword count = std::min(most_columns, X.cols - j);
      const S* x = X.data + j * X.stride;
      S* sum = sums + j * padded_;
      if (size == 3)
        multiply_columns<S, 3>(count, X.rows, group, x, X.stride, sum, padded_);
      else if (size == 2)
        multiply_columns<S, 2>(count, X.rows, group, x, X.stride, sum, padded_);
      else
        multiply_columns<S, 1>(count, X.rows, group, x, X.stride, sum, padded_);
    }
    group += X.rows * size * lanes<S>;
    sums += size * lanes<S>;
  }
}

template <class S>
void SkinnyProduct<S>::apply(BasicView<S> X, BasicMutableView<S> out) const {
  if (R_.cols == 1 && out.stride == 1)
    return blas::multiply_vector(blas::Op::transpose, S(1), X, R_.data, S(0), out.data);
  if (vectors_.empty()) return blas::gemm(blas::Op::transpose, blas::Op::none, S(1), R_, X, S(0), out);
  // Sums of some columns at a time: X is read once, R from cache for every four columns of it.
  std::vector<S> sums(batch * padded_);
  for (arma::uword first = 0; first < X.cols; first += batch) {
    const blas::Run columns{first, std::min(X.cols, first + batch)};
    std::fill(sums.begin(), sums.end(), S(0));
    for (arma::uword begin = 0; begin < X.rows; begin += run_rows)
      add_run(begin, blas::block(X, {begin, std::min(X.rows, begin + run_rows)}, columns), sums.data());
    for (arma::uword j = 0; j < columns.size(); ++j)
      std::copy_n(sums.data() + j * padded_, R_.cols, out.data + (first + j) * out.stride);
  }
}

template class SkinnyProduct<float>;
template class SkinnyProduct<double>;

}  // namespace starling
