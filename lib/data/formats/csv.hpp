// Multi-task data in text tables; Table tells what a table may look like.
//
// Reading a wide table: the target columns are named by the options, all others are features. Reading a long one: the
// task column holds the task of each row (any text; tasks are in the order in which they first occur), the target
// column its target, the weight column, if any, its weight. A target column that holds no numbers at all holds words,
// which must be two; they become 0 and 1 in alphabetical order.
//
// EDGES   Only a target may be missing, and only by a word the options declare: "NA", "nan" or an empty cell are errors
//         otherwise. In a long table a missing target is a sample of weight 0.
//         Throws InvalidData with file:line:column; InvalidOption when the columns named by the options do not fit.
#pragma once

#include <filesystem>
#include <string>

#include "lib/data/formats/loaded_data.hpp"
#include "lib/data/formats/table.hpp"

namespace starling {

LoadedData read_csv(const std::filesystem::path& path, const ReadOptions& options = {});
LoadedData from_table(const Table& table, const ReadOptions& options = {});

// The text of a table that reads back to the same bits. Features without names are called x1, x2, ...
// The long form leaves missing targets out, and has a weight column when a weight differs from 1.
// Throws InvalidOption when two columns would have one name, when the wide form is asked for tasks of different X or
// with weights, or for the per-task form.
std::string to_csv(const MultiTaskData& data, const WriteOptions& options = {});

}  // namespace starling
