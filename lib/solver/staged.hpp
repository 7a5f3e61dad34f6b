// One solver after another: the second goes on where the first stands, within what is left of the budget.
#pragma once

#include <utility>

#include "lib/solver/solution.hpp"

namespace starling {

// What is left of a rule's budget after a report.
StopRule rest_of(const StopRule& rule, const FitReport& report);
// The report of both.
FitReport joined(const FitReport& first, FitReport second);

template <class P, class Solver>
Solution continued(const P& problem, const StopRule& rule, const Solution& first, const Solver& second) {
  Solution rest = second(problem, rest_of(rule, first.report), first.coefficients);
  rest.report = joined(first.report, std::move(rest.report));
  return rest;
}

}  // namespace starling
