// One sweep of dual coordinate descent over the active samples, task by task, each step exact.
//
// Inside a task only z = w_t is kept: a step is one dot product and one addition. What the other tasks learn of it,
// they learn when the task is left. PAPERS  hsieh2008dual
#pragma once

#include "lib/base/random.hpp"
#include "lib/solver/svm/dual_state.hpp"

namespace starling::svm {

class Sweeper {
 public:
  explicit Sweeper(DualState& state);

  // Tasks and samples in a fresh random order, or in that of the sweep before.
  void sweep(bool fresh_order);
  int sweeps() const { return sweeps_; }
  bool moved() const { return moved_; }  // whether the last sweep changed any u

 private:
  DualState& state_;
  std::vector<std::uint32_t> order_;
  AlignedDoubles z_, entered_;
  RandomStream stream_;
  int sweeps_ = 0, orders_ = 0;
  bool moved_ = false;
};

}  // namespace starling::svm
