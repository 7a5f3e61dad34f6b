// A squared-loss problem with one dense X and far more samples than features, as one with as many samples as features:
// with X~'X~ = R'R of the weighted and centred features,
//
//     |Y~ - X~ W|^2 = |R^-T X~'Y~ - R W|^2 + what no W changes,
//
// so the reduced problem (R, R^-T X~'Y~), every sample of factor 1 and without intercepts, has the same optima, the
// same lambda_max and objectives that differ by one number.
//
// EDGES   None where n < 3 d / 2, and where X~ is not far from singular: squaring it costs half of the digits. Columns
//         that are constant stay, as columns of zeros.
// COST    n d (d + T) flops, in blocks of rows; d (d + T) numbers are kept.
#pragma once

#include <armadillo>
#include <optional>

#include "lib/data/multitask_data.hpp"

namespace starling::row_newton {

// What is known of the features and targets that were reduced: centred where intercepts are free, and weighted.
struct ReducedFrom {
  arma::vec means;             // d, of the features; zeros without intercepts
  arma::rowvec target_means;   // T
  arma::vec lengths;           // d, of the columns
  double target_length = 0.0;  // |Y~|
  arma::vec length_errors;     // d: the reduced columns are exact for columns of X~ that lie within so much of them
  double target_error = 0.0;   // the same for the targets
};

struct ReducedSamples {
  MultiTaskData data;   // d x d, d x T
  arma::vec c;          // all 1
  double unseen = 0.0;  // what the reduced objective lacks
  ReducedFrom from;

  // The best intercepts for these coefficients.
  arma::rowvec intercepts(const arma::mat& W) const;
};

// Data that Whitened::suits.
std::optional<ReducedSamples> reduce_samples(const MultiTaskData& data, const arma::vec& c, bool free_intercept);

// Whether so many fits to these data cost less on the reduced problem, the reduction included.
bool reduction_pays(const MultiTaskData& data, std::size_t fits);

}  // namespace starling::row_newton
