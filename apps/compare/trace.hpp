// What a job keeps of the way to its result: how its proof grew, and what its search saw.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lib/base/params.hpp"

namespace starling {
struct CrossValidation;
struct FitReport;
}  // namespace starling

namespace starling::compare {

// A check of the final fit: the seconds since it began from zero, and the best objective and relative gap till then.
struct TracePoint {
  double seconds = 0.0, primal = 0.0, relative_gap = 0.0;
  bool operator==(const TracePoint&) const = default;
};
using Trace = std::vector<TracePoint>;
inline constexpr std::size_t most_trace_points = 64;

// At most so many points, those at which the gap fell, evenly on a logarithmic scale: the first and the last are among
// them. What is not finite is left out.
Trace thinned(const Trace& trace);

// The thinned history of a fit. No gap is said to be below the rounding error of its last certificate.
Trace trace_of(const FitReport& report);

// The scores of the inner search, a mean over folds for every point of the grid.
struct Search {
  struct Point {
    Params params;
    double score = 0.0;  // NaN: not finite
  };
  std::string metric = {};
  bool higher_is_better = false;
  std::vector<Point> points = {};  // none: nothing was searched
  std::size_t chosen = 0;
};

Search search_of(const CrossValidation& found);

}  // namespace starling::compare
