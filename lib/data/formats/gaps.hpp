// Missing targets on their way between files and memory: in a file of arrays a missing target is NaN, in MultiTaskData
// it is a sample of weight 0.
#pragma once

#include <armadillo>
#include <string>

#include "lib/data/multitask_data.hpp"

namespace starling {

// A task whose NaN targets have weight 0.
Task task_with_gaps(Design X, arma::vec y, arma::vec weights, std::string name = {});

// The flat targets, NaN where a shared X has weight 0.
arma::vec targets_with_gaps(const MultiTaskData& data);

// True when some weight says more than "there" or "missing".
bool has_weights(const MultiTaskData& data);

}  // namespace starling
