#include "lib/linalg/row_kernels.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/versions.hpp"

namespace starling::kernels {
namespace {

[[gnu::always_inline]] inline void row_products_loop(arma::uword count, arma::uword stride, const double* rows,
                                                     const double* z, double* out) {
  arma::uword i = 0;
  for (; i + 4 <= count; i += 4) {
    const double *a = rows + i * stride, *b = a + stride, *c = b + stride, *e = c + stride;
    Quad sa = {}, sb = {}, sc = {}, se = {};
    for (arma::uword j = 0; j < stride; j += 4) {
      const Quad w = quad(z + j);
      sa += w * quad(a + j);
      sb += w * quad(b + j);
      sc += w * quad(c + j);
      se += w * quad(e + j);
    }
    out[i] = total(sa);
    out[i + 1] = total(sb);
    out[i + 2] = total(sc);
    out[i + 3] = total(se);
  }
  for (; i < count; ++i) {
    const double* a = rows + i * stride;
    Quad s = {};
    for (arma::uword j = 0; j < stride; j += 4) s += quad(z + j) * quad(a + j);
    out[i] = total(s);
  }
}

[[gnu::always_inline]] inline void weighted_gram_loop(arma::uword n, arma::uword d, const double* columns,
                                                      arma::uword stride, const double* theta, double* work,
                                                      double* H) {
  for (arma::uword j = 0; j < d; ++j) {
    const double* cj = columns + j * stride;
    for (arma::uword i = 0; i < n; i += 4) quad(work + i) = quad(theta + i) * quad(cj + i);
    arma::uword k = 0;
    for (; k + 4 <= j + 1; k += 4) {
      const double *c0 = columns + k * stride, *c1 = c0 + stride, *c2 = c1 + stride, *c3 = c2 + stride;
      Quad s0 = {}, s1 = {}, s2 = {}, s3 = {};
      for (arma::uword i = 0; i < n; i += 4) {
        const Quad w = quad(work + i);
        s0 += w * quad(c0 + i);
        s1 += w * quad(c1 + i);
        s2 += w * quad(c2 + i);
        s3 += w * quad(c3 + i);
      }
      double* h = H + j * d + k;
      h[0] = total(s0);
      h[1] = total(s1);
      h[2] = total(s2);
      h[3] = total(s3);
    }
    for (; k <= j; ++k) H[j * d + k] = dot_body(n, work, columns + k * stride);
  }
}

[[gnu::always_inline]] inline void inverse_factor_loop(arma::uword d, double* B, arma::uword stride, double* Y) {
  std::fill(Y, Y + d * stride, 0.0);
  for (arma::uword k = 0; k < d; ++k) {
    constexpr double smallest = 1e-300;
    const double pivot = 1.0 / std::sqrt(std::max(B[k * d + k], smallest));
    double* yk = Y + k * stride;
    const arma::uword used = (k + 8) / 8 * 8;  // row k of Y has k + 1 entries
    yk[k] = 1.0;
    for (arma::uword j = 0; j < used; j += 4) quad(yk + j) *= pivot;
    for (arma::uword i = k + 1; i < d; ++i) B[i * d + k] *= pivot;
    for (arma::uword i = k + 1; i < d; ++i) {
      const double l = B[i * d + k];
      double* yi = Y + i * stride;
      for (arma::uword j = k + 1; j <= i; ++j) B[i * d + j] -= l * B[j * d + k];
      for (arma::uword j = 0; j < used; j += 4) quad(yi + j) -= l * quad(yk + j);
    }
  }
}

STARLING_VERSIONS(double, dot_of, (arma::uword n, const double* a, const double* z), dot_body(n, a, z))
STARLING_VERSIONS(void, add_to, (arma::uword n, double c, const double* a, double* z), add_body(n, c, a, z))
STARLING_VERSIONS(void, products_of_rows,
                  (arma::uword count, arma::uword stride, const double* rows, const double* z, double* out),
                  row_products_loop(count, stride, rows, z, out))
STARLING_VERSIONS(void, gram_of,
                  (arma::uword n, arma::uword d, const double* columns, arma::uword stride, const double* theta,
                   double* work, double* H),
                  weighted_gram_loop(n, d, columns, stride, theta, work, H))
STARLING_VERSIONS(void, factor_of, (arma::uword d, double* B, arma::uword stride, double* Y),
                  inverse_factor_loop(d, B, stride, Y))

}  // namespace

double dot(arma::uword n, const double* a, const double* z) { return STARLING_CHOOSE(dot_of, n, a, z); }
void add(arma::uword n, double c, const double* a, double* z) { STARLING_CHOOSE(add_to, n, c, a, z); }
void row_products(arma::uword count, arma::uword stride, const double* rows, const double* z, double* out) {
  STARLING_CHOOSE(products_of_rows, count, stride, rows, z, out);
}
void weighted_gram(arma::uword n, arma::uword d, const double* columns, arma::uword stride, const double* theta,
                   double* work, double* H) {
  STARLING_CHOOSE(gram_of, n, d, columns, stride, theta, work, H);
}
void inverse_factor(arma::uword d, double* B, arma::uword stride, double* Y) {
  STARLING_CHOOSE(factor_of, d, B, stride, Y);
}

}  // namespace starling::kernels
