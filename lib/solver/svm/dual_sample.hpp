// One sample of the dual: its variable u, its shape, and what a coordinate step divides by. A cache line each.
#pragma once

#include "lib/solver/svm/dual_shape.hpp"

namespace starling::svm {

struct alignas(64) DualSample {
  double u = 0.0;
  double low = 0.0, high = 0.0, below = 0.0, above = 0.0, shift = 0.0;
  double curvature = 0.0;  // A_tt |x|^2, and the grip of the intercept
  double inverse = 0.0;    // 1 / (curvature + shift), finite: a zero row takes the bound its loss drives it to

  void set_curvature(double value) {
    constexpr double largest = 1e300;
    curvature = value;
    inverse = std::min(1.0 / (curvature + shift), largest);
  }

  // The best u while the others stay, where the prediction is z now.
  [[gnu::always_inline]] double best(double z) const {
    const double up = u + (z - above - shift * u) * inverse, down = u + (z - below - shift * u) * inverse;
    return std::max(low, std::min(0.0, down)) + std::min(high, std::max(0.0, up));
  }

  double phi() const { return (0.5 * shift * u + (u > 0.0 ? above : below)) * u; }
  // Derivative of phi at u (not 0) within its piece.
  double slope() const { return shift * u + (u > 0.0 ? above : below); }
  // Whether phi is smooth around u, so that u is free to move both ways.
  bool is_free() const { return (u > low) & (u < high) & ((u != 0.0) | (below == above)); }
  // The piece around u.
  double piece_low() const { return u > 0.0 && below < above ? std::max(0.0, low) : low; }
  double piece_high() const { return u < 0.0 && below < above ? std::min(0.0, high) : high; }

  // How strongly u is driven up and down at prediction z; minus infinity where it cannot go.
  [[gnu::always_inline]] double drive_up(double z) const {
    return u < high ? z - shift * u - (u >= 0.0 ? above : below) : -std::numeric_limits<double>::infinity();
  }
  [[gnu::always_inline]] double drive_down(double z) const {
    return u > low ? (u > 0.0 ? above : below) - (z - shift * u) : -std::numeric_limits<double>::infinity();
  }
  // How strongly u wants to move (> 0), or, where it wants to stay, minus how far z is from changing that. Of a sample
  // that is not looked at: minus infinity. Free of branches, as all that is computed for every sample.
  [[gnu::always_inline]] double pressure(double z) const { return std::max(drive_up(z), drive_down(z)); }

  // The loss at prediction z and its derivative: the conjugate's supremum and where it is taken.
  [[gnu::always_inline]] double gradient(double z) const {
    if (shift > 0.0)
      return std::min(high, std::max(0.0, (z - above) / shift)) + std::max(low, std::min(0.0, (z - below) / shift));
    return (z > above ? high : 0.0) + (z < below ? low : 0.0);
  }
  [[gnu::always_inline]] double loss(double z) const {
    if (shift == 0.0) return std::max(0.0, high * (z - above)) + std::max(0.0, low * (z - below));
    const double g = gradient(z);
    return g * (z - (g > 0.0 ? above : below) - 0.5 * shift * g);
  }
  // Second derivative of the loss at z, for shift > 0.
  double second_derivative(double z) const {
    const double g = gradient(z);
    return g == 0.0 || g == low || g == high ? 0.0 : 1.0 / shift;
  }
};

}  // namespace starling::svm
