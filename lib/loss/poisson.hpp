// exp(z) - y z + (y log y - y) for y >= 0: half the deviance of counts with mean exp(z). Its curvature has no bound.
// EDGES   Predictions at which exp overflows, and NaN itself, have an infinite value, never NaN.
// PAPERS  nelder1972generalized
#pragma once

#include <algorithm>
#include <cmath>

#include "lib/loss/loss.hpp"

namespace starling {

struct Poisson {
  static constexpr std::string_view name = "poisson";
  static constexpr bool is_classification = false;
  static constexpr bool has_target_units = false;

  // y (e^d - 1 - d), d = z - log y, which does not cancel near the best prediction log y.
  double value(double y, double z) const {
    if (!(z <= overflow)) return std::numeric_limits<double>::infinity();
    if (y == 0.0) return std::exp(z);
    const double d = z - std::log(y);
    return y * std::max(0.0, std::expm1(d) - d);
  }
  double derivative(double y, double z) const { return std::exp(std::min(overflow, z)) - y; }
  double second_derivative(double, double z) const { return std::exp(std::min(overflow, z)); }
  // With the shift by log y: v log y + y ((1 + r) log(1 + r) - r), r = v / y.
  double conjugate(double y, double v) const {
    if (y == 0.0) return v > 0.0 ? v * (std::log(v) - 1.0) : 0.0;
    const double mean = v + y;
    if (mean <= 0.0) return y - y * std::log(y);
    const double log_ratio = std::abs(v) < 0.5 * y ? std::log1p(v / y) : std::log(mean) - std::log(y);
    return v * std::log(y) + (mean * log_ratio - v);
  }
  Interval dual_interval(double y) const { return {.low = -y}; }
  Poisson with_target_scale(double) const { return *this; }

 private:
  static constexpr double overflow = 709.0;  // exp of more is near the largest number
};

}  // namespace starling
