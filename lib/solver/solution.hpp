// What a solver is given to decide when to stop, and what it returns.
#pragma once

#include <armadillo>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "lib/fit/certificate.hpp"
#include "lib/fit/problem.hpp"

namespace starling {

enum class Status {
  optimal,           // the proved relative gap is at most the one asked for
  optimal_to_floor,  // the gap is below its rounding error, which is above the one asked for
  stationary,        // non-convex problems only: a stationary point
  iteration_limit,
  time_limit,
  interrupted,  // the progress callback asked to stop
  no_progress,  // the solver cannot improve its iterate any more
};
std::span<const std::string_view> enum_names(Status);
std::string_view to_string(Status status);

struct Progress {
  int iteration = 0;
  double seconds = 0.0;
  double primal = 0.0;
  double relative_gap = 0.0;
};

struct StopRule {
  double gap = 1e-6;            // proved relative gap, > 0
  int max_iterations = 100000;  // >= 0; what one is, the solver says; 0: the start is certified
  double time_limit = std::numeric_limits<double>::infinity();  // seconds, >= 0
  std::function<bool(const Progress&)> on_progress = {};        // called at every check; false stops the fit
};
// Throws InvalidOption for a rule that cannot be kept.
void check(const StopRule& rule);

struct FitReport {
  Status status = Status::iteration_limit;
  Certificate certificate;
  int iterations = 0;
  double seconds = 0.0;           // of the solver, the certificate included
  std::vector<Progress> history;  // one entry a check
};

struct Solution {
  Coefficients coefficients;  // of the checked iterate with the smallest gap
  FitReport report;
};

}  // namespace starling
