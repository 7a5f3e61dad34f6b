// max(0, |z - y| - epsilon)^2: residuals up to epsilon cost nothing, the excess of larger ones its square.
// PAPERS  ho2012large
#pragma once

#include <algorithm>
#include <cmath>

#include "lib/loss/loss.hpp"

namespace starling {

struct SquaredEpsilonInsensitive {
  static constexpr std::string_view name = "squared_epsilon_insensitive";
  static constexpr bool is_classification = false;
  static constexpr double max_curvature = 2.0;

  double epsilon = 0.1;  // >= 0, in units of the targets

  double value(double y, double z) const {
    const double excess = std::max(0.0, std::abs(z - y) - epsilon);
    return excess * excess;
  }
  double derivative(double y, double z) const {
    return 2.0 * std::copysign(std::max(0.0, std::abs(z - y) - epsilon), z - y);
  }
  double second_derivative(double y, double z) const { return std::abs(z - y) > epsilon ? 2.0 : 0.0; }
  double conjugate(double y, double v) const { return v * (y + 0.25 * v) + epsilon * std::abs(v); }
  Interval dual_interval(double) const { return {}; }
  SquaredEpsilonInsensitive with_target_scale(double scale) const { return {epsilon * scale}; }
};

}  // namespace starling
