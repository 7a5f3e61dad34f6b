// Which tasks got worse than learning alone.
//
//     for (const DatasetBlock& block : blocks)
//       if (const auto transfer = negative_transfer(block, "")) ...       // transfer->rows[i].worse
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/compare/block.hpp"

namespace starling::compare {

struct TaskChange {
  std::size_t task = 0;  // from 0, as in the data
  double alone = 0.0;    // the score of learning alone, mean over repetitions
  double change = 0.0;   // (score - alone) / alone, means over repetitions: positive is worse
  double p_value = 1.0;  // that the task got worse, adjusted by Holm over the tasks of the row
};

struct TransferRow {
  std::string method;
  std::vector<TaskChange> tasks;          // those where both scores exist in every repetition, and alone > 0
  std::size_t worse = 0;                  // in the mean
  std::vector<std::size_t> surely_worse;  // tasks below the level of significance
  double mean_change = 0.0;               // over tasks; with its sign turned it is Delta_p
  double p_tasks = 1.0;                   // Wilcoxon's test that the changes of the tasks are about 0
};

struct NegativeTransfer {
  std::string dataset, alone, score;  // score: mse or error
  std::vector<TransferRow> rows;      // the other methods
};

// METHOD  Per task the corrected resampled t-test over repetitions, one-sided; over tasks the signed-rank test.
// EDGES   None: no row has scores of tasks, the reference has none, or there is nothing to compare it with. `alone`
//         names the reference; empty: the first row that learns every task by itself. Throws InvalidOption when no
//         row has that name.
// PAPERS  maninis2019attentive, nadeau2003inference, wilcoxon1945individual
std::optional<NegativeTransfer> negative_transfer(const DatasetBlock& block, std::string_view alone);

}  // namespace starling::compare
