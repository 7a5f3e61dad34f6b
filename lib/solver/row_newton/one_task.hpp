// The Lasso (and elastic net) of one task over a working set, from its Gram matrix.
//
// METHOD  Coordinate descent finds the signs; then Newton's step on the coefficients of those signs, exact because the
//         objective is quadratic there: coefficients that would change sign are set to zero together, or, where that
//         raises the objective, the step ends at the first of them.
// COST    A sweep 2 m s flops for s nonzero coefficients of m, a Newton step s^3 / 3.
#pragma once

#include <functional>

#include "lib/solver/row_newton/working_rows.hpp"

namespace starling::row_newton {

struct OneTaskPoint {
  arma::vec w;  // m
  arma::vec g;  // m: x_j'r - mu w_j
  double gap = 0.0;
};

// Minimises |y - X w|^2 / 2 + mu |w|^2 / 2 + sum lambda_j |w_j| from at.w until the gap over the working rows is at
// most `target`, nothing helps, or stop(rounds). Returns the rounds of sweeps and Newton steps.
int solve_one_task(const WorkingRows& rows, double target_square, double mu, double target,
                   const std::function<bool(int)>& stop, OneTaskPoint& at);

}  // namespace starling::row_newton
