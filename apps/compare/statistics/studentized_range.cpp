#include "apps/compare/statistics/studentized_range.hpp"

#include <cmath>
#include <numbers>

namespace starling::compare {
namespace {

double upper_tail(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

// The difference of two values of the normal distribution function, taken on the side where they are small.
double between(double low, double high) {
  return low > 0.0 ? upper_tail(low) - upper_tail(high) : upper_tail(-high) - upper_tail(-low);
}

}  // namespace

double studentized_range_cdf(double q, std::size_t groups) {
  if (!(q > 0.0)) return 0.0;
  // The trapezoidal rule converges geometrically for an entire function that vanishes at both ends.
  constexpr double step = 1.0 / 32.0, end = 9.0;
  const auto k = static_cast<double>(groups);
  double sum = 0.0;
  for (int i = static_cast<int>(-end / step); i <= static_cast<int>(end / step); ++i) {
    const double z = step * static_cast<double>(i);
    sum += std::exp(-0.5 * z * z) * std::pow(between(z - q, z), k - 1.0);
  }
  return std::fmin(1.0, k * step * sum * std::numbers::inv_sqrtpi / std::numbers::sqrt2);
}

double studentized_range_quantile(double probability, std::size_t groups) {
  double low = 0.0, high = 1.0;
  while (high < 100.0 && studentized_range_cdf(high, groups) < probability) high *= 2.0;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (low + high);
    (studentized_range_cdf(middle, groups) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace starling::compare
