// Directions to start from: what tasks learned alone have in common.
// PAPERS  kumar2012learning, arthur2007kmeans
#pragma once

#include "lib/base/random.hpp"
#include "lib/penalty/sparse_factors.hpp"
#include "lib/solver/factors/task_grams.hpp"

namespace starling::factors {

// Every task alone with a ridge of a hundredth of its mean curvature, p x T.
arma::mat tasks_alone(const TaskGrams& tasks);

// Start number 0: the leading singular vectors of V. Odd ones: columns of V, drawn one after the other with
// probabilities as the squared lengths of what those drawn before do not span. Other even ones: random combinations of
// the singular vectors. S fits V.
Factors start_from(const arma::mat& V, arma::uword k, std::uint64_t number, const RandomStream& stream);

}  // namespace starling::factors
