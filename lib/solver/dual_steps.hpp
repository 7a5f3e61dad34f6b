// What dual coordinate descent needs of a loss.
//
// dual_step(loss, y, c, h, v)    argmin_u c loss*(y, u / c) - v u + h u^2 / 2, h >= 0: the exact step of one sample of
//                                factor c > 0
// dual_piece(loss, y, c, u)      the interval around u on which c loss*(y, . / c) is quadratic, with its derivative and
//                                second derivative at u
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>

#include "lib/loss/epsilon_insensitive.hpp"
#include "lib/loss/hinge.hpp"
#include "lib/loss/squared.hpp"
#include "lib/loss/squared_hinge.hpp"

namespace starling {

struct DualPiece {
  double low, high, slope, curvature;
};

inline double dual_step(const Hinge& loss, double y, double c, double h, double v) {
  const Interval domain = loss.dual_interval(y);
  return v == y ? 0.0 : std::clamp((v - y) / h, c * domain.low, c * domain.high);
}
inline DualPiece dual_piece(const Hinge& loss, double y, double c, double) {
  const Interval domain = loss.dual_interval(y);
  return {c * domain.low, c * domain.high, y, 0.0};
}

inline double dual_step(const SquaredHinge& loss, double y, double c, double h, double v) {
  const Interval domain = loss.dual_interval(y);
  return std::clamp((v - y) / (h + 0.5 / c), domain.low, domain.high);
}
inline DualPiece dual_piece(const SquaredHinge& loss, double y, double c, double u) {
  const Interval domain = loss.dual_interval(y);
  return {domain.low, domain.high, y + 0.5 * u / c, 0.5 / c};
}

inline double dual_step(const EpsilonInsensitive& loss, double y, double c, double h, double v) {
  const double excess = std::abs(v - y) - loss.epsilon;
  return excess <= 0.0 ? 0.0 : std::copysign(std::min(excess / h, c * loss.slope), v - y);
}
inline DualPiece dual_piece(const EpsilonInsensitive& loss, double y, double c, double u) {
  const double bound = c * loss.slope;
  return u < 0.0 ? DualPiece{-bound, 0.0, y - loss.epsilon, 0.0} : DualPiece{0.0, bound, y + loss.epsilon, 0.0};
}

inline double dual_step(const Squared&, double y, double c, double h, double v) { return (v - y) / (h + 1.0 / c); }
inline DualPiece dual_piece(const Squared& loss, double y, double c, double u) {
  const Interval all = loss.dual_interval(y);
  return {all.low, all.high, y + u / c, 1.0 / c};
}

template <class L>
concept DualSteppable = Loss<L> && requires(const L& loss, double x) {
  { dual_step(loss, x, x, x, x) } -> std::same_as<double>;
  { dual_piece(loss, x, x, x) } -> std::same_as<DualPiece>;
};

}  // namespace starling
