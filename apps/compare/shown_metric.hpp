// From the exact name of a metric to how tables show it.
#pragma once

#include <string_view>

#include "apps/compare/block.hpp"

namespace starling::compare {

// One of lib/estimator/metrics.hpp, shares in per cent, or of lib/estimator/coefficient_metrics.hpp. Throws
// InvalidOption with the nearest name.
ShownMetric find_shown_metric(std::string_view name);

// Metrics of coefficients suit both kinds of targets.
bool is_of_coefficients(std::string_view name);

}  // namespace starling::compare
