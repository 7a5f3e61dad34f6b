// Blocks of invented scores.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "apps/compare/block.hpp"

namespace starling::compare::fake {

// A row a method, with the ev_global of every repetition.
inline DatasetBlock block(const std::string& dataset,
                          const std::vector<std::pair<std::string, std::vector<double>>>& rows) {
  DatasetBlock made{.dataset = dataset, .metric = {.name = "ev_global", .percent = true}, .rows = {}};
  made.repetitions = rows.front().second.size();
  for (const auto& [method, scores] : rows) {
    MethodRow row{.method = method, .results = {}};
    for (const double score : scores)
      row.results.push_back(Result{.outcome = Outcome::ok,
                                   .status = "optimal",
                                   .relative_gap = 1e-7,
                                   .seconds = {.fit = 0.25},
                                   .metrics = {{"ev_global", score}, {"mse", 1.0 - score}}});
    made.rows.push_back(std::move(row));
  }
  return made;
}

// mse[repetition][task] of a row.
inline void set_tasks(MethodRow& row, const std::vector<std::vector<double>>& mse) {
  for (std::size_t r = 0; r < mse.size(); ++r) row.results[r]->task_scores = {{"mse", mse[r]}};
}

}  // namespace starling::compare::fake
