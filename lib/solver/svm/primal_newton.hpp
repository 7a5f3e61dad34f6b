// Newton's method on the primal, for smooth losses and few features.
//
// METHOD  (I + X_t'Theta X_t) a task around what the tasks share (arrow.hpp), Theta the second derivatives of the
//         losses; the objective is minimised along every step, so it converges from anywhere. u follows as the gradient
//         of the losses, where the duality gap is the norm of the objective's gradient under the coupling.
// COST    An iteration is N d^2 + T d^3, and a few passes over N numbers.
// PAPERS  chapelle2007training
#pragma once

#include "lib/solver/svm/arrow.hpp"
#include "lib/solver/svm/dual_state.hpp"

namespace starling::svm {

class PrimalNewton {
 public:
  explicit PrimalNewton(DualState& state);

  // From the state's coefficients until the gap is at most `gap` (absolute); moves the state's u, and puts the
  // coefficients it ends with into W (T rows of stride).
  void run(double gap, int max_iterations, AlignedDoubles& W);

 private:
  double gap_at(const AlignedDoubles& W);  // sets u, B, theta and the gradient
  double best_length(const AlignedDoubles& W) const;

  DualState& state_;
  ColumnBlocks columns_;
  Arrow arrow_;
  AlignedDoubles m_, dm_, theta_, u_, gradient_, step_, common_, excess_;
};

}  // namespace starling::svm
