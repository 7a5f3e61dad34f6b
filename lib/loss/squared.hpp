// (z - y)^2 / 2.
#pragma once

#include "lib/loss/loss.hpp"

namespace starling {

struct Squared {
  static constexpr std::string_view name = "squared";
  static constexpr bool is_classification = false;
  static constexpr double max_curvature = 1.0;

  double value(double y, double z) const { return 0.5 * (z - y) * (z - y); }
  double derivative(double y, double z) const { return z - y; }
  double second_derivative(double, double) const { return 1.0; }
  double conjugate(double y, double v) const { return v * (0.5 * v + y); }
  Interval dual_interval(double) const { return {}; }
  Squared with_target_scale(double) const { return *this; }
};

}  // namespace starling
