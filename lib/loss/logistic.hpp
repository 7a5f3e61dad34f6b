// log(1 + exp(-y z)) for y = -1 or +1.
#pragma once

#include <algorithm>
#include <cmath>

#include "lib/loss/loss.hpp"

namespace starling {

struct Logistic {
  static constexpr std::string_view name = "logistic";
  static constexpr bool is_classification = true;
  static constexpr double max_curvature = 0.25;

  double value(double y, double z) const {
    const double margin = y * z;
    return std::log1p(std::exp(-std::abs(margin))) + std::max(-margin, 0.0);
  }
  double derivative(double y, double z) const { return -y * error_probability(y * z); }
  double second_derivative(double y, double z) const {
    const double e = std::exp(-std::abs(y * z));
    return e / ((1.0 + e) * (1.0 + e));
  }
  double conjugate(double y, double v) const {
    const double a = std::clamp(-y * v, 0.0, 1.0);
    return entropy(a) + entropy(1.0 - a);
  }
  Interval dual_interval(double y) const { return y > 0 ? Interval{-1.0, 0.0} : Interval{0.0, 1.0}; }
  Logistic with_target_scale(double) const { return *this; }

 private:
  // 1 / (1 + e^m) without overflow.
  static double error_probability(double m) {
    const double e = std::exp(-std::abs(m));
    return m >= 0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
  }
  static double entropy(double a) { return a > 0.0 ? a * std::log(a) : 0.0; }
};

}  // namespace starling
