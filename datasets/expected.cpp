#include "datasets/expected.hpp"

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"

namespace starling {

arma::mat expected_matrix(const MatValue& value, const std::filesystem::path& path, arma::uword rows,
                          arma::uword cols) {
  const arma::mat& matrix = value.matrix();
  if (matrix.n_rows != rows || matrix.n_cols != cols)
    throw InvalidData({.what = "a variable has another size than in the public file",
                       .where = path.string(),
                       .expected = std::to_string(rows) + " x " + std::to_string(cols) + " matrix",
                       .got = value.kind()});
  return matrix;
}

void expect_number(const std::filesystem::path& path, std::string_view what, double got, double expected) {
  // The order of a sum may move its last digits; another file moves the first ones.
  if (std::abs(got - expected) <= 1e-9 * std::abs(expected)) return;
  throw InvalidData({.what = "the " + std::string(what) + " is another than in the public file",
                     .where = path.string(),
                     .expected = spelling::print(expected),
                     .got = spelling::print(got)});
}

}  // namespace starling
