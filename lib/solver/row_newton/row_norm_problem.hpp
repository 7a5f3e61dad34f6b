// The problems of Newton's method on the scales of the rows where tasks share one dense X.
#pragma once

#include "lib/fit/problem.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"

namespace starling::row_newton {

using RowNormProblem = Problem<Squared, Ridged<RowGroupLasso>>;

}  // namespace starling::row_newton
