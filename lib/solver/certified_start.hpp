// What every solver does when it may take no iteration: it certifies its start, as it is given, intercepts included.
// So max_iterations = 0 asks a method for the certificate of any coefficients, whoever computed them.
#pragma once

#include "lib/fit/certify.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {

template <Loss L, Penalty P>
Solution certified_start(const Problem<L, P>& problem, const StopRule& rule, const Coefficients& start) {
  Monitor monitor(rule);
  monitor.must_stop(0);
  monitor.check(0, certify(problem, start), start);
  return monitor.finish();
}

}  // namespace starling
