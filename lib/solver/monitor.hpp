// The stopping decision of every solver: it owns the clock, the history and the best iterate.
//
//     Monitor monitor(rule);
//     for (int k = 0;; ++k) {
//       const bool last = monitor.must_stop(k);
//       if ((last || k % 10 == 0) && monitor.check(k, certify(problem, x), x)) break;
//       if (last) break;
//       ... one iteration ...
//     }
//     return monitor.finish();
#pragma once

#include "lib/base/clock.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

class Monitor {
 public:
  // The rule must outlive the monitor. Throws InvalidOption for a rule that cannot be kept.
  explicit Monitor(const StopRule& rule);

  // Records a certified iterate. True: stop, the status is settled. The iterate with the smallest gap is kept with its
  // own certificate, so that whoever certifies the returned coefficients again finds the reported gap.
  bool check(int iteration, const Certificate& certificate, const Coefficients& coefficients);
  // Between checks: tells the progress callback what a solver believes, which proves nothing. False: it asked to stop.
  bool announce(int iteration, double primal, double relative_gap);
  // True when iterations or time are used up; the caller then checks its last iterate and ends.
  bool must_stop(int iteration);
  // Ends with this status, such as no_progress.
  void give_up(Status status) { report_.status = status; }

  const Certificate& best() const { return report_.certificate; }
  const Coefficients& best_coefficients() const { return best_.coefficients; }
  double target_gap() const { return rule_.gap; }
  Solution finish();

 private:
  const StopRule& rule_;
  Stopwatch clock_;
  FitReport report_;
  Solution best_;
};

}  // namespace starling
