#include "lib/solver/staged.hpp"

#include <algorithm>

namespace starling {

StopRule rest_of(const StopRule& rule, const FitReport& report) {
  StopRule rest = rule;
  rest.max_iterations = std::max(0, rule.max_iterations - report.iterations);
  rest.time_limit = std::max(0.0, rule.time_limit - report.seconds);
  return rest;
}

FitReport joined(const FitReport& first, FitReport second) {
  for (Progress& now : second.history) {
    now.iteration += first.iterations;
    now.seconds += first.seconds;
  }
  second.history.insert(second.history.begin(), first.history.begin(), first.history.end());
  second.iterations += first.iterations;
  second.seconds += first.seconds;
  return second;
}

}  // namespace starling
