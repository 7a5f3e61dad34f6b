// Loops over rows of features that lie together in memory: the inner products and sums of coordinate descent.
//
// Dense rows are padded with zeros to a multiple of AlignedDoubles::line. The bodies are inlined into loops that are
// themselves compiled for several instruction sets (versions.hpp); the functions without _body choose one by
// themselves. Sums keep the same lanes everywhere: the bits are the same on every machine.
#pragma once

#include <armadillo>
#include <cstdint>

namespace starling::kernels {

// Four doubles in one register where there is one that wide.
using Quad [[gnu::vector_size(32), gnu::aligned(8), gnu::may_alias]] = double;

[[gnu::always_inline]] inline const Quad& quad(const double* x) { return *reinterpret_cast<const Quad*>(x); }
[[gnu::always_inline]] inline Quad& quad(double* x) { return *reinterpret_cast<Quad*>(x); }
[[gnu::always_inline]] inline double total(const Quad& q) { return (q[0] + q[2]) + (q[1] + q[3]); }

// a'z; n a multiple of 8.
[[gnu::always_inline]] inline double dot_body(arma::uword n, const double* a, const double* z) {
  Quad s0 = {}, s1 = {}, s2 = {}, s3 = {};
  arma::uword j = 0;
  for (; j + 16 <= n; j += 16) {
    s0 += quad(a + j) * quad(z + j);
    s1 += quad(a + j + 4) * quad(z + j + 4);
    s2 += quad(a + j + 8) * quad(z + j + 8);
    s3 += quad(a + j + 12) * quad(z + j + 12);
  }
  if (j < n) {
    s0 += quad(a + j) * quad(z + j);
    s1 += quad(a + j + 4) * quad(z + j + 4);
  }
  s0 += s2;
  s1 += s3;
  s0 += s1;
  return total(s0);
}

// z += c a; n a multiple of 8.
[[gnu::always_inline]] inline void add_body(arma::uword n, double c, const double* a, double* z) {
  for (arma::uword j = 0; j < n; j += 8) {
    quad(z + j) += c * quad(a + j);
    quad(z + j + 4) += c * quad(a + j + 4);
  }
}

// A sparse row: n values at distinct places.
struct SparseRow {
  arma::uword n = 0;
  const std::uint32_t* index = nullptr;
  const double* value = nullptr;
};

[[gnu::always_inline]] inline double dot_body(const SparseRow& a, const double* z) {
  double s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0;
  arma::uword k = 0;
  for (; k + 4 <= a.n; k += 4) {
    s0 += a.value[k] * z[a.index[k]];
    s1 += a.value[k + 1] * z[a.index[k + 1]];
    s2 += a.value[k + 2] * z[a.index[k + 2]];
    s3 += a.value[k + 3] * z[a.index[k + 3]];
  }
  for (; k < a.n; ++k) s0 += a.value[k] * z[a.index[k]];
  return (s0 + s2) + (s1 + s3);
}
[[gnu::always_inline]] inline void add_body(const SparseRow& a, double c, double* z) {
  for (arma::uword k = 0; k < a.n; ++k) z[a.index[k]] += c * a.value[k];
}

// What dot_body and add_body do, for callers outside such loops.
double dot(arma::uword n, const double* a, const double* z);
void add(arma::uword n, double c, const double* a, double* z);

// out_i = a_i'z for `count` dense rows, `stride` (a multiple of 8) apart.
void row_products(arma::uword count, arma::uword stride, const double* rows, const double* z, double* out);

// The lower triangle of H = sum_i theta_i c_i c_i' for c_i row i of an n x d matrix by columns, `stride` apart (n and
// stride multiples of 8); H by rows, d apart. `work` holds n doubles.
void weighted_gram(arma::uword n, arma::uword d, const double* columns, arma::uword stride, const double* theta,
                   double* work, double* H);

// Y = L^-1 for the Cholesky factor L of a positive definite d x d matrix B (lower triangle, by rows, d apart;
// destroyed). Y by rows, `stride` (a multiple of 8) apart; filled up with zeros.
void inverse_factor(arma::uword d, double* B, arma::uword stride, double* Y);

}  // namespace starling::kernels
