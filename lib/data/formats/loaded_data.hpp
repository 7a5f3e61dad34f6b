// What goes in and out of data files, whatever their format.
//
// Four forms become one MultiTaskData:
//   wide       one X for all tasks and a matrix Y (n x T); NaN in Y, or a declared word in a table, is a missing target
//   long_rows  one row per sample with the task it belongs to, its target and, if any, its weight
//   per_task   a pair X_t, y_t for every task
// A folder with one file per task is the per-task form too.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

// automatic: wide when the tasks share one X, otherwise long_rows in a table and per_task in a container of arrays.
enum class DataForm { automatic, wide, long_rows, per_task };
std::span<const std::string_view> enum_names(DataForm);

struct LoadedData {
  MultiTaskData data;
  // Of targets given as words: the words that stand for the targets 0, 1, 2, ..., in alphabetical order. Empty when the
  // targets are numbers.
  std::vector<std::string> class_names = {};
  DataForm form = DataForm::per_task;
};

struct ReadOptions {
  // Tables (CSV, TSV) only. Wide: the target columns, one per task. Long: the task column and the target column; what
  // is not given is a column called "task" or "y" (and, with neither given, "weight") when it exists.
  std::vector<std::string> target_cols = {};
  std::string task_col = {}, target_col = {}, weight_col = {};
  std::vector<std::string> ignored_cols = {};   // neither features nor targets
  std::vector<std::string> missing_words = {};  // cells that mean a missing target, such as "NA"
  char delimiter = '\0';                        // ',', ';' or '\t'; '\0': found out
  // All formats: how much memory the file may take, in bytes; 0: 4 times its size and 64 MiB.
  std::uint64_t memory_limit = 0;
};

struct WriteOptions {
  DataForm form = DataForm::automatic;
  // Tables only.
  std::string task_col = "task", target_col = "y", weight_col = "weight";
  std::string missing_word = "NA";
  char delimiter = ',';
  // Words written instead of the targets 0, 1, 2, ... (tables only); empty: numbers.
  std::vector<std::string> class_names = {};
};

}  // namespace starling
