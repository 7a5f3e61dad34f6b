#include "lib/linalg/jacobi.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "lib/linalg/aligned.hpp"
#include "lib/linalg/row_kernels.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/linalg/versions.hpp"

namespace starling {
namespace {

using kernels::Quad;
using kernels::quad;

constexpr arma::uword quad_width = 4;

// x' = c x - s y, y' = s x + c y; n a multiple of four.
[[gnu::always_inline]] inline void rotate(arma::uword n, double c, double s, double* x, double* y) {
  for (arma::uword k = 0; k < n; k += quad_width) {
    const Quad a = quad(x + k), b = quad(y + k);
    quad(x + k) = c * a - s * b;
    quad(y + k) = s * a + c * b;
  }
}

// One sweep over all pairs; the number of those that were rotated. B and Q are p columns of length `stride`.
[[gnu::always_inline]] inline arma::uword sweep_loop(arma::uword p, arma::uword stride, const Settled& settled,
                                                     double noise, double* B, double* Q) {
  arma::uword rotated = 0;
  for (arma::uword i = 0; i + 1 < p; ++i)
    for (arma::uword j = i + 1; j < p; ++j) {
      double *bi = B + i * stride, *bj = B + j * stride;
      const double b = bi[j], at_i = bi[i], at_j = bj[j];
      const double counts = settled.accuracy * settled.accuracy * std::max({at_i, at_j, settled.floor});
      if (!(b * b > std::max(counts, noise * noise))) continue;
      ++rotated;
      // The smaller of the two angles that decouple the pair.
      const double apart = at_j - at_i;
      const double t = 2.0 * b / (apart + std::copysign(std::sqrt(apart * apart + 4.0 * b * b), apart));
      const double c = 1.0 / std::sqrt(1.0 + t * t), s = t * c;
      rotate(stride, c, s, bi, bj);
      rotate(stride, c, s, Q + i * stride, Q + j * stride);
      bi[i] = at_i - t * b;
      bj[j] = at_j + t * b;
      bi[j] = bj[i] = 0.0;
      for (arma::uword k = 0; k < p; ++k) {
        B[k * stride + i] = bi[k];
        B[k * stride + j] = bj[k];
      }
    }
  return rotated;
}

STARLING_VERSIONS(arma::uword, sweep,
                  (arma::uword p, arma::uword stride, const Settled& settled, double noise, double* B, double* Q),
                  sweep_loop(p, stride, settled, noise, B, Q))

void copy_columns(const arma::mat& A, arma::uword stride, double* to) {
  for (arma::uword j = 0; j < A.n_cols; ++j) std::copy_n(A.colptr(j), A.n_rows, to + j * stride);
}

}  // namespace

bool turn_to_eigenvectors(const arma::mat& K, const Settled& settled, arma::mat& Q, arma::vec& values) {
  constexpr int most_sweeps = 3;
  using blas::Op;
  const arma::uword p = K.n_rows, stride = (p + quad_width - 1) / quad_width * quad_width;
  const arma::mat coupled = tiled::product(Op::transpose, Op::none, Q, tiled::product(Op::none, Op::none, K, Q));
  if (!coupled.is_finite()) return false;
  AlignedDoubles B(p * stride), turned(p * stride);
  copy_columns(coupled, stride, B.data());
  copy_columns(Q, stride, turned.data());
  const double noise = arma::datum::eps * std::abs(arma::trace(coupled));  // of the product itself
  bool done = false;
  for (int k = 0; k < most_sweeps && !done; ++k)
    done = (STARLING_CHOOSE(sweep, p, stride, settled, noise, B.data(), turned.data())) == 0;
  std::vector<arma::uword> order(p);
  std::iota(order.begin(), order.end(), arma::uword{0});
  std::ranges::stable_sort(order, [&](arma::uword a, arma::uword b) { return B[a * stride + a] > B[b * stride + b]; });
  values.set_size(p);
  for (arma::uword j = 0; j < p; ++j) {
    values[j] = B[order[j] * stride + order[j]];
    std::copy_n(turned.data() + order[j] * stride, p, Q.colptr(j));
  }
  return done;
}

}  // namespace starling
