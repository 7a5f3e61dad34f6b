// Where the files of the classic data sets are looked for. None of them is shipped or fetched.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace starling {

// What the caller says about it. Empty: only the environment is looked at.
struct DataSource {
  std::filesystem::path data_dir = {};
};

// The files of one data set and where the public gets them.
struct DataFiles {
  std::string_view folder;  // below a data directory
  std::span<const std::string_view> files;
  std::string_view origin;  // public source, for error messages and the catalogue
  std::string_view licence;
};

// data_dir, the environment variable STARLING_DATA, and starling/datasets in the cache of the user ($XDG_CACHE_HOME or
// ~/.cache), in this order; those that are not set are left out.
std::vector<std::filesystem::path> data_directories(const DataSource& source);

// DIR/folder/file or DIR/file in the first of these directories that has it.
// Throws IoError naming the places, the file and its origin when none has.
std::filesystem::path find_data_file(const DataFiles& wanted, std::string_view file, const DataSource& source);

// The message of that error for the first file that is not there; "" when all are.
std::string missing_data(const DataFiles& wanted, const DataSource& source);

}  // namespace starling
