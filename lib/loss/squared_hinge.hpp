// max(0, 1 - y z)^2 for y = -1 or +1.
#pragma once

#include <algorithm>

#include "lib/loss/loss.hpp"

namespace starling {

struct SquaredHinge {
  static constexpr std::string_view name = "squared_hinge";
  static constexpr bool is_classification = true;
  static constexpr double max_curvature = 2.0;

  double value(double y, double z) const {
    const double slack = std::max(0.0, 1.0 - y * z);
    return slack * slack;
  }
  double derivative(double y, double z) const { return -2.0 * y * std::max(0.0, 1.0 - y * z); }
  double second_derivative(double y, double z) const { return y * z < 1.0 ? 2.0 : 0.0; }
  double conjugate(double y, double v) const { return v * (y + 0.25 * v); }
  Interval dual_interval(double y) const { return y > 0 ? Interval{.high = 0.0} : Interval{.low = 0.0}; }
  SquaredHinge with_target_scale(double) const { return *this; }
};

}  // namespace starling
