#include "apps/compare/report/gap_curves.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace starling::compare {
namespace {

// No clock tells less than a microsecond from nothing.
constexpr double shortest = 1e-6;

struct Traces {
  std::vector<const Trace*> known;
  std::size_t never = 0;  // jobs that ended without a proof
};

Traces traces_of(const MethodRow& row) {
  Traces traces;
  for (const auto& result : row.results) {
    if (!result) continue;
    if (!result->trace.empty())
      traces.known.push_back(&result->trace);
    else if (is_failure(result->outcome) && !result->relative_gap)
      ++traces.never;
  }
  return traces;
}

std::vector<double> gaps_of(const Traces& traces) {
  std::vector<double> gaps;
  for (const Trace* trace : traces.known)
    for (const TracePoint& point : *trace) gaps.push_back(point.relative_gap);
  std::sort(gaps.begin(), gaps.end(), std::greater<>());
  gaps.erase(std::unique(gaps.begin(), gaps.end()), gaps.end());
  return gaps;
}

// For every gap, the seconds after which half of the repetitions have it.
Trace half_of(const Traces& traces) {
  const std::size_t need = (traces.known.size() + traces.never + 1) / 2;
  std::vector<std::size_t> at(traces.known.size(), 0);
  Trace half;
  for (const double gap : gaps_of(traces)) {
    std::vector<double> seconds;
    for (std::size_t k = 0; k < at.size(); ++k) {
      const Trace& trace = *traces.known[k];
      while (at[k] < trace.size() && trace[at[k]].relative_gap > gap) ++at[k];
      if (at[k] < trace.size()) seconds.push_back(std::max(trace[at[k]].seconds, shortest));
    }
    if (seconds.size() < need) break;
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(need - 1), seconds.end());
    half.push_back({.seconds = seconds[need - 1], .relative_gap = gap});
  }
  return thinned(half);
}

Curve curve_of(std::string label, const Trace& trace) {
  Curve curve{.label = std::move(label), .x = {}, .y = {}};
  for (const TracePoint& point : trace) {
    if (!curve.x.empty() && curve.x.back() == point.seconds) {
      curve.y.back() = point.relative_gap;
      continue;
    }
    curve.x.push_back(point.seconds);
    curve.y.push_back(point.relative_gap);
  }
  return curve;
}

}  // namespace

std::vector<Curve> time_to_gap(const DatasetBlock& block) {
  std::vector<Curve> curves;
  double top = 1.0;
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    Curve curve = curve_of(block.rows[i].method, half_of(traces_of(block.rows[i])));
    if (curve.x.empty()) continue;
    curve.colour = i;
    top = std::max(top, curve.y.front());
    curves.push_back(std::move(curve));
  }
  for (Curve& curve : curves) {
    curve.x.insert(curve.x.begin(), curve.x.front());
    curve.y.insert(curve.y.begin(), top);
  }
  return curves;
}

}  // namespace starling::compare
