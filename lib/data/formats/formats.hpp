// One door to data files.
//
//     const LoadedData in = read_data("school.npz");
//     write_data("school.csv", in.data);
//
// A file is known by its content, not by its name: NPZ, MATLAB, gzip and, for all else, text table. A folder is the
// per-task form with one file per task: every file ending in .csv .tsv .csv.gz .tsv.gz .npz or .mat, in the order of
// their names; a task is called like its file. Its tables have one target column, the only one in target_cols or the
// one of target_col or "y". Other files in the folder and hidden ones are passed over.
//
// Writing goes by the name's ending: .csv .tsv (both also with .gz) .npz .mat. The file appears whole or not at all, so
// that it may be the one the data came from.
//
// EDGES   Throws IoError when the system refuses the file, InvalidData when its content cannot be learned from,
//         InvalidOption when the options do not fit the data or the ending is unknown.
#pragma once

#include <filesystem>

#include "lib/data/formats/loaded_data.hpp"

namespace starling {

LoadedData read_data(const std::filesystem::path& path, const ReadOptions& options = {});
void write_data(const std::filesystem::path& path, const MultiTaskData& data, const WriteOptions& options = {});

}  // namespace starling
