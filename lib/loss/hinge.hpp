// max(0, 1 - y z) for y = -1 or +1.
#pragma once

#include <algorithm>

#include "lib/loss/loss.hpp"

namespace starling {

struct Hinge {
  static constexpr std::string_view name = "hinge";
  static constexpr bool is_classification = true;

  double value(double y, double z) const { return std::max(0.0, 1.0 - y * z); }
  double derivative(double y, double z) const { return y * z < 1.0 ? -y : 0.0; }
  double conjugate(double y, double v) const { return y * v; }
  Interval dual_interval(double y) const { return y > 0 ? Interval{-1.0, 0.0} : Interval{0.0, 1.0}; }
  Hinge with_target_scale(double) const { return *this; }
};

}  // namespace starling
