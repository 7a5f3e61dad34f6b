// What an unpenalised intercept adds to the dual of support vector machines: sum u = 0 in every task.
//
// METHOD  The method of multipliers (the proximal point method on b): sweeps solve the problem in which b_t may
//         leave its centre at a price, (b_t - centre)^2 / (2 grip), and then the centre moves there. The gap of each
//         such problem need only be a share of that price.
// PAPERS  rockafellar1976augmented
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "lib/solver/svm/engine.hpp"

namespace starling::svm {

// Intercepts at their centres, with grips that let b_t move as far in one step as its samples can ask for.
std::vector<TaskIntercept> free_intercepts(const SampleRows& rows, const TaskTies& ties,
                                           const std::vector<DualSample>& samples, const arma::rowvec& centres);

// Moves u to sum zero in every task as far as its free samples have room: they lose least by it, as their predictions
// are where they want them.
void settle(const DualState& state, arma::vec& u);

// When the problem around one set of centres is solved well enough, and what follows.
class Centres {
 public:
  // The gap of the problem around the centres that is worth reaching before they move.
  double enough(double target) const { return std::max(target, enough_); }
  // After an advance: whether centres and gap are where they should be. Moves the centres when only they are not.
  bool settled(Engine& engine, double target);

 private:
  double enough_ = 0.0, cost_before_ = std::numeric_limits<double>::infinity();
};

}  // namespace starling::svm
