// What the coefficients of a fit look like and, of generated data, how much of the truth is in them; every metric under
// its exact name.
//
//     const auto scores = coefficient_scores(model, {});
//     scores.at("rank")
//
//   objective                the least value that was found of what the method minimises: the upper bound of its
//                            certificate
//   zero_rows                share of the features whose coefficients are zero in every task
//   nonzeros                 number of coefficients that are not zero
//   rank                     of W: its singular values above 1e-10 of the largest
//
// Against a truth; an outlier task follows none of what the others have in common, so all but the first two leave
// them out:
//
//   estimation_error_mean, estimation_error_max, estimation_error_max_ordinary
//                            lengths |w_t - w*_t| (lib/estimator/truth_metrics.hpp)
//   support_f1               of the features with a coefficient, against those that matter; not where all do
//   adjusted_rand_index      of the groups the method reports ("clusters" or "groups" of what it learned), against the
//                            planted ones
//   feature_subspace_angle   in radians, the largest principal angle between the planted space of the tasks'
//                            coefficients (columns of W*), of dimension r, and the r leading left singular vectors of
//                            W; pi / 2 where W has a lower rank. Not where r is the number of features
//   task_subspace_angle      the same of rows and right singular vectors; not where r is the number of tasks
//
// zero_rows, nonzeros and rank have no good side: tables rank the simpler coefficients first. Objectives compare where
// methods minimise the same.
//
// PAPERS  hubert1985comparing, bjorck1973numerical
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/model/linear_model.hpp"

namespace starling {

struct CoefficientMetric {
  std::string_view name;
  bool higher_is_better;
};
std::span<const CoefficientMetric> coefficient_metrics();

// What a generator planted, as datasets/dataset.hpp has it. Refers to what it is made of.
struct PlantedTruth {
  const arma::mat& W;               // d x T
  const arma::uvec& clusters;       // T, or empty: none planted
  int rank = 0;                     // of the ordinary tasks' columns of W; 0: none planted
  const arma::uvec& outlier_tasks;  // ascending
};

// By name; what is not defined or not finite is left out. Throws InvalidInput for a truth of another size than the model. Cost: a
// singular value decomposition of W.
std::map<std::string, double> coefficient_scores(const LinearModel& model, const std::optional<PlantedTruth>& truth);

}  // namespace starling
