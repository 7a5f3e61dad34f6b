// What a solver reports of data that were brought to a comfortable scale, in the units of the original ones.
//
// solve_rescaled() certifies anew by certify(); where a certificate says more than that, such as a bound that the
// problem alone does not give, the solver's own is converted instead. Factors are powers of two, so that is exact.
#pragma once

#include "lib/solver/rescaled.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

// The objective of the scaled data is y^2 as large.
FitReport unscaled(FitReport report, const DataScale& scale);

}  // namespace starling
