// Mehrotra's predictor-corrector method on the active samples, for losses with corners and few features.
//
// METHOD  The samples that are not active keep their u. Every side of a loss that may matter is one pair
//         of complementary slacks; eliminating all but the coefficients leaves one d x d matrix a task around what the
//         tasks share (arrow.hpp). It starts on the central path of the coefficients at hand.
// COST    An iteration is n d^2 + T d^3 for n active samples; 6 to 30 of them.
// EDGES   The u handed back need not raise the dual: only a look at all samples says what they are worth.
// PAPERS  mehrotra1992implementation
#pragma once

#include "lib/solver/svm/dual_state.hpp"

namespace starling::svm {

struct InteriorRule {
  double gap = 0.0;  // absolute, of the reduced problem
  int max_iterations = 60;
};

// Moves the state's u, and puts the coefficients it ends with into W (T rows of stride). False: nothing was done.
// reach: how near to its corner a prediction makes a side of a loss matter that has no multiplier yet.
bool interior_point(DualState& state, const arma::vec& predictions, double reach, const InteriorRule& rule,
                    AlignedDoubles& W);

}  // namespace starling::svm
