// Squared up to residuals of size delta, linear beyond: r^2 / 2 or delta (|r| - delta / 2), r = z - y.
// PAPERS  huber1964robust
#pragma once

#include <algorithm>
#include <cmath>

#include "lib/loss/loss.hpp"

namespace starling {

struct Huber {
  static constexpr std::string_view name = "huber";
  static constexpr bool is_classification = false;
  static constexpr double max_curvature = 1.0;

  double delta = 1.0;  // > 0, in units of the targets

  double value(double y, double z) const {
    const double size = std::abs(z - y);
    return size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
  }
  double derivative(double y, double z) const { return std::clamp(z - y, -delta, delta); }
  double second_derivative(double y, double z) const { return std::abs(z - y) <= delta ? 1.0 : 0.0; }
  double conjugate(double y, double v) const { return v * (0.5 * v + y); }
  Interval dual_interval(double) const { return {-delta, delta}; }
  Huber with_target_scale(double scale) const { return {delta * scale}; }
};

}  // namespace starling
