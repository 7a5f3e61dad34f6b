// Newton's method on the row scales tau, for a fixed set of working rows and any RowScaleModel.
//
// METHOD  On the rows F with tau > 0 or |g| > lambda: the Hessian of phi with the right-hand side of the secular
//         equations 1/|g_j| = 1/lambda_j, |g|^2 (|g| - lambda) / lambda, subject to tau + d >= 0; a line search on phi.
//         The Hessian is used again where the last step cut the gap tenfold and F has not grown. Where a line search
//         fails the step is solved exactly, then the gradient takes the place of the secular right-hand side (a
//         descent direction for certain), until three full steps have passed.
#pragma once

#include <functional>

#include "lib/solver/row_newton/ragged_point.hpp"

namespace starling {

struct DescentBudget {
  double target = 0.0;              // of the gap on the working rows, absolute
  double gap = 0.0;                 // that is known before the first step, absolute
  double accuracy = 1e-2;           // of inexact evaluations, as a share of the gap and per task
  int at_most = 60;                 // steps
  std::function<bool(int)> stop{};  // asked before every step with the number of steps done
};

// From point.tau (and what the model's evaluate() starts from) to a point of this gap. Returns the number of steps.
int descend_scales(RowScaleModel& model, const DescentBudget& budget, RowPoint& point);

}  // namespace starling
