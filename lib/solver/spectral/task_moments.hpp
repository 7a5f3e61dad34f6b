// Weighted second moments of one task's features and targets, about their means where these are centred.
#pragma once

#include "lib/solver/row_newton/ragged_columns.hpp"
#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::spectral {

// The upper triangle of [X y]' C [X y] for the chosen features of task t, (p + 1) x (p + 1). Columns that are constant
// to rounding have zeros.
// COST    n_t p^2 flops. Made for few features.
arma::mat task_moments(const QuadraticSource& source, const arma::uvec& features, arma::uword t);

// The targets of a task that go with the columns that TaskColumns writes: centred, times sqrt(c), c > 0 only.
arma::vec centred_targets(const TaskColumns& columns, const QuadraticSource& source, arma::uword t);

}  // namespace starling::spectral
