// Predictions beside the truth, task by task: what every metric is computed from.
#pragma once

#include <armadillo>
#include <optional>
#include <vector>

#include "lib/data/multitask_data.hpp"
#include "lib/model/model.hpp"

namespace starling {

struct JudgedTask {
  arma::vec y;                            // targets; -1 and +1 for two classes, for more their positions 0, 1, 2, ...
  arma::vec eta;                          // predictions; decisions for two classes
  arma::vec weights;                      // as long as y
  std::optional<double> train_mean = {};  // of the targets the model was fitted to
  arma::mat decisions = {};               // of more than two classes, a column a class
};

struct Judged {
  std::vector<JudgedTask> tasks;
  bool classes = false;
  bool log_odds = false;  // eta is log(P(positive) / P(negative))
  arma::uword n_classes = 2;
};

// The model's predictions for data with as many tasks and features (throws InvalidInput otherwise), and targets in the
// units of the data the model was fitted to (throws InvalidData for a target that is none of its labels). `train`,
// with the same tasks, gives the training means; without it they are unknown.
Judged judge(const Model& model, const MultiTaskData& test, const MultiTaskData* train = nullptr);

}  // namespace starling
