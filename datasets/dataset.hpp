// A data set ready for an experiment: samples to learn from, samples to test on, and the truth where it is known.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

enum class Target { regression, classification };
inline std::span<const std::string_view> enum_names(Target) {
  static constexpr std::array<std::string_view, 2> names = {"regression", "classification"};
  return names;
}

// What a generator planted. Tasks and features count from 0. A field a generator plants nothing in is empty (rank: 0).
struct Truth {
  arma::mat W;               // d x T
  arma::rowvec b;            // 1 x T
  arma::rowvec noise;        // 1 x T: sd of the noise of every task
  arma::uvec support;        // features with a coefficient that is not zero in some ordinary task, ascending
  arma::uvec clusters;       // T: the cluster of every task; an outlier task is a cluster of its own
  int rank = 0;              // of the ordinary tasks' columns of W
  arma::uvec outlier_tasks;  // tasks that follow none of the above, ascending
};

// One published division into training and test samples: of every task, positions within the task, ascending.
struct OfficialSplit {
  std::vector<arma::uvec> train, test;
};

struct Dataset {
  std::string name;
  MultiTaskData train;                // every sample there is, unless there is a test part
  std::optional<MultiTaskData> test;  // the same tasks and features
  std::optional<Truth> truth;
  Target target = Target::regression;          // classification: targets are -1 and +1
  std::vector<OfficialSplit> official_splits;  // of the training part
  std::string description;                     // one paragraph: what a sample and a task are

  bool classification() const { return target == Target::classification; }
};

}  // namespace starling
