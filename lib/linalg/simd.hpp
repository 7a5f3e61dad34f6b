// Vectors of 32 bytes with a fused multiply-add, for the products that gemm does slowly. Where the processor has none,
// has_fused_vectors() is false and callers take another way.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define STARLING_FUSED_VECTORS 1
#endif

namespace starling::simd {

template <class S>
constexpr unsigned lanes = 32 / sizeof(S);

#ifdef STARLING_FUSED_VECTORS

// In front of every function that holds Vectors.
#define STARLING_FUSED gnu::target("avx2,fma")
#define STARLING_FUSED_INLINE gnu::target("avx2,fma"), gnu::always_inline

template <class S>
struct Simd;
template <>
struct Simd<double> {
  using Vector = __m256d;
  [[STARLING_FUSED_INLINE]] static inline Vector zero() { return _mm256_setzero_pd(); }
  [[STARLING_FUSED_INLINE]] static inline Vector load(const double* p) { return _mm256_loadu_pd(p); }
  [[STARLING_FUSED_INLINE]] static inline Vector spread(const double* p) { return _mm256_broadcast_sd(p); }
  [[STARLING_FUSED_INLINE]] static inline Vector add_product(Vector a, Vector b, Vector c) {
    return _mm256_fmadd_pd(a, b, c);
  }
  [[STARLING_FUSED_INLINE]] static inline void store(double* p, Vector v) { _mm256_storeu_pd(p, v); }
};
template <>
struct Simd<float> {
  using Vector = __m256;
  [[STARLING_FUSED_INLINE]] static inline Vector zero() { return _mm256_setzero_ps(); }
  [[STARLING_FUSED_INLINE]] static inline Vector load(const float* p) { return _mm256_loadu_ps(p); }
  [[STARLING_FUSED_INLINE]] static inline Vector spread(const float* p) { return _mm256_broadcast_ss(p); }
  [[STARLING_FUSED_INLINE]] static inline Vector add_product(Vector a, Vector b, Vector c) {
    return _mm256_fmadd_ps(a, b, c);
  }
  [[STARLING_FUSED_INLINE]] static inline void store(float* p, Vector v) { _mm256_storeu_ps(p, v); }
};

inline void fetch(const void* p) { __builtin_prefetch(p); }

inline bool has_fused_vectors() {
  static const bool found = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return found;
}

#else

inline bool has_fused_vectors() { return false; }

#endif

}  // namespace starling::simd
