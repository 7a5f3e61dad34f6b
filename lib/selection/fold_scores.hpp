// Scores of fits by k-fold cross-validation within every task: what all searches share.
//
// METHOD  Every task is cut into folds; a model is fitted to the other folds of all tasks and judged on the ones left
//         out. Fits that differ in the penalty strength alone are a path, from the largest strength to the smallest. A
//         share of lambda_max is resolved on the training samples of the fold. The mean and the standard error
//         (sd / sqrt(folds)) of a point are over the folds in which every point has a score.
//         Folds run side by side on control.threads threads, which also bound the threads of the fits inside them.
// MEMORY  The training and test samples of as many folds as run at once; where folds of a shared X differ between
//         tasks, its matrix is used by all of them.
// EDGES   Throws InvalidOption for an unknown metric and for folds < 2 or more than a task has samples; InvalidData
//         when no fold has a score at every point. The same inputs give the same bits, for any number of threads.
//         The progress callback is called by one fold at a time, from any thread; once it says stop, every fold ends at
//         its next check. An exception in a fold ends the folds after it; the one of the first such fold is thrown.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/estimator/estimator.hpp"

namespace starling {

struct PointScore {
  std::vector<std::optional<double>> folds;  // none: undefined
  double mean = 0.0, standard_error = 0.0;
};

// Fits that differ in the penalty strength alone, and where their scores go in the list of points.
struct ScoredPath {
  Params rest = {};  // the other options
  std::vector<std::size_t> points;
  std::vector<Lambda> strengths = {};  // falling; none: a single fit
};

struct FoldScoring {
  int folds = 5;
  std::string metric = {};  // name; empty: the natural one of the method
  std::uint64_t seed = 0;   // of the folds
  FitControl control = {};  // of every fit; its start is not used
  // Work that runs beside the folds and is told like them when to stop; false stops them.
  std::function<bool(const FitControl&)> beside = {};
};

struct FoldScores {
  std::string metric;
  bool higher_is_better = false;
  std::vector<PointScore> points;  // none where the progress callback stopped a fit
  std::size_t folds_used = 0;      // in which every point has a score
  std::size_t best = 0;            // the point with the best mean, the first of equals

  bool interrupted() const { return points.empty(); }
  // Whether the mean of point k is within one standard error of the best.
  bool within_one_error(std::size_t k) const;
};

FoldScores score_folds(const Estimator& estimator, const MultiTaskData& data, const std::vector<ScoredPath>& paths,
                       const FoldScoring& plan);

}  // namespace starling
