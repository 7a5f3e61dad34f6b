#include "lib/solver/rescaled.hpp"

#include <algorithm>

#include "lib/base/error.hpp"

namespace starling {
namespace {

// 2^-e for the exponent e of size, or 1 when size is 0 or ordinary.
double power_of_two(double size) {
  constexpr int ordinary = 100, largest = 1000;  // the factor and its reciprocal stay normal numbers
  if (size == 0.0) return 1.0;
  const int exponent = std::clamp(std::ilogb(size), -largest, largest);
  return std::abs(exponent) <= ordinary ? 1.0 : std::ldexp(1.0, -exponent);
}

}  // namespace

DataScale data_scale(const MultiTaskData& data, bool scale_targets) {
  double features = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    if (t > 0 && data.is_shared()) break;
    features = std::max(features, data.design(t).largest());
  }
  const double targets = scale_targets ? arma::abs(data.targets()).max() : 0.0;
  return {power_of_two(features), power_of_two(targets)};
}

Coefficients unscaled(const Coefficients& scaled, const DataScale& scale) {
  Coefficients original{scaled.W * scale.x / scale.y, scaled.b / scale.y};
  if (!original.W.is_finite() || !original.b.is_finite())
    throw InvalidData({.what = "coefficients too large for double precision",
                       .expected = "features and targets whose sizes differ by less than 1e300",
                       .hint = "multiply the features or divide the targets by a power of ten"});
  return original;
}

}  // namespace starling
