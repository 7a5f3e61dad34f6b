// The bytes of a model file: little-endian integers and doubles, written and taken apart again.
#pragma once

#include <armadillo>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/error.hpp"

namespace starling::archive {

template <class Integer>
void append(std::string& bytes, Integer value) {
  for (std::size_t k = 0; k < sizeof(Integer); ++k) bytes += static_cast<char>((value >> (8 * k)) & 0xff);
}
inline void append_double(std::string& bytes, double value) { append(bytes, std::bit_cast<std::uint64_t>(value)); }
template <class Numbers>
void append_doubles(std::string& bytes, const Numbers& numbers) {
  for (const double value : numbers) append_double(bytes, value);
}

// Takes a file apart from its start to its end; whatever does not fit is InvalidModel.
class Reader {
 public:
  // `where` must outlive the reader.
  Reader(std::string_view bytes, const std::string& where) : rest_(bytes), where_(where) {}

  [[noreturn]] void refuse(Complaint complaint) const {
    complaint.where = where_;
    throw InvalidModel(std::move(complaint));
  }
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) refuse({.what = "the model file ends too early"});
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  template <class Integer>
  Integer integer() {
    Integer value = 0;
    const std::string_view bytes = take(sizeof(Integer));
    for (std::size_t k = 0; k < sizeof(Integer); ++k)
      value |= static_cast<Integer>(static_cast<Integer>(static_cast<unsigned char>(bytes[k])) << (8 * k));
    return value;
  }
  double number() { return std::bit_cast<double>(integer<std::uint64_t>()); }

  // Throws unless rows x cols numbers of 8 bytes can be in what is left: before anything of that size is asked for.
  void must_hold(std::uint64_t rows, std::uint64_t cols) const {
    if (cols == 0 || rows <= rest_.size() / sizeof(double) / cols) return;
    refuse({.what = "the sizes in the header do not fit the file",
            .expected = std::to_string(rows) + " x " + std::to_string(cols) + " numbers",
            .got = std::to_string(rest_.size()) + " bytes"});
  }
  arma::mat matrix(std::uint64_t rows, std::uint64_t cols) {
    must_hold(rows, cols);
    arma::mat values(rows, cols);
    for (double& value : values) value = number();
    return values;
  }
  arma::uvec counts(std::uint64_t size) {
    must_hold(size, 1);
    arma::uvec values(size);
    for (arma::uword& value : values) value = integer<std::uint64_t>();
    return values;
  }

  std::string_view rest() const { return rest_; }
  const std::string& where() const { return where_; }
  void drop_end(std::size_t count) { rest_.remove_suffix(count); }

 private:
  std::string_view rest_;
  const std::string& where_;
};

}  // namespace starling::archive
