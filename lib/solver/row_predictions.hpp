// Predictions from few rows of W.
#pragma once

#include "lib/data/multitask_data.hpp"

namespace starling {

// data.forward(W, {}), but rows of zeros cost nothing where most are.
// COST  2 N s flops for s nonzero rows, column by column, or one product with all features where that is faster.
arma::vec predict_from_rows(const MultiTaskData& data, const arma::mat& W);

}  // namespace starling
