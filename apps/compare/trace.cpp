#include "apps/compare/trace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lib/selection/cross_validate.hpp"
#include "lib/solver/solution.hpp"

namespace starling::compare {
namespace {

bool is_finite(const TracePoint& point) {
  return std::isfinite(point.seconds) && std::isfinite(point.primal) && std::isfinite(point.relative_gap);
}

// Those that lower the gap.
Trace falling(const Trace& trace) {
  Trace lower;
  for (const TracePoint& point : trace)
    if (is_finite(point) && (lower.empty() || point.relative_gap < lower.back().relative_gap)) lower.push_back(point);
  return lower;
}

}  // namespace

Trace thinned(const Trace& trace) {
  const Trace lower = falling(trace);
  if (lower.size() <= most_trace_points) return lower;
  double least = lower.front().relative_gap;
  for (const TracePoint& point : lower)
    if (point.relative_gap > 0.0) least = point.relative_gap;
  // Every point but the last is below the one before it by this factor; a gap of zero may come on top.
  const double factor = std::pow(least / lower.front().relative_gap, 1.0 / static_cast<double>(most_trace_points - 2));
  Trace kept = {lower.front()};
  for (const TracePoint& point : lower)
    if (point.relative_gap <= factor * kept.back().relative_gap) kept.push_back(point);
  if (kept.back() != lower.back()) kept.push_back(lower.back());
  return kept;
}

Trace trace_of(const FitReport& report) {
  const double floor = report.certificate.relative(report.certificate.rounding_floor);
  Trace trace;
  for (const Progress& check : report.history)
    trace.push_back(
        {.seconds = check.seconds, .primal = check.primal, .relative_gap = std::max(check.relative_gap, floor)});
  return thinned(trace);
}

Search search_of(const CrossValidation& found) {
  Search search{
      .metric = found.metric, .higher_is_better = found.higher_is_better, .points = {}, .chosen = found.chosen};
  for (const GridPointScore& point : found.points)
    search.points.push_back(
        {.params = point.params,
         .score = std::isfinite(point.mean) ? point.mean : std::numeric_limits<double>::quiet_NaN()});
  return search;
}

}  // namespace starling::compare
