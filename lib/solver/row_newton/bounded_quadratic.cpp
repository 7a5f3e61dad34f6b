#include "lib/solver/row_newton/bounded_quadratic.hpp"

#include <algorithm>
#include <vector>

#include "lib/linalg/tiled.hpp"

namespace starling::row_newton {
namespace {

// Coordinate descent from zero. Returns whether it settled.
template <class S>
bool sweep(const arma::Mat<S>& H, const arma::vec& r, const arma::Col<S>& lower, const QuadraticEffort& effort,
           arma::Col<S>& d) {
  const arma::uword f = H.n_rows;
  arma::Col<S> slope = arma::conv_to<arma::Col<S>>::from(r);  // r - H d
  double largest = 0.0;
  for (int k = 0; k < effort.sweeps; ++k) {
    double change = 0.0;
    for (arma::uword j = 0; j < f; ++j) {
      const S h = H.at(j, j);
      if (!(h > S(0))) continue;
      const S next = std::max(lower[j], d[j] + slope[j] / h), step = next - d[j];
      if (step == S(0)) continue;
      d[j] = next;
      change = std::max(change, static_cast<double>(step) * static_cast<double>(step) * static_cast<double>(h));
      blas::axpy(f, -step, blas::start_of(H, j), slope.memptr());
    }
    largest = std::max(largest, change);
    if (change <= effort.tolerance * effort.tolerance * largest) return true;
  }
  return false;
}

template <class S>
double value(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& d) {
  double sum = 0.0;
  const arma::Col<S> at = arma::conv_to<arma::Col<S>>::from(d);
  for (arma::uword j = 0; j < d.n_elem; ++j)
    if (d[j] != 0.0)
      sum += d[j] * (0.5 * static_cast<double>(blas::dot(d.n_elem, blas::start_of(H, j), at.memptr())) - r[j]);
  return sum;
}

// The minimiser over the coordinates off their bounds, the others held; cut off at the bounds. False: no factor.
template <class S>
bool solve_free(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& lower, arma::vec& d, bool& cut) {
  const arma::uvec free = arma::find(d > lower), held = arma::find(d <= lower);
  const arma::uword k = free.n_elem;
  if (k == 0) return false;
  arma::Mat<S> K(k, k, arma::fill::none), x(k, 1, arma::fill::none);
  for (arma::uword j = 0; j < k; ++j) {
    for (arma::uword i = j; i < k; ++i) K.at(i, j) = H.at(free[i], free[j]);
    K.at(j, j) *= static_cast<S>(1.0 + (sizeof(S) == sizeof(float) ? 1e-5 : 1e-11));
    x[j] = static_cast<S>(r[free[j]]);
  }
  for (const arma::uword i : held)
    if (d[i] != 0.0)
      for (arma::uword j = 0; j < k; ++j) x[j] -= H.at(free[j], i) * static_cast<S>(d[i]);
  if (!tiled::cholesky(blas::whole(K))) return false;
  const auto L = blas::whole(std::as_const(K));
  blas::solve_lower(blas::Op::none, L, blas::whole(x));
  blas::solve_lower(blas::Op::transpose, L, blas::whole(x));
  cut = false;
  for (arma::uword j = 0; j < k; ++j) {
    const auto solved = static_cast<double>(x[j]);
    cut = cut || solved < lower[free[j]];
    d[free[j]] = std::max(lower[free[j]], solved);
  }
  return d.is_finite();
}

}  // namespace

template <class S>
arma::vec minimise_bounded(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& lower,
                           const QuadraticEffort& effort) {
  arma::Col<S> swept(r.n_elem, arma::fill::zeros);
  const arma::Col<S> bounds = arma::conv_to<arma::Col<S>>::from(lower);
  const bool settled = sweep(H, r, bounds, effort, swept);
  // A bound reached in float is the bound itself, not a number near it.
  arma::vec best(r.n_elem);
  for (arma::uword j = 0; j < best.n_elem; ++j)
    best[j] = swept[j] <= bounds[j] ? lower[j] : std::max(lower[j], static_cast<double>(swept[j]));
  if (settled) return best;
  double least = value(H, r, best);
  arma::vec d = best;
  bool cut = true;
  for (int round = 0; cut && round < effort.rounds && solve_free(H, r, lower, d, cut); ++round) {
    const double now = value(H, r, d);
    if (!(now < least)) continue;
    least = now;
    best = d;
  }
  return best;
}

template arma::vec minimise_bounded(const arma::Mat<float>&, const arma::vec&, const arma::vec&,
                                    const QuadraticEffort&);
template arma::vec minimise_bounded(const arma::Mat<double>&, const arma::vec&, const arma::vec&,
                                    const QuadraticEffort&);

}  // namespace starling::row_newton
