// What a loss is: scalar functions of a target y and a prediction z. It knows no data and no linear algebra.
//
// Loss         value(y, z)            >= 0, convex in z
//              derivative(y, z)       a subgradient in z
//              conjugate(y, v)        sup_z v z - value(y, z); only asked for v inside dual_interval(y)
//              dual_interval(y)       where the conjugate is finite; it holds 0
//              with_target_scale(s)   the loss of targets and predictions multiplied by s whose value is s^2 times
//                                     this one's (losses whose targets have no units: themselves)
//              has_target_units       false where targets are labels or counts; left out, it is !is_classification
// CurvedLoss   second_derivative(y, z), continuous or with jumps, not always bounded
// SmoothLoss   max_curvature as well, an upper bound of it: the derivative is Lipschitz
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
concept CurvedLoss = Loss<L> && requires(const L& loss, double y, double z) {
  { loss.second_derivative(y, z) } -> std::same_as<double>;
};

template <class L>
concept SmoothLoss = CurvedLoss<L> && requires {
  { L::max_curvature } -> std::convertible_to<double>;
};

// Whether targets and predictions may be measured in another unit.
template <Loss L>
constexpr bool has_target_units() {
  if constexpr (requires { L::has_target_units; })
    return L::has_target_units;
  else
    return !L::is_classification;
}

}  // namespace starling
