// The gamma of a kernel between samples: a number, or a multiple of 1 / (d v), v the variance of the feature values.
#pragma once

namespace starling {

// Written "0.1" (absolute), "scale" (1 / (d v) of the data that are fitted) or "0.5scale" (half of that).
struct KernelGamma {
  double value = 1.0;
  bool relative = false;

  constexpr KernelGamma() = default;
  constexpr KernelGamma(double absolute) : value(absolute) {}  // NOLINT: {.gamma = 0.3} is how a user writes it
  static constexpr KernelGamma times_scale(double factor) {
    KernelGamma gamma(factor);
    gamma.relative = true;
    return gamma;
  }
  // gamma itself; scale is 1 / (d v).
  constexpr double resolve(double scale) const { return relative ? value * scale : value; }
  friend constexpr bool operator==(const KernelGamma&, const KernelGamma&) = default;
};

}  // namespace starling
