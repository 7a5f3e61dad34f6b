// The few statistics a comparison table states.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace starling::compare {

struct MeanSd {
  double mean = 0.0;
  double sd = 0.0;  // of a sample (n - 1); 0 for one value
};
// None for no values.
std::optional<MeanSd> mean_sd(std::span<const double> values);

enum class Better { higher, lower };

// 1 for the best; values that are equal share the mean of their ranks.
std::vector<double> ranks(std::span<const double> values, Better better);

}  // namespace starling::compare
