#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "lib/data/formats/npy.hpp"
#include "lib/data/formats/unicode.hpp"

namespace starling {
namespace {

std::string npy_header(std::string_view descr, bool fortran, std::string_view shape) {
  std::string text =
      fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", descr, fortran ? "True" : "False", shape);
  // The data begin at a multiple of 64 bytes.
  const std::size_t before = npy_magic.size() + 4;
  text.append((64 - (before + text.size() + 1) % 64) % 64, ' ');
  text += '\n';
  std::string out(npy_magic);
  out += '\x01';
  out += '\0';
  out += static_cast<char>(text.size() & 0xFFU);
  out += static_cast<char>(text.size() >> 8U);
  return out + text;
}

void append_little_endian(std::string& out, std::uint64_t value, int width) {
  for (int k = 0; k < width; ++k) out += static_cast<char>((value >> (8 * k)) & 0xFFU);
}

std::string doubles(std::string header, const arma::mat& values) {
  header.reserve(header.size() + 8 * values.n_elem);
  for (const double value : values) append_little_endian(header, std::bit_cast<std::uint64_t>(value), 8);
  return header;
}

}  // namespace

std::string to_npy(const arma::mat& matrix) {
  return doubles(npy_header("<f8", true, fmt::format("({}, {})", matrix.n_rows, matrix.n_cols)), matrix);
}

std::string to_npy(const arma::vec& vector) {
  return doubles(npy_header("<f8", false, fmt::format("({},)", vector.n_elem)), vector);
}

std::string to_npy(const std::vector<std::int64_t>& integers) {
  std::string out = npy_header("<i8", false, fmt::format("({},)", integers.size()));
  for (const std::int64_t value : integers) append_little_endian(out, static_cast<std::uint64_t>(value), 8);
  return out;
}

std::string to_npy(const std::vector<std::string>& words) {
  std::vector<std::u32string> wide;
  std::size_t longest = 1;
  for (const std::string& word : words) {
    wide.push_back(to_utf32(word));
    longest = std::max(longest, wide.back().size());
  }
  std::string out = npy_header(fmt::format("<U{}", longest), false, fmt::format("({},)", words.size()));
  for (const std::u32string& word : wide)
    for (std::size_t k = 0; k < longest; ++k) append_little_endian(out, k < word.size() ? word[k] : 0U, 4);
  return out;
}

}  // namespace starling
