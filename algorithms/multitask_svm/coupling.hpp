// The task coupling that the options of a multi-task support vector machine describe.
#pragma once

#include "algorithms/multitask_svm.hpp"
#include "lib/penalty/quadratic_coupling.hpp"

namespace starling::multitask_svm {

// Throws InvalidOption for lists that go with another coupling or are of another length than the tasks need, for an
// impossible graph, and for a matrix that is not positive semidefinite.
QuadraticCoupling coupling_of(const MultitaskSvm::Options& options, arma::uword n_tasks);

// w_0 over the sum of all w_t; none where no w_0 is defined.
std::optional<double> common_share(const MultitaskSvm::Options& options, arma::uword n_tasks);

}  // namespace starling::multitask_svm
