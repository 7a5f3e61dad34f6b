#include "lib/linalg/lanes.hpp"

#include "lib/linalg/versions.hpp"

namespace starling::lanes {
namespace {

// Eight doubles, in one register where there is one that wide.
using Oct [[gnu::vector_size(64), gnu::aligned(8), gnu::may_alias]] = double;

[[gnu::always_inline]] inline const Oct* octs(const double* x) { return reinterpret_cast<const Oct*>(x); }
[[gnu::always_inline]] inline Oct* octs(double* x) { return reinterpret_cast<Oct*>(x); }
[[gnu::always_inline]] inline const Oct& oct(const double* x) { return *octs(x); }
[[gnu::always_inline]] inline Oct& oct(double* x) { return *octs(x); }

[[gnu::always_inline]] inline void multiply_loop(arma::uword p, const double* A, double scale, const double* x,
                                                 const double* add, double* out, arma::uword stride) {
  Oct right[largest];
  for (arma::uword j = 0; j < p; ++j) {
    right[j] = scale * oct(x + j * stride);
    if (add != nullptr) right[j] += oct(add + j * stride);
  }
  const Oct* a = octs(A);
  arma::uword i = 0;
  for (; i + 4 <= p; i += 4, a += 4 * p) {
    Oct s0 = {}, s1 = {}, s2 = {}, s3 = {};
    for (arma::uword j = 0; j < p; ++j) {
      s0 += a[j] * right[j];
      s1 += a[p + j] * right[j];
      s2 += a[2 * p + j] * right[j];
      s3 += a[3 * p + j] * right[j];
    }
    double* to = out + i * stride;
    oct(to) = s0;
    oct(to + stride) = s1;
    oct(to + 2 * stride) = s2;
    oct(to + 3 * stride) = s3;
  }
  for (; i < p; ++i, a += p) {
    Oct s = {};
    for (arma::uword j = 0; j < p; ++j) s += a[j] * right[j];
    oct(out + i * stride) = s;
  }
}

// The symmetric sweep of every pivot in turn leaves -(A + shift I)^-1 in the lower triangle.
[[gnu::always_inline]] inline void invert_loop(arma::uword p, const double* A, double shift, double* inverse) {
  Oct column[largest];
  const Oct* from = octs(A);
  Oct* a = octs(inverse);
  for (arma::uword i = 0; i < p; ++i) {
    for (arma::uword j = 0; j <= i; ++j) a[i * p + j] = from[i * p + j];
    a[i * p + i] += shift;
  }
  for (arma::uword k = 0; k < p; ++k) {
    const Oct pivot = 1.0 / a[k * p + k];
    for (arma::uword i = 0; i < k; ++i) column[i] = a[k * p + i];
    column[k] = Oct{};
    for (arma::uword i = k + 1; i < p; ++i) column[i] = a[i * p + k];
    for (arma::uword i = 0; i < p; ++i) {
      const Oct factor = column[i] * pivot;
      Oct* row = a + i * p;
      for (arma::uword j = 0; j <= i; ++j) row[j] -= factor * column[j];
    }
    for (arma::uword i = 0; i < k; ++i) a[k * p + i] = column[i] * pivot;
    for (arma::uword i = k + 1; i < p; ++i) a[i * p + k] = column[i] * pivot;
    a[k * p + k] = -pivot;
  }
  for (arma::uword i = 0; i < p; ++i)
    for (arma::uword j = 0; j <= i; ++j) {
      const Oct entry = -a[i * p + j];
      a[i * p + j] = entry;
      a[j * p + i] = entry;
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
