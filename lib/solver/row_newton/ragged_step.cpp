#include "lib/solver/row_newton/ragged_step.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace starling {
namespace {

using blas::Op;

template <class S>
double model_value(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& d) {
  const arma::Col<S> narrow = arma::conv_to<arma::Col<S>>::from(d);
  arma::Col<S> Hd(d.n_elem);
  blas::multiply_vector(Op::none, S(1), blas::whole(H), narrow.memptr(), S(0), Hd.memptr());
  double value = 0.0;
  for (arma::uword i = 0; i < d.n_elem; ++i) value += d[i] * (0.5 * static_cast<double>(Hd[i]) - r[i]);
  return value;
}

// Epochs of coordinate descent on d. Returns whether the last one moved little enough.
template <class S>
bool descend(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& lower, const StepEffort& effort,
             arma::vec& d) {
  const arma::uword f = d.n_elem;
  arma::Col<S> g = arma::conv_to<arma::Col<S>>::from(r), at(f, arma::fill::zeros);
  const arma::Col<S> bound = arma::conv_to<arma::Col<S>>::from(lower);
  double largest = 0.0;
  bool converged = false;
  for (int epoch = 0; epoch < effort.epochs && !converged; ++epoch) {
    double moved = 0.0;
    for (arma::uword j = 0; j < f; ++j) {
      const S h = H(j, j);
      if (!(h > S(0))) continue;
      const S next = std::max(bound[j], at[j] + g[j] / h), step = next - at[j];
      if (step == S(0)) continue;
      at[j] = next;
      moved = std::max(moved, static_cast<double>(step) * static_cast<double>(step) * static_cast<double>(h));
      g -= step * H.col(j);
    }
    largest = std::max(largest, moved);
    converged = moved <= effort.accuracy * effort.accuracy * largest;
  }
  // A bound in single precision may lie on either side of the true one.
  for (arma::uword j = 0; j < f; ++j)
    d[j] = at[j] <= bound[j] ? lower[j] : std::max(lower[j], static_cast<double>(at[j]));
  return converged;
}

// The minimiser over the coordinates of e above their bound, the others held; it may pass the bounds. False when the
// system could not be factored.
template <class S>
bool free_minimiser(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& lower, const arma::uvec& free,
                    const arma::vec& e, arma::Col<S>& x) {
  constexpr S jitter = std::is_same_v<S, float> ? S(1e-5) : S(1e-11);
  arma::Mat<S> K = H.submat(free, free);
  K.diag() *= S(1) + jitter;
  x.set_size(free.n_elem);
  for (arma::uword k = 0; k < free.n_elem; ++k) x[k] = static_cast<S>(r[free[k]]);
  for (arma::uword i = 0; i < e.n_elem; ++i)
    if (e[i] <= lower[i] && lower[i] != 0.0)
      for (arma::uword k = 0; k < free.n_elem; ++k) x[k] -= H(free[k], i) * static_cast<S>(e[i]);
  if (!blas::cholesky_lower(blas::whole(K))) return false;
  const blas::BasicMutableView<S> column{x.memptr(), x.n_elem, 1, x.n_elem};
  blas::solve_lower(Op::none, blas::whole(K), column);
  blas::solve_lower(Op::transpose, blas::whole(K), column);
  return x.is_finite();
}

}  // namespace

template <class S>
arma::vec bounded_step(const arma::Mat<S>& H, const arma::vec& r, const arma::vec& lower, const StepEffort& effort) {
  arma::vec d(r.n_elem, arma::fill::zeros);
  if (descend(H, r, lower, effort, d)) return d;
  double best = model_value(H, r, d);
  arma::vec e = d;
  arma::Col<S> x;
  for (int round = 0; round < effort.rounds; ++round) {
    const arma::uvec free = arma::find(e > lower);
    if (free.is_empty() || !free_minimiser(H, r, lower, free, e, x)) break;
    bool passed = false;
    for (arma::uword k = 0; k < free.n_elem; ++k) {
      const double value = static_cast<double>(x[k]);
      passed = passed || value < lower[free[k]];
      e[free[k]] = std::max(lower[free[k]], value);
    }
    const double value = model_value(H, r, e);
    if (value < best) {
      best = value;
      d = e;
    }
    if (!passed) break;
  }
  return d;
}

template arma::vec bounded_step(const arma::Mat<double>&, const arma::vec&, const arma::vec&, const StepEffort&);
template arma::vec bounded_step(const arma::Mat<float>&, const arma::vec&, const arma::vec&, const StepEffort&);

arma::vec bounded_conjugate_step(const StackedHessian& H, const arma::vec& r, const arma::vec& lower, double accuracy) {
  constexpr int most_rounds = 4, most_products = 15;
  const arma::uword f = r.n_elem;
  arma::fvec diagonal = H.diagonal();
  diagonal.transform([](float h) { return h > 0.0F ? h : 1.0F; });
  arma::fvec d(f, arma::fill::zeros), left = arma::conv_to<arma::fvec>::from(r), y(f);
  std::vector<char> fixed(f, 0);
  // Coordinates that are far below their bound in the diagonal model already.
  for (arma::uword i = 0; i < f; ++i)
    if (r[i] < 0.0 && r[i] / static_cast<double>(diagonal[i]) < 2.0 * lower[i]) {
      fixed[i] = 1;
      d[i] = static_cast<float>(lower[i]);
    }
  if (!d.is_zero()) left -= H.times(d);
  const auto scaled = [&] {
    double size = 0.0;
    for (arma::uword i = 0; i < f; ++i) {
      y[i] = fixed[i] ? 0.0F : left[i] / diagonal[i];
      size += static_cast<double>(y[i]) * static_cast<double>(left[i]);
    }
    return size;
  };
  double first = -1.0;
  for (int round = 0; round < most_rounds; ++round) {
    double size = scaled();
    if (first < 0.0) first = size;
    arma::fvec q = y;
    for (int k = 0; k < most_products && size > accuracy * accuracy * first; ++k) {
      const arma::fvec Hq = H.times(q);
      const double bend = arma::dot(arma::conv_to<arma::vec>::from(q), arma::conv_to<arma::vec>::from(Hq));
      if (!(bend > 0.0)) break;
      const float length = static_cast<float>(size / bend);
      d += length * q;
      left -= length * Hq;
      const double next = scaled();
      q = y + static_cast<float>(next / size) * q;
      size = next;
    }
    arma::fvec back(f, arma::fill::zeros);
    bool passed = false;
    for (arma::uword i = 0; i < f; ++i) {
      if (fixed[i] || static_cast<double>(d[i]) >= lower[i]) continue;
      back[i] = static_cast<float>(lower[i]) - d[i];
      d[i] = static_cast<float>(lower[i]);
      fixed[i] = 1;
      passed = true;
    }
    if (!passed || round + 1 == most_rounds) break;
    left -= H.times(back);
  }
  arma::vec step = arma::conv_to<arma::vec>::from(d);
  for (arma::uword i = 0; i < f; ++i) step[i] = std::max(lower[i], step[i]);
  return step;
}

}  // namespace starling
