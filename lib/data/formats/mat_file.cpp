#include "lib/data/formats/mat_file.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "lib/base/input_file.hpp"
#include "lib/base/names.hpp"
#include "lib/data/formats/mat_parser.hpp"

namespace starling {
namespace {

constexpr std::string_view hdf5_mark = "MATLAB 7.3 MAT-file";

// The order of bytes from the end of the header. Throws InvalidData when this is no file of level 5.
bool reversed_order(std::string_view bytes, std::string_view source) {
  if (bytes.starts_with(hdf5_mark))
    refuse(source, "is a MATLAB file of version 7.3", "version 5 to 7", "7.3", "save it with '-v7'");
  const std::string_view mark = bytes.size() >= mat5::header_size ? bytes.substr(124, 4) : std::string_view();
  using namespace std::string_view_literals;
  if (mark == "\x00\x01IM"sv) return std::endian::native != std::endian::little;
  if (mark == "\x01\x00MI"sv) return std::endian::native == std::endian::little;
  refuse(source, "is no MATLAB file of level 5", {}, {}, "save it with '-v7'");
}

}  // namespace

MatValue::MatValue(Content content, std::string where) : content_(std::move(content)), where_(std::move(where)) {}

void MatValue::refuse_as(std::string_view wanted) const {
  refuse(where_, "is of another kind", std::string(wanted), kind());
}

std::string MatValue::kind() const {
  if (const auto* X = std::get_if<arma::mat>(&content_)) return fmt::format("{} x {} matrix", X->n_rows, X->n_cols);
  if (const auto* X = std::get_if<arma::sp_mat>(&content_))
    return fmt::format("{} x {} sparse matrix", X->n_rows, X->n_cols);
  if (const auto* cell = std::get_if<MatCell>(&content_))
    return fmt::format("{} x {} cell array", cell->rows, cell->cols);
  if (const auto* other = std::get_if<MatUnread>(&content_)) return other->kind;
  return "text";
}

const arma::mat& MatValue::matrix() const {
  if (const auto* X = std::get_if<arma::mat>(&content_)) return *X;
  refuse_as("a dense matrix");
}

arma::vec MatValue::vector() const {
  const arma::mat& values = matrix();
  if (values.n_rows != 1 && values.n_cols != 1 && !values.empty()) refuse_as("a vector");
  return arma::vectorise(values);
}

Design MatValue::design() const {
  if (const auto* X = std::get_if<arma::mat>(&content_)) return *X;
  if (const auto* X = std::get_if<arma::sp_mat>(&content_)) return *X;
  refuse_as("a matrix");
}

const std::string& MatValue::text() const {
  if (const auto* text = std::get_if<std::string>(&content_)) return *text;
  refuse_as("text");
}

const MatCell& MatValue::cell() const {
  if (const auto* cell = std::get_if<MatCell>(&content_)) return *cell;
  refuse_as("a cell array");
}

MatFile MatFile::read(const std::filesystem::path& path, std::uint64_t memory_limit) {
  return parse(read_file(path), path.string(), memory_limit);
}

MatFile MatFile::parse(std::string_view bytes, const std::string& source, std::uint64_t memory_limit) {
  const bool reversed = reversed_order(bytes, source);
  MemoryBudget budget(source, bytes.size(), memory_limit);
  MatFile file;
  file.source_ = source;
  std::set<std::string> seen;
  ByteCursor cursor(bytes, source, reversed);
  cursor.take(mat5::header_size);
  while (cursor.rest() > 0) {
    mat5::Element element = mat5::next_element(cursor);
    std::string inflated;
    if (element.type == mat5::type_compressed) {
      inflated = inflate(element.data, Compression::zlib, source, budget);
      ByteCursor inner(inflated, source, reversed);
      element = mat5::next_element(inner);
    } else {
      budget.allow_widening(element.data.size());
    }
    if (element.type != mat5::type_matrix) refuse(source, "holds something that is no variable");
    MatVariable variable = mat5::parse_variable(element.data, source, reversed, budget);
    if (variable.name.empty()) continue;  // MATLAB's own book-keeping
    if (!seen.insert(variable.name).second) refuse(source, "holds the variable '" + variable.name + "' twice");
    file.variables_.push_back(std::move(variable));
  }
  return file;
}

bool MatFile::contains(std::string_view name) const {
  for (const MatVariable& variable : variables_)
    if (variable.name == name) return true;
  return false;
}

const MatValue& MatFile::at(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const MatVariable& variable : variables_) {
    if (variable.name == name) return variable.value;
    names.push_back(variable.name);
  }
  refuse(source_, "holds no variable '" + std::string(name) + "'", {}, {}, name_hint(name, names));
}

bool looks_like_mat(std::string_view bytes) {
  if (bytes.starts_with(hdf5_mark)) return true;
  if (bytes.size() < mat5::header_size) return false;
  const std::string_view mark = bytes.substr(126, 2);
  return mark == "IM" || mark == "MI";
}

}  // namespace starling
