// Multi-task data in MATLAB files.
//
// Read: cell arrays X and Y with X{t} (n_t x d) and Y{t} (n_t, NaN = missing) as MALSAR has them, or matrices X (n x d)
// and Y (n x T, NaN = missing). Any X may be sparse. A cell array or matrix `weights` beside Y and the cell arrays of
// text task_names, feature_names and class_names are optional; other variables are left alone.
// Written: the same, as a level 5 file without compression.
//
// EDGES   Throws IoError; InvalidData as MatFile does and when the variables do not make a form; InvalidOption when the
//         wide form is asked for tasks of different X, or the long form.
#pragma once

#include <filesystem>
#include <string>

#include "lib/data/formats/loaded_data.hpp"
#include "lib/data/formats/mat_file.hpp"

namespace starling {

LoadedData read_mat(const std::filesystem::path& path, const ReadOptions& options = {});
LoadedData from_mat(const MatFile& file);
std::string to_mat(const MultiTaskData& data, const WriteOptions& options = {});

}  // namespace starling
