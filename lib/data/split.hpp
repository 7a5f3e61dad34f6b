// Ways to part the samples of every task: a random split, and folds for cross-validation.
//
//     const Split split = random_split(data, {.train_fraction = 0.7, .seed = 1});
//     const MultiTaskData train = data.subset(split.train), test = data.subset(split.test, true);
//
// The choice within task t is a function of (seed, t, the number of its samples and, when stratified, its targets)
// alone: the same on every machine, and not changed by the other tasks. Samples of weight 0 (missing targets among
// them) are neither counted nor assigned.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

// Positions within each task, ascending; every sample of positive weight is on exactly one side.
struct Split {
  std::vector<arma::uvec> train, test;
};

struct SplitPlan {
  double train_fraction = 0.7;                  // in (0, 1); the nearest number of samples
  std::optional<arma::uword> train_count = {};  // per task, in place of the fraction
  bool stratified = false;                      // every target value of a task in the same proportions, up to one
  std::uint64_t seed = 0;
};

// A fraction leaves at least one sample on each side of a task with two or more; a task's only sample is for training.
// Throws InvalidOption for a fraction out of range, and for a count of 0 or one that leaves a task nothing to test,
// naming the task.
Split random_split(const MultiTaskData& data, const SplitPlan& plan);

// Tasks with fewer samples than folds: an error, or on the training side of every fold.
enum class SmallTasks { refused, train };

struct FoldPlan {
  int folds = 5;            // >= 2
  bool stratified = false;  // the samples of each target value of a task are dealt evenly, up to one
  SmallTasks small_tasks = SmallTasks::refused;
  std::uint64_t seed = 0;
};

// One split a fold; within every task the test sides are a partition into parts whose sizes differ by at most one,
// or empty in a small one.
// Throws InvalidOption when there are more folds than samples in a task that is not for training, naming it.
std::vector<Split> k_folds(const MultiTaskData& data, const FoldPlan& plan);

}  // namespace starling
