// The solver of curved losses (logistic, Huber, squared hinge and their like) with a penalty on singular values.
//
// METHOD  Newton's method outside: the loss is replaced by its quadratic at the last point, a squared loss whose sample
//         factors are curvatures, and that problem goes to the spectral engine (lib/solver/spectral/engine.hpp), warm
//         and to a fiftieth of the gap. Intercepts are part of the quadratic, and found exactly after each step. A step
//         that raises the objective is halved. Where that does not help curvatures are raised as well, at the most to
//         their bound, where every step lowers the objective.
// ITERATION  One step of the engine's splitting.
// PROOF   The certificate of the coefficients by their own gradient.
// COST    A Newton step is a factor for every task and, after it, iterations as those of squared loss; few are needed.
// EDGES   What Newton's method does not bring down is left to FISTA.
// PAPERS  lee2014proximal, eckstein1992douglas
#pragma once

#include <algorithm>
#include <utility>

#include "lib/fit/certify.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/spectral/engine.hpp"
#include "lib/solver/spectral/penalty_parts.hpp"

namespace starling {

template <SmoothLoss L, class P>
class SpectralNewton {
 public:
  // Both must outlive it.
  SpectralNewton(const Problem<L, P>& problem, const StopRule& rule)
      : problem_(problem), rule_(rule), monitor_(rule), scale_(null_objective(problem)) {}

  Solution solve(const Coefficients& start);

 private:
  // A point and what the objective needs of it.
  struct Point {
    Coefficients at;
    arma::vec z;  // predictions without intercepts
    double value = 0.0;
  };
  Point point(arma::mat W, arma::vec z, const arma::rowvec& b) const;
  void add_intercepts(const arma::rowvec& b, arma::vec& eta) const;
  arma::vec predictions(const Point& from) const;
  // How exactly the minimum of a quadratic is wanted.
  struct Aim {
    double gap = 0.0;
    bool in_double = false;
  };
  int search(const Point& from, const Aim& aim, int done, arma::mat& W);
  double length_towards(const arma::vec& z, double rise, const Point& now) const;
  bool step_to(arma::mat W, const Aim& aim, Point& now);

