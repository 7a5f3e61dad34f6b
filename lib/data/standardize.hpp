// Features in units of their own spread: column j of every task is divided by scale_j, the standard deviation of
// feature j over the samples of all tasks together (weighted by the sample weights, divisor sum of weights).
//
// Columns are only scaled, never centred. With a free intercept centring would change b alone, and it would make sparse
// matrices dense. Without an intercept the model goes through the origin of the data as given, so centring would be
// wrong: there, too, only the units of the features change. The intercept itself has no units to change.
//
// A fit on scaled data has coefficients W_scaled = scale_j W_j; predictions are the same. A penalty then bears on
// W_scaled: features count by their spread and not by their units. One scale for all tasks keeps a feature comparable
// between tasks.
//
// EDGES   A column that is constant up to rounding (or so small that 1 / scale overflows) keeps the factor 1.
//         Values of any magnitude give their deviation without overflow.
// COST    Two passes over the features, and one copy of them in apply().
#pragma once

#include <armadillo>

#include "lib/data/multitask_data.hpp"

namespace starling {

struct Standardizer {
  arma::vec scale;  // d, > 0

  static Standardizer of(const MultiTaskData& data);

  MultiTaskData apply(const MultiTaskData& data) const;
  arma::mat to_scaled(const arma::mat& W) const;    // coefficients of the data as given -> of the scaled data
  arma::mat to_original(const arma::mat& W) const;  // and back
};

// The standard deviation of all feature values of all samples together, weighted by the sample weights; 0 where they
// are equal up to rounding.
double value_deviation(const MultiTaskData& data);

}  // namespace starling
