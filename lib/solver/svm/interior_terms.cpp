#include "lib/solver/svm/interior_terms.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/row_kernels.hpp"
#include "lib/linalg/versions.hpp"

namespace starling::svm {
namespace {

using kernels::Quad;
using kernels::quad;

[[gnu::always_inline]] inline void raise(Quad& largest, const Quad& value) {
  largest = value > largest ? value : largest;
}
[[gnu::always_inline]] inline double largest_of(const Quad& q) {
  return std::max(std::max(q[0], q[1]), std::max(q[2], q[3]));
}
double longest_step(double ratio, double at_most) {
  constexpr double smallest = 1e-300;
  return std::min(1.0, at_most / std::max(ratio, smallest));
}

[[gnu::always_inline]] inline InteriorPoint::Distance distance_loop(const InteriorPoint& p) {
  Quad gap = {}, complementarity = {};
  const Quad none = {};
  for (arma::uword i = 0; i < p.n; i += 4) {
    const Quad alpha = quad(p.alpha.data() + i), cap = quad(p.cap.data() + i);
    const Quad violation = quad(p.margin.data() + i) - quad(p.m.data() + i);
    gap += cap * (violation > none ? violation : none) - alpha * violation;
    complementarity += alpha * quad(p.slack.data() + i) + (cap - alpha) * quad(p.xi.data() + i);
  }
  return {kernels::total(gap), kernels::total(complementarity) / (2.0 * static_cast<double>(p.n))};
}

[[gnu::always_inline]] inline void linearise_loop(InteriorPoint& p) {
  for (arma::uword i = 0; i < p.n; i += 4) {
    const Quad alpha = quad(p.alpha.data() + i), rest = quad(p.cap.data() + i) - alpha;
    const Quad inverse_alpha = 1.0 / alpha, inverse_rest = 1.0 / rest;
    const Quad theta = 1.0 / (quad(p.slack.data() + i) * inverse_alpha + quad(p.xi.data() + i) * inverse_rest);
    quad(p.inverse_alpha.data() + i) = inverse_alpha;
    quad(p.inverse_rest.data() + i) = inverse_rest;
    quad(p.theta.data() + i) = theta;
    quad(p.rhs.data() + i) = theta * (quad(p.margin.data() + i) - quad(p.m.data() + i));
  }
}

[[gnu::always_inline]] inline double predict_loop(InteriorPoint& p) {
  Quad ratio = {};
  for (arma::uword i = 0; i < p.n; i += 4) {
    const Quad d_alpha = quad(p.rhs.data() + i) - quad(p.theta.data() + i) * quad(p.dm.data() + i);
    const Quad a = d_alpha * quad(p.inverse_alpha.data() + i), r = d_alpha * quad(p.inverse_rest.data() + i);
    quad(p.d_alpha.data() + i) = d_alpha;
    raise(ratio, -a);
    raise(ratio, r);
    raise(ratio, 1.0 - r);
    raise(ratio, 1.0 + a);
  }
  return largest_of(ratio);
}

[[gnu::always_inline]] inline double tau_after_loop(const InteriorPoint& p, double step) {
  Quad sum = {};
  for (arma::uword i = 0; i < p.n; i += 4) {
    const Quad alpha = quad(p.alpha.data() + i), d_alpha = quad(p.d_alpha.data() + i);
    const Quad a = d_alpha * quad(p.inverse_alpha.data() + i), r = d_alpha * quad(p.inverse_rest.data() + i);
    sum += (alpha + step * d_alpha) * quad(p.slack.data() + i) * (1.0 - step * (1.0 + a)) +
           (quad(p.cap.data() + i) - alpha - step * d_alpha) * quad(p.xi.data() + i) * (1.0 + step * (r - 1.0));
  }
  return kernels::total(sum) / (2.0 * static_cast<double>(p.n));
}

[[gnu::always_inline]] inline void correct_loop(InteriorPoint& p, double tau) {
  for (arma::uword i = 0; i < p.n; i += 4) {
    const Quad inverse_alpha = quad(p.inverse_alpha.data() + i), inverse_rest = quad(p.inverse_rest.data() + i);
    const Quad d_alpha = quad(p.d_alpha.data() + i);
    const Quad to_slack = (tau + d_alpha * quad(p.slack.data() + i) * (1.0 + d_alpha * inverse_alpha)) * inverse_alpha;
    const Quad to_xi = (tau + d_alpha * quad(p.xi.data() + i) * (d_alpha * inverse_rest - 1.0)) * inverse_rest;
    quad(p.d_slack.data() + i) = to_slack;
    quad(p.d_xi.data() + i) = to_xi;
    const Quad violation = quad(p.margin.data() + i) - quad(p.m.data() + i);
    quad(p.rhs.data() + i) = quad(p.theta.data() + i) * (violation + to_slack - to_xi);
  }
}

[[gnu::always_inline]] inline double finish_loop(InteriorPoint& p) {
  Quad ratio = {};
  for (arma::uword i = 0; i < p.n; i += 4) {
    const Quad slack = quad(p.slack.data() + i), xi = quad(p.xi.data() + i);
    const Quad d_alpha = quad(p.rhs.data() + i) - quad(p.theta.data() + i) * quad(p.dm.data() + i);
    const Quad a = d_alpha * quad(p.inverse_alpha.data() + i), r = d_alpha * quad(p.inverse_rest.data() + i);
    const Quad d_slack = quad(p.d_slack.data() + i) - slack * (1.0 + a);
    const Quad d_xi = quad(p.d_xi.data() + i) + xi * (r - 1.0);
    quad(p.d_alpha.data() + i) = d_alpha;
    quad(p.d_slack.data() + i) = d_slack;
    quad(p.d_xi.data() + i) = d_xi;
    raise(ratio, -a);
    raise(ratio, r);
    raise(ratio, -d_slack / slack);
    raise(ratio, -d_xi / xi);
  }
  return largest_of(ratio);
}

STARLING_VERSIONS(InteriorPoint::Distance, distance_of, (const InteriorPoint& p), distance_loop(p))
STARLING_VERSIONS(void, linearise_at, (InteriorPoint & p), linearise_loop(p))
STARLING_VERSIONS(double, predict_at, (InteriorPoint & p), predict_loop(p))
STARLING_VERSIONS(double, tau_after_step, (const InteriorPoint& p, double step), tau_after_loop(p, step))
STARLING_VERSIONS(void, correct_at, (InteriorPoint & p, double tau), correct_loop(p, tau))
STARLING_VERSIONS(double, finish_at, (InteriorPoint & p), finish_loop(p))

}  // namespace

InteriorPoint::InteriorPoint(arma::uword count)
    : n(AlignedDoubles::padded(count)),
      margin(n),
      cap(n),
      m(n),
      alpha(n),
      slack(n),
      xi(n),
      inverse_alpha(n),
      inverse_rest(n),
      theta(n + AlignedDoubles::line),
      rhs(n),
      dm(n),
      d_alpha(n),
      d_slack(n),
      d_xi(n) {}

void InteriorPoint::start() {
  constexpr double smallest = 1e-300;
  double distance = 0.0, mean_cap = 0.0;
  for (arma::uword i = 0; i < n; ++i) {
    distance += std::abs(margin[i] - m[i]) / static_cast<double>(n);
    mean_cap += cap[i] / static_cast<double>(n);
  }
  for (arma::uword i = 0; i < n; ++i) {
    const double violation = margin[i] - m[i], level = std::max(distance * mean_cap / cap[i], smallest);
    const double root = std::sqrt(violation * violation + 4.0 * level * level);
    // Their product is level (2 level + root), which gives the smaller one without cancellation.
    const double larger = 0.5 * (std::abs(violation) + 2.0 * level + root);
    const double smaller = level * ((2.0 * level + root) / larger);
    xi[i] = violation > 0.0 ? larger : smaller;
    slack[i] = violation > 0.0 ? smaller : larger;
    alpha[i] = cap[i] * (xi[i] / (xi[i] + slack[i]));
  }
}

InteriorPoint::Distance InteriorPoint::distance() const { return STARLING_CHOOSE(distance_of, *this); }
void InteriorPoint::linearise() { STARLING_CHOOSE(linearise_at, *this); }
double InteriorPoint::predict() { return longest_step(STARLING_CHOOSE(predict_at, *this), 1.0); }
double InteriorPoint::tau_after(double step) const { return STARLING_CHOOSE(tau_after_step, *this, step); }
void InteriorPoint::correct(double tau) { STARLING_CHOOSE(correct_at, *this, tau); }
double InteriorPoint::finish() {
  constexpr double inside = 0.999;
  return longest_step(STARLING_CHOOSE(finish_at, *this), inside);
}

void InteriorPoint::move(double step) {
  kernels::add(n, step, d_alpha.data(), alpha.data());
  kernels::add(n, step, d_slack.data(), slack.data());
  kernels::add(n, step, d_xi.data(), xi.data());
  kernels::add(n, step, dm.data(), m.data());
}

}  // namespace starling::svm
