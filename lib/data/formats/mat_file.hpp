// The variables of a MATLAB file (level 5, what MATLAB's save -v6 and -v7 write), by name.
//
//     const MatFile file = MatFile::read("LandmineData.mat");
//     const MatCell& feature = file.at("feature").cell();
//     const arma::mat& X_1 = feature.values[0].matrix();
//
// Read: real matrices of every number class (as doubles), sparse matrices, text of one line, cell arrays of these in
// any nesting up to 16 levels. Structs, objects, complex and higher-dimensional arrays are kept as a name for what
// they are; asking for one as a matrix says so.
//
// The reader is our own because the file may come from anywhere: every length is checked before it is believed, and
// memory stays within MemoryBudget. A library (matio) was measured and left out: docs/house.md, "Where the code departs
// from the first plan". The format is described in "MATLAB MAT-File Format" (MathWorks, level 5).
//
// EDGES   Throws IoError when the file cannot be read; InvalidData for a damaged file, a variable that occurs twice,
//         unsorted sparse rows, and for versions 4 and 7.3 (save with '-v7').
#pragma once

#include <armadillo>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/data/formats/binary.hpp"
#include "lib/linalg/design.hpp"

namespace starling {

class MatValue;

struct MatCell {
  arma::uword rows = 0, cols = 0;
  std::vector<MatValue> values;  // column by column
};

// A kind of variable that is not read, in words: "struct", "complex matrix".
struct MatUnread {
  std::string kind;
};

class MatValue {
 public:
  using Content = std::variant<arma::mat, arma::sp_mat, std::string, MatCell, MatUnread>;

  // where: file and variable, such as "data.mat: X{3}", for messages.
  MatValue(Content content, std::string where = {});

  const Content& content() const { return content_; }
  // Each throws InvalidData naming the variable when it is something else.
  const arma::mat& matrix() const;
  arma::vec vector() const;  // a matrix of one row or one column (or empty)
  Design design() const;     // a dense or sparse matrix
  const std::string& text() const;
  const MatCell& cell() const;
  // "5 x 3 matrix", "1 x 29 cell array", "struct", ...
  std::string kind() const;

 private:
  [[noreturn]] void refuse_as(std::string_view wanted) const;

  Content content_;
  std::string where_;
};

struct MatVariable {
  std::string name;
  MatValue value;
};

class MatFile {
 public:
  // memory_limit in bytes; 0: 4 times the file and 64 MiB.
  static MatFile read(const std::filesystem::path& path, std::uint64_t memory_limit = 0);
  // The same from bytes in memory; source is the name used in messages.
  static MatFile parse(std::string_view bytes, const std::string& source, std::uint64_t memory_limit = 0);

  const std::string& source() const { return source_; }
  const std::vector<MatVariable>& variables() const { return variables_; }
  bool contains(std::string_view name) const;
  // Throws InvalidData with the nearest name.
  const MatValue& at(std::string_view name) const;

 private:
  std::string source_;
  std::vector<MatVariable> variables_;
};

// True when bytes start as a MATLAB file of level 5 or 7.3 does.
bool looks_like_mat(std::string_view bytes);

// The bytes of a level 5 file, uncompressed. Throws InvalidData for a variable over 4 GiB, a name MATLAB cannot have
// and a MatUnread.
std::string to_mat(const std::vector<MatVariable>& variables);

}  // namespace starling
