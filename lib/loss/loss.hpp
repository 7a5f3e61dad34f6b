// What a loss is: scalar functions of a target y and a prediction z. It knows no data and no linear algebra.
//
// Loss         value(y, z)            >= 0, convex in z
//              derivative(y, z)       a subgradient in z
//              conjugate(y, v)        sup_z v z - value(y, z); only asked for v inside dual_interval(y)
//              dual_interval(y)       where the conjugate is finite; it holds 0
//              with_target_scale(s)   the loss of targets and predictions multiplied by s whose value is s^2 times
//                                     this one's (classification losses: themselves)
// SmoothLoss   second_derivative(y, z) and max_curvature, an upper bound of it; the derivative is Lipschitz.
//
// A sample of factor c contributes c value(y, z); its conjugate at u is c conjugate(y, u / c).
#pragma once

#include <concepts>
#include <limits>
#include <string_view>

namespace starling {

struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

template <class L>
concept Loss = requires(const L& loss, double y, double z) {
  { loss.value(y, z) } -> std::same_as<double>;
  { loss.derivative(y, z) } -> std::same_as<double>;
  { loss.conjugate(y, z) } -> std::same_as<double>;
  { loss.dual_interval(y) } -> std::same_as<Interval>;
  { loss.with_target_scale(z) } -> std::same_as<L>;
  { L::is_classification } -> std::convertible_to<bool>;  // targets are -1 and +1
  { L::name } -> std::convertible_to<std::string_view>;
};

template <class L>
concept SmoothLoss = Loss<L> && requires(const L& loss, double y, double z) {
  { loss.second_derivative(y, z) } -> std::same_as<double>;
  { L::max_curvature } -> std::convertible_to<double>;
};

}  // namespace starling
