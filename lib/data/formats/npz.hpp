// NumPy's .npz archives: a zip of .npy arrays by name, and multi-task data in them.
//
//     NpzFile file = NpzFile::open("data.npz");
//     const arma::mat X = file.read("X").matrix();
//
// Multi-task data use these names:
//   wide       X (n x d) and Y (n x T, NaN = missing); weights (n x T)
//   long_rows  X, y (n, NaN = missing) and task (n; integers or text), tasks in the order they first occur; weights (n)
//   one task   X and y; weights (n)
//   per_task   X_0 y_0 X_1 y_1 ...; weights_0 ...
// Any X may be sparse: X_data X_indices X_indptr X_shape, rows compressed as in scipy.sparse.csr_matrix, the column
// indices of a row in ascending order. task_names, feature_names and class_names (text) are optional. Other arrays are
// left alone, but a name close to one of these words is taken for a misspelling.
//
// EDGES   An archive is refused for entries with a path, an absolute name or a name that occurs twice, for entries that
//         are encrypted, whose size or checksum is not what it says, and for asking for more memory than MemoryBudget
//         allows (a bomb). Only arrays that are asked for are decompressed. Throws IoError and InvalidData.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/data/formats/binary.hpp"
#include "lib/data/formats/loaded_data.hpp"
#include "lib/data/formats/npy.hpp"

struct zip;

namespace starling {

class NpzFile {
 public:
  // memory_limit in bytes; 0: 4 times the file and 64 MiB.
  static NpzFile open(const std::filesystem::path& path, std::uint64_t memory_limit = 0);
  NpzFile(std::string bytes, std::string source, std::uint64_t memory_limit = 0);

  // The arrays' names, without ".npy".
  const std::vector<std::string>& names() const { return names_; }
  bool contains(std::string_view name) const;
  NpyArray read(std::string_view name);
  const std::string& source() const { return source_; }
  MemoryBudget& budget() { return budget_; }

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  std::string entry(std::size_t index);

  std::string source_;
  std::unique_ptr<std::string> bytes_;  // in one place for as long as the archive is open
  MemoryBudget budget_;
  std::unique_ptr<zip, Close> archive_;
  std::vector<std::string> names_;
};

// Uncompressed; the same content gives the same bytes. Each pair is a name without ".npy" and the bytes of to_npy().
std::string to_npz(const std::vector<std::pair<std::string, std::string>>& arrays);

LoadedData read_npz(const std::filesystem::path& path, const ReadOptions& options = {});
LoadedData from_npz(NpzFile& file);
// Throws InvalidOption when the wide form is asked for tasks of different X.
std::string to_npz(const MultiTaskData& data, const WriteOptions& options = {});

}  // namespace starling
