#include "lib/linalg/lanes.hpp"

#include "lib/linalg/row_kernels.hpp"
#include "lib/linalg/versions.hpp"

namespace starling::lanes {
namespace {

// Eight doubles in two registers: a vector type of eight lies in memory where registers hold four.
// Copied by registers: copies as plain memory go through it in parts that later loads wait for.
struct [[gnu::may_alias]] Oct {
  kernels::Quad low, high;
  Oct() = default;
  [[gnu::always_inline]] Oct(const kernels::Quad& a, const kernels::Quad& b) : low(a), high(b) {}
  [[gnu::always_inline]] Oct(const Oct& b) : low(b.low), high(b.high) {}
  [[gnu::always_inline]] Oct& operator=(const Oct& b) { return low = b.low, high = b.high, *this; }
  [[gnu::always_inline]] Oct& operator+=(const Oct& b) { return low += b.low, high += b.high, *this; }
  [[gnu::always_inline]] Oct& operator-=(const Oct& b) { return low -= b.low, high -= b.high, *this; }
  [[gnu::always_inline]] friend Oct operator+(Oct a, const Oct& b) { return a += b; }
  [[gnu::always_inline]] friend Oct operator-(Oct a, const Oct& b) { return a -= b; }
  [[gnu::always_inline]] friend Oct operator*(const Oct& a, const Oct& b) { return {a.low * b.low, a.high * b.high}; }
  [[gnu::always_inline]] friend Oct operator*(double a, const Oct& b) { return {a * b.low, a * b.high}; }
  [[gnu::always_inline]] friend Oct operator/(double a, const Oct& b) { return {a / b.low, a / b.high}; }
  [[gnu::always_inline]] friend Oct operator-(const Oct& a) { return {-a.low, -a.high}; }
};

[[gnu::always_inline]] inline const Oct* octs(const double* x) { return reinterpret_cast<const Oct*>(x); }
[[gnu::always_inline]] inline Oct* octs(double* x) { return reinterpret_cast<Oct*>(x); }
[[gnu::always_inline]] inline const Oct& oct(const double* x) { return *octs(x); }
[[gnu::always_inline]] inline Oct& oct(double* x) { return *octs(x); }

// Row i of a lower triangle.
[[gnu::always_inline]] inline const Oct* row_of(const double* A, arma::uword i) { return octs(A + entry(i, 0)); }
[[gnu::always_inline]] inline Oct* row_of(double* A, arma::uword i) { return octs(A + entry(i, 0)); }

// Two rows at a time; every entry below the diagonal is read once, for its row and for its column.
[[gnu::always_inline]] inline void multiply_loop(arma::uword p, const double* A, double scale, const double* x,
                                                 const double* add, double* out, arma::uword stride) {
  Oct right[largest], sum[largest];
  for (arma::uword j = 0; j < p; ++j) {
    right[j] = scale * oct(x + j * stride);
    if (add != nullptr) right[j] += oct(add + j * stride);
  }
  arma::uword i = 0;
  for (; i + 2 <= p; i += 2) {
    const Oct *a0 = row_of(A, i), *a1 = row_of(A, i + 1);
    const Oct r0 = right[i], r1 = right[i + 1];
    Oct s0 = {}, s1 = {};
    for (arma::uword j = 0; j < i; ++j) {
      s0 += a0[j] * right[j];
      s1 += a1[j] * right[j];
      sum[j] = sum[j] + a0[j] * r0 + a1[j] * r1;
    }
    sum[i] = s0 + a0[i] * r0 + a1[i] * r1;
    sum[i + 1] = s1 + a1[i] * r0 + a1[i + 1] * r1;
  }
  if (i < p) {
    const Oct* a = row_of(A, i);
    Oct s = {};
    for (arma::uword j = 0; j < i; ++j) {
      s += a[j] * right[j];
      sum[j] += a[j] * right[i];
    }
    sum[i] = s + a[i] * right[i];
  }
  for (arma::uword j = 0; j < p; ++j) oct(out + j * stride) = sum[j];
}

// Column k of a symmetric matrix, with zeros where the pivots are.
[[gnu::always_inline]] inline void take_column(arma::uword p, const double* A, arma::uword k, Oct* column) {
  const Oct* row = row_of(A, k);
  for (arma::uword i = 0; i < k; ++i) column[i] = row[i];
  for (arma::uword i = k; i < p; ++i) column[i] = row_of(A, i)[k];
}

[[gnu::always_inline]] inline void put_column(arma::uword p, const Oct* column, arma::uword k, double* A) {
  Oct* row = row_of(A, k);
  for (arma::uword i = 0; i < k; ++i) row[i] = column[i];
  for (arma::uword i = k; i < p; ++i) row_of(A, i)[k] = column[i];
}

// The symmetric sweep of one pivot.
[[gnu::always_inline]] inline void sweep_one(arma::uword p, arma::uword k, double* A) {
  Oct column[largest], factor[largest];
  take_column(p, A, k, column);
  const Oct pivot = 1.0 / column[k];
  column[k] = Oct{};
  for (arma::uword i = 0; i < p; ++i) {
    const Oct f = factor[i] = column[i] * pivot;
    Oct* row = row_of(A, i);
    for (arma::uword j = 0; j <= i; ++j) row[j] -= f * column[j];
  }
  factor[k] = -pivot;
  put_column(p, factor, k, A);
}

// The symmetric sweep of pivots k and k + 1 together: half the passes over the matrix.
[[gnu::always_inline]] inline void sweep_two(arma::uword p, arma::uword k, double* A) {
  Oct column0[largest], column1[largest], factor0[largest], factor1[largest];
  take_column(p, A, k, column0);
  take_column(p, A, k + 1, column1);
  // The inverse of the pivots' 2 x 2 block by its Schur complement.
  const Oct top = 1.0 / column0[k], left = column1[k] * top;
  const Oct bottom = 1.0 / (column1[k + 1] - column1[k] * left);
  const Oct side = -(left * bottom);
  const Oct corner = top - left * side;
  column0[k] = column0[k + 1] = column1[k] = column1[k + 1] = Oct{};
  for (arma::uword i = 0; i < p; ++i) {
    const Oct f0 = factor0[i] = column0[i] * corner + column1[i] * side;
    const Oct f1 = factor1[i] = column0[i] * side + column1[i] * bottom;
    Oct* row = row_of(A, i);
    for (arma::uword j = 0; j <= i; ++j) row[j] = row[j] - f0 * column0[j] - f1 * column1[j];
  }
  factor0[k] = -corner;
  factor0[k + 1] = factor1[k] = -side;
  factor1[k + 1] = -bottom;
  put_column(p, factor0, k, A);
  put_column(p, factor1, k + 1, A);
}

// The symmetric sweep of every pivot in turn leaves -(A + shift I)^-1.
[[gnu::always_inline]] inline void invert_loop(arma::uword p, const double* A, double shift, double* inverse) {
  for (arma::uword i = 0; i < p; ++i) {
    const Oct* from = row_of(A, i);
    Oct* to = row_of(inverse, i);
    for (arma::uword j = 0; j <= i; ++j) to[j] = from[j];
    to[i] = {to[i].low + shift, to[i].high + shift};
  }
  arma::uword k = 0;
  for (; k + 2 <= p; k += 2) sweep_two(p, k, inverse);
  if (k < p) sweep_one(p, k, inverse);
  for (arma::uword i = 0; i < p; ++i) {
    Oct* row = row_of(inverse, i);
    for (arma::uword j = 0; j <= i; ++j) row[j] = -row[j];
  }
}

STARLING_VERSIONS(void, product_of,
                  (arma::uword p, const double* A, double scale, const double* x, const double* add, double* out,
                   arma::uword stride),
                  multiply_loop(p, A, scale, x, add, out, stride))
STARLING_VERSIONS(void, inverse_of, (arma::uword p, const double* A, double shift, double* inverse),
                  invert_loop(p, A, shift, inverse))

}  // namespace

void multiply(arma::uword p, const double* A, double scale, const double* x, const double* add, double* out,
              arma::uword stride) {
  STARLING_CHOOSE(product_of, p, A, scale, x, add, out, stride);
}

void invert(arma::uword p, const double* A, double shift, double* inverse) {
  STARLING_CHOOSE(inverse_of, p, A, shift, inverse);
}

}  // namespace starling::lanes
