// The conjugate of a loss where it is quadratic on either side of 0: all that dual descent knows of a loss.
//
// For a sample of factor c > 0 the dual has a term  phi(u) = shift u^2 / 2 + (u > 0 ? above : below) u  on [low, high],
// 0 in the interval, below <= above; where shift is 0 both bounds are finite. The loss itself is sup_u z u - phi(u).
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>

#include "lib/loss/epsilon_insensitive.hpp"
#include "lib/loss/hinge.hpp"
#include "lib/loss/huber.hpp"
#include "lib/loss/squared.hpp"
#include "lib/loss/squared_epsilon_insensitive.hpp"
#include "lib/loss/squared_hinge.hpp"

namespace starling {

struct DualShape {
  double low = 0.0, high = 0.0, below = 0.0, above = 0.0, shift = 0.0;
};

inline DualShape dual_shape(const Hinge& loss, double y, double c) {
  const Interval domain = loss.dual_interval(y);
  return {c * domain.low, c * domain.high, y, y, 0.0};
}
inline DualShape dual_shape(const SquaredHinge& loss, double y, double c) {
  const Interval domain = loss.dual_interval(y);
  return {domain.low, domain.high, y, y, 0.5 / c};
}
inline DualShape dual_shape(const EpsilonInsensitive& loss, double y, double c) {
  return {-c * loss.slope, c * loss.slope, y - loss.epsilon, y + loss.epsilon, 0.0};
}
inline DualShape dual_shape(const SquaredEpsilonInsensitive& loss, double y, double c) {
  constexpr double all = std::numeric_limits<double>::infinity();
  return {-all, all, y - loss.epsilon, y + loss.epsilon, 0.5 / c};
}
inline DualShape dual_shape(const Squared&, double y, double c) {
  constexpr double all = std::numeric_limits<double>::infinity();
  return {-all, all, y, y, 1.0 / c};
}
inline DualShape dual_shape(const Huber& loss, double y, double c) {
  return {-c * loss.delta, c * loss.delta, y, y, 1.0 / c};
}

template <class L>
concept DualShaped = Loss<L> && requires(const L& loss, double x) {
  { dual_shape(loss, x, x) } -> std::same_as<DualShape>;
};

}  // namespace starling
