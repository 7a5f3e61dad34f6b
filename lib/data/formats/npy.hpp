// One array in NumPy's .npy format (versions 1 to 3).
//
// Read: booleans, integers of 8 to 64 bits and floats of 32 and 64 bits, as doubles, in C or Fortran order and either
// byte order; text ('S' and 'U') as UTF-8. Refused: objects (pickled Python, which would run code), structured,
// complex, half and long double, dates. The header is a Python literal; only the one dictionary NumPy writes is
// understood.
//
// EDGES   Throws InvalidData for a header longer than the file, a shape whose product does not fit or does not match
//         the bytes that follow, more than two dimensions, and text that is no Unicode.
#pragma once

#include <armadillo>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/data/formats/binary.hpp"

namespace starling {

class NpyArray {
 public:
  using Values = std::variant<arma::mat, std::vector<std::string>>;

  // One dimension is a single column, none a 1 x 1 matrix. where: for messages.
  NpyArray(std::vector<std::uint64_t> shape, Values values, std::string where)
      : shape_(std::move(shape)), values_(std::move(values)), where_(std::move(where)) {}

  bool is_text() const { return std::holds_alternative<std::vector<std::string>>(values_); }
  const std::vector<std::uint64_t>& shape() const { return shape_; }
  const std::string& where() const { return where_; }
  // Each throws InvalidData naming the array when it is something else.
  const arma::mat& matrix() const;                // numbers in two dimensions
  arma::vec vector() const;                       // numbers in one dimension, or in one column
  const std::vector<std::string>& words() const;  // text in one dimension

 private:
  [[noreturn]] void refuse_as(std::string_view wanted) const;

  std::vector<std::uint64_t> shape_;
  Values values_;
  std::string where_;
};

inline constexpr std::string_view npy_magic = "\x93NUMPY";

bool looks_like_npy(std::string_view bytes);
// source: the name used in messages. Beyond the bytes, memory is charged to the budget.
NpyArray parse_npy(std::string_view bytes, std::string_view source, MemoryBudget& budget);

// Version 1, little endian: a matrix in Fortran order, a vector or words (as 'U') in one dimension.
std::string to_npy(const arma::mat& matrix);
std::string to_npy(const arma::vec& vector);
std::string to_npy(const std::vector<std::string>& words);
// Whole numbers as int64, in one dimension.
std::string to_npy(const std::vector<std::int64_t>& integers);

}  // namespace starling
