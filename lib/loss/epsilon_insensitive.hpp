// max(0, |z - y| - epsilon): residuals up to epsilon cost nothing.
// PAPERS  vapnik1995nature
#pragma once

#include <algorithm>
#include <cmath>

#include "lib/loss/loss.hpp"

namespace starling {

struct EpsilonInsensitive {
  static constexpr std::string_view name = "epsilon_insensitive";
  static constexpr bool is_classification = false;

  double epsilon = 0.1;  // >= 0, in units of the targets
  double slope = 1.0;    // 1, unless the targets were rescaled

  double value(double y, double z) const { return slope * std::max(0.0, std::abs(z - y) - epsilon); }
  double derivative(double y, double z) const {
    const double r = z - y;
    if (r > epsilon) return slope;
    return r < -epsilon ? -slope : 0.0;
  }
  double conjugate(double y, double v) const { return v * y + epsilon * std::abs(v); }
  Interval dual_interval(double) const { return {-slope, slope}; }
  EpsilonInsensitive with_target_scale(double scale) const { return {epsilon * scale, slope * scale}; }
};

}  // namespace starling