  const Problem<L, P>& problem_;
  const StopRule& rule_;
  Monitor monitor_;
  double scale_;
  double caution_ = 0.05;  // least curvature, as a share of the bound
  bool stopped_ = false;   // by the callback
};

template <SmoothLoss L, class P>
auto SpectralNewton<L, P>::point(arma::mat W, arma::vec z, const arma::rowvec& b) const -> Point {
  Point next{{std::move(W), b}, std::move(z)};
  if (problem_.intercept == Intercept::free)
    next.at.b = best_intercepts(problem_.loss, problem_.data, problem_.c, next.z, b);
  next.value = loss_sum(problem_.loss, problem_.data.targets(), problem_.c, predictions(next)).value() +
               problem_.penalty.value(next.at.W);
  return next;
}

template <SmoothLoss L, class P>
void SpectralNewton<L, P>::add_intercepts(const arma::rowvec& b, arma::vec& eta) const {
  for (arma::uword t = 0; t < problem_.data.n_tasks(); ++t)
    for (arma::uword i = problem_.data.rows_of(t).begin; i < problem_.data.rows_of(t).end; ++i) eta[i] += b[t];
}

template <SmoothLoss L, class P>
arma::vec SpectralNewton<L, P>::predictions(const Point& from) const {
  arma::vec eta = from.z;
  add_intercepts(from.at.b, eta);
  return eta;
}

// W becomes the minimum of the quadratic at `from`; returns the iterations it took.
template <SmoothLoss L, class P>
int SpectralNewton<L, P>::search(const Point& from, const Aim& aim, int done, arma::mat& W) {
  const arma::vec& y = problem_.data.targets();
  arma::vec targets = predictions(from), factors(y.n_elem, arma::fill::zeros);
  const double least = caution_ * L::max_curvature;
  for_sample_runs(y.n_elem, [&](arma::uword begin, arma::uword end) {
    for (arma::uword i = begin; i < end; ++i) {
      if (!(problem_.c[i] > 0.0)) continue;
      const double h = std::max(least, problem_.loss.second_derivative(y[i], targets[i]));
      targets[i] -= problem_.loss.derivative(y[i], targets[i]) / h;
      factors[i] = problem_.c[i] * h;
    }
  });
  spectral::Engine engine(problem_.data.with_targets(std::move(targets)), std::move(factors),
                          problem_.intercept == Intercept::free, spectral::ridge_of(problem_.penalty));
  engine.aim(spectral::function_of(problem_.penalty), aim.in_double ? 0.0 : rule_.gap);
  if (!from.at.W.is_zero()) engine.start_at(from.at.W);
  constexpr int most_iterations = 500;
  const int most = std::min(rule_.max_iterations - done, most_iterations);
  const auto on_check = [&](int more, double, double gap) {
    stopped_ = !monitor_.announce(done + more, from.value, gap / scale_);
    return !stopped_ && !monitor_.must_stop(done + more);
  };
  const int taken = engine.improve(aim.gap, most, on_check).iterations;
  W = engine.coefficients();
  return taken;
}

// How far towards predictions z the objective falls, of 1, its penalty taken for a straight line that rises by `rise`.
template <SmoothLoss L, class P>
double SpectralNewton<L, P>::length_towards(const arma::vec& z, double rise, const Point& now) const {
  constexpr int halvings = 6;
  const arma::vec move = z - now.z;
  arma::rowvec b = now.at.b;
  const auto slope = [&](double s) {
    arma::vec eta = now.z + s * move;
    if (problem_.intercept == Intercept::free) b = best_intercepts(problem_.loss, problem_.data, problem_.c, eta, b);
    add_intercepts(b, eta);
    loss_gradient_in_place(problem_.loss, problem_.data.targets(), problem_.c, eta);
    return rise + blas::dot(eta.n_elem, eta.memptr(), move.memptr());
  };
  if (slope(1.0) <= 0.0) return 1.0;
  double low = 0.0, high = 1.0;
  for (int k = 0; k < halvings; ++k) {
    const double middle = 0.5 * (low + high);
    (slope(middle) <= 0.0 ? low : high) = middle;
  }
  return high;
}

// Moves towards W as far as the objective falls. Short steps say that curvatures are too small. False where W is worse
// by no more than it was wanted exactly.
template <SmoothLoss L, class P>
bool SpectralNewton<L, P>::step_to(arma::mat W, const Aim& aim, Point& now) {
  constexpr double rise = 4.0, fall = 0.1, least = 1e-6;
  const arma::vec z = problem_.data.forward(W, {});
  const double penalty = problem_.penalty.value(now.at.W);
  const double noise = 16.0 * arma::datum::eps * std::abs(now.value);
  double length = 1.0;
  Point next = point(W, z, now.at.b);
  if (!(next.value <= now.value + noise)) {
    if (next.value <= now.value + aim.gap) return false;
    length = length_towards(z, problem_.penalty.value(W) - penalty, now);
    next = point(now.at.W + length * (W - now.at.W), now.z + length * (z - now.z), now.at.b);
  }
  caution_ = length == 1.0 ? std::max(least, fall * caution_) : std::min(1.0, rise * caution_);
  if (next.value <= now.value + noise) now = std::move(next);
  return true;
}

template <SmoothLoss L, class P>
Solution SpectralNewton<L, P>::solve(const Coefficients& start) {
  constexpr double inexact = 0.02, promise = 0.3, stricter = 0.4, well = 0.5, little = 0.01;
  constexpr int most_idle = 40;
  Point now = point(start.W, problem_.data.forward(start.W, {}), start.b);
  double share = inexact, last = promise * rule_.gap * scale_;
  for (int done = 0, idle = 0;;) {
    const double before = monitor_.best().gap, value = monitor_.best().primal;
    const Certificate proof = certify(problem_, now.at, scale_);
    if (monitor_.check(done, proof, now.at) || monitor_.must_stop(done)) break;
    if (stopped_) monitor_.give_up(Status::interrupted);
    if (done > 0) idle = proof.gap < well * before || value - now.value > little * before ? 0 : idle + 1;
    if (idle == most_idle) monitor_.give_up(Status::no_progress);
    if (stopped_ || idle == most_idle) break;
    // What a search believes and does not prove takes a stricter one.
    if (idle > 1) last *= stricter;
    arma::mat W;
    const Aim aim{std::max(last, share * proof.gap), idle > 1};
    done += search(now, aim, done, W);
    share = step_to(std::move(W), aim, now) ? std::min(inexact, 10.0 * share) : 0.1 * share;
  }
  return monitor_.finish();
}

}  // namespace starling
