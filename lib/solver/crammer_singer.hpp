// The solver of Crammer and Singer's machine for several classes and coupled tasks, linear.
//
// METHOD  Dual descent, all classes of a sample at once, task by task, with shrinking (classes/class_descent.hpp);
//         where that is slow, conjugate gradients on the face of the samples between classes (classes/class_face.hpp)
//         in turns with it. The best coefficients and the best dual point seen are kept apart: they need not belong
//         together.
// ITERATION  One sweep over the samples that are not shrunk away, or one product with the kernel of those between
//            classes.
// COST    A sweep is 4 K flops per stored feature value of its samples, and K times what an ordinary machine pays per
//         task (lib/solver/svm_engine.hpp). Memory: one copy of the features, row by row; T + 1 times d K numbers; a
//         few times N K.
// EDGES   Intercept::free throws InvalidOption.
//         Coefficients start from zero.
// PAPERS  crammer2001algorithmic, keerthi2008sequential, evgeniou2005learning
#pragma once

#include "lib/fit/class_terms.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

Solution solve_crammer_singer(const ClassProblem& problem, const StopRule& rule);

}  // namespace starling
