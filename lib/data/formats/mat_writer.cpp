#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "lib/data/formats/mat_file.hpp"
#include "lib/data/formats/mat_parser.hpp"

namespace starling {
namespace {

constexpr std::size_t longest_name = 63;

void append_number(std::string& out, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

void append_element(std::string& out, std::uint32_t type, std::string_view data, std::string_view name) {
  if (data.size() > std::numeric_limits<std::uint32_t>::max())
    refuse(name, "is too large for a MATLAB file", "at most 4 GiB", fmt::format("{} bytes", data.size()));
  append_number(out, type, 4);
  append_number(out, data.size(), 4);
  out += data;
  out.append((8 - data.size() % 8) % 8, '\0');
}

std::string little_endian(const double* values, std::size_t count) {
  std::string out;
  out.reserve(8 * count);
  for (std::size_t i = 0; i < count; ++i) append_number(out, std::bit_cast<std::uint64_t>(values[i]), 8);
  return out;
}

template <class Range>
std::string as_int32(const Range& values, std::string_view name) {
  std::string out;
  for (const auto value : values) {
    if (value > static_cast<arma::uword>(std::numeric_limits<std::int32_t>::max()))
      refuse(name, "is too large for a MATLAB file", "sizes below 2^31", fmt::format("{}", value));
    append_number(out, value, 4);
  }
  return out;
}

// The body of a miMATRIX element.
std::string body(const MatValue& value, std::string_view name);

struct BodyWriter {
  std::string_view name;
  std::string out = {};

  void head(std::uint32_t kind, arma::uword rows, arma::uword cols, arma::uword n_nonzero = 0) {
    std::string flags;
    append_number(flags, kind, 4);
    append_number(flags, n_nonzero, 4);
    append_element(out, mat5::type_uint32, flags, name);
    append_element(out, mat5::type_int32, as_int32(arma::uvec{rows, cols}, name), name);
    append_element(out, mat5::type_int8, name, name);
  }
  void operator()(const arma::mat& X) {
    head(mat5::class_double, X.n_rows, X.n_cols);
    append_element(out, mat5::type_double, little_endian(X.memptr(), X.n_elem), name);
  }
  void operator()(const arma::sp_mat& X) {
    head(mat5::class_sparse, X.n_rows, X.n_cols, std::max<arma::uword>(X.n_nonzero, 1));
    append_element(out, mat5::type_int32, as_int32(arma::uvec(X.row_indices, X.n_nonzero), name), name);
    append_element(out, mat5::type_int32, as_int32(arma::uvec(X.col_ptrs, X.n_cols + 1), name), name);
    append_element(out, mat5::type_double, little_endian(X.values, X.n_nonzero), name);
  }
  void operator()(const std::string& text) {
    // Sixteen-bit units are read as text by every version; other bytes than ASCII go as UTF-8.
    const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    head(mat5::class_char, text.empty() ? 0 : 1, text.size());
    std::string units;
    if (ascii)
      for (const char c : text) append_number(units, static_cast<unsigned char>(c), 2);
    append_element(out, ascii ? mat5::type_uint16 : mat5::type_utf8, ascii ? units : text, name);
  }
  void operator()(const MatCell& cell) {
    head(mat5::class_cell, cell.rows, cell.cols);
    for (const MatValue& value : cell.values) append_element(out, mat5::type_matrix, body(value, ""), name);
  }
  void operator()(const MatUnread& other) { refuse(name, "cannot be written: " + other.kind); }
};

std::string body(const MatValue& value, std::string_view name) {
  BodyWriter writer{.name = name};
  std::visit(writer, value.content());
  return writer.out;
}

bool valid_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto later = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= longest_name && letter(name.front()) && std::ranges::all_of(name, later);
}

}  // namespace

std::string to_mat(const std::vector<MatVariable>& variables) {
  // No date in the header: the same data give the same bytes.
  std::string out = "MATLAB 5.0 MAT-file, written by Starling";
  out.resize(mat5::header_size - 12, ' ');
  out.append(8, '\0');
  append_number(out, 0x0100, 2);
  append_number(out, 0x4D49, 2);
  for (const auto& [name, value] : variables) {
    if (!valid_name(name)) refuse(name, "is no name for a MATLAB variable");
    append_element(out, mat5::type_matrix, body(value, name), name);
  }
  return out;
}

}  // namespace starling
