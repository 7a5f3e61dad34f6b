// The certificate of a problem from its reduced samples, which costs nothing that grows with the number of samples.
//
// METHOD  The reduced problem is certified like any other. Its bounds hold for all samples but for the rounding errors
//         of the reduction, of which each column and target has at most the size that ReducedFrom says: the lower bound
//         is moved down by what they can do to both bounds and to the norms |x_j'R| that make a dual point feasible.
// EDGES   None where that is more than a share of the gap asked for. No dual point comes with it: it would have n T
//         numbers.
// PAPERS  higham2002accuracy, ndiaye2017gap
#pragma once

#include <optional>

#include "lib/fit/certificate.hpp"
#include "lib/solver/row_newton/reduced_samples.hpp"
#include "lib/solver/row_newton/row_norm_problem.hpp"

namespace starling::row_newton {

// problem: on all samples, of which only the penalty is looked at; scale: its null_objective(). gap: the relative gap
// that is asked for.
std::optional<Certificate> certify_reduced(const ReducedSamples& reduced, const RowNormProblem& problem,
                                           const arma::mat& W, double scale, double gap);

}  // namespace starling::row_newton
