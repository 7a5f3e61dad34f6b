// Elapsed time for reports and time limits; no algorithmic decision other than a limit may look at it.
#pragma once

#include <chrono>

namespace starling {

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace starling
