#include "apps/compare/shown_metric.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/names.hpp"
#include "lib/estimator/coefficient_metrics.hpp"
#include "lib/estimator/metrics.hpp"

namespace starling::compare {
namespace {

Better direction(bool higher_is_better) { return higher_is_better ? Better::higher : Better::lower; }

bool is_share(std::string_view metric) {
  static constexpr std::array<std::string_view, 8> shares = {"ev_global", "ev_ratio", "ev_sumvar", "ev_task_mean",
                                                             "r2",        "error",    "accuracy",  "auc"};
  return std::ranges::find(shares, metric) != shares.end();
}

}  // namespace

ShownMetric find_shown_metric(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Metric& metric : metrics()) {
    if (metric.name == name)
      return {.name = std::string(name), .better = direction(metric.higher_is_better), .percent = is_share(name)};
    names.push_back(metric.name);
  }
  for (const CoefficientMetric& metric : coefficient_metrics()) {
    if (metric.name == name) return {.name = std::string(name), .better = direction(metric.higher_is_better)};
    names.push_back(metric.name);
  }
  throw InvalidOption({.what = "unknown metric '" + std::string(name) + "'", .hint = name_hint(name, names)});
}

bool is_of_coefficients(std::string_view name) {
  return std::ranges::find(coefficient_metrics(), name, &CoefficientMetric::name) != coefficient_metrics().end();
}

}  // namespace starling::compare
