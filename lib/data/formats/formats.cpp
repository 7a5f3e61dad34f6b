#include "lib/data/formats/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/data/formats/binary.hpp"
#include "lib/data/formats/csv.hpp"
#include "lib/data/formats/mat.hpp"
#include "lib/data/formats/npz.hpp"

namespace starling {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> endings = {".csv", ".tsv", ".csv.gz", ".tsv.gz", ".npz", ".mat"};

bool ends_with(const fs::path& path, std::string_view ending) {
  std::string name = path.filename().string();
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name.ends_with(ending);
}

// The longest known ending of the name, or none.
std::string_view known_ending(const fs::path& path) {
  std::string_view found;
  for (const std::string_view ending : endings)
    if (ends_with(path, ending) && ending.size() > found.size()) found = ending;
  return found;
}

// Text formats that would be mistaken for a table, by name.
void refuse_other_text(const fs::path& path) {
  for (const std::string_view ending : {".arff", ".svmlight", ".libsvm", ".svm"})
    if (ends_with(path, ending))
      refuse(path.string(), fmt::format("'{}' files are not read", ending), "a text table, NPZ or MATLAB file");
}

LoadedData read_file_of_data(const fs::path& path, const ReadOptions& options) {
  refuse_other_text(path);
  std::string bytes = read_file(path);
  const std::string source = path.string();
  if (bytes.empty()) refuse(source, "is empty");
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
    NpzFile file(std::move(bytes), source, options.memory_limit);
    return from_npz(file);
  }
  if (looks_like_mat(bytes)) return from_mat(MatFile::parse(bytes, source, options.memory_limit));
  if (looks_like_npy(bytes))
    refuse(source, "is a single array, which is no multi-task data", "an archive of X and Y", {},
           "numpy.savez('data.npz', X=X, Y=Y)");
  if (bytes.starts_with("\x89HDF\r\n")) refuse(source, "is an HDF5 file, which is not read");
  const TableOptions table{.delimiter = options.delimiter, .memory_limit = options.memory_limit};
  return from_table(unpacked_table(std::move(bytes), source, table), options);
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    if (!name.starts_with('.') && !known_ending(name).empty()) files.push_back(entries->path());
  }
  if (error) throw IoError(folder.string() + ": cannot be read: " + error.message());
  if (files.empty())
    refuse(folder.string(), "the folder holds no file of data",
           fmt::format("one file per task, such as 1{}", endings[0]));
  std::ranges::sort(files);
  return files;
}

ReadOptions options_of_one_task(const ReadOptions& options) {
  if (!options.task_col.empty() || !options.weight_col.empty() || options.target_cols.size() > 1)
    throw InvalidOption(
        {.what = "a folder of tasks has one target column and neither task nor weight column", .where = "columns"});
  ReadOptions one = options;
  if (one.target_cols.empty()) one.target_cols = {options.target_col.empty() ? "y" : options.target_col};
  one.target_col.clear();
  return one;
}

LoadedData read_folder(const fs::path& folder, const ReadOptions& options) {
  const ReadOptions one = options_of_one_task(options);
  std::vector<Task> tasks;
  std::vector<std::string> feature_names, class_names;
  for (const fs::path& file : files_of(folder)) {
    const LoadedData loaded = read_file_of_data(file, one);
    const MultiTaskData& data = loaded.data;
    if (data.n_tasks() != 1)
      refuse(file.string(), "a file in a folder of tasks holds several", "one task", fmt::format("{}", data.n_tasks()));
    if (tasks.empty()) {
      feature_names = data.feature_names();
      class_names = loaded.class_names;
    }
    if (data.feature_names() != feature_names) refuse(file.string(), "features other than those of the first file");
    if (loaded.class_names != class_names) refuse(file.string(), "classes other than those of the first file");
    const std::string name = file.filename().string();
    tasks.push_back({.X = data.design(0),
                     .y = data.targets(),
                     .weights = data.weights(),
                     .name = name.substr(0, name.size() - known_ending(file).size())});
  }
  MultiTaskData data = MultiTaskData::from_tasks(std::move(tasks));
  if (!feature_names.empty()) data = data.with_feature_names(std::move(feature_names));
  return {.data = std::move(data), .class_names = std::move(class_names), .form = DataForm::per_task};
}

}  // namespace

LoadedData read_data(const fs::path& path, const ReadOptions& options) {
  std::error_code ignored;
  return fs::is_directory(path, ignored) ? read_folder(path, options) : read_file_of_data(path, options);
}

void write_data(const fs::path& path, const MultiTaskData& data, const WriteOptions& options) {
  const std::string_view ending = known_ending(path);
  if (ending.empty())
    throw InvalidOption({.what = "the name's ending tells no format that can be written",
                         .where = path.string(),
                         .expected = ".csv, .tsv, .npz or .mat"});
  if (ending == ".npz") return save_atomically(path, to_npz(data, options));
  if (ending == ".mat") return save_atomically(path, to_mat(data, options));
  WriteOptions table = options;
  if (ending.starts_with(".tsv")) table.delimiter = '\t';
  const std::string text = to_csv(data, table);
  save_atomically(path, ending.ends_with(".gz") ? gzip(text) : text);
}

}  // namespace starling
