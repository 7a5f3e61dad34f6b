#include "lib/linalg/semidefinite.hpp"

#include <fmt/format.h>

#include <cmath>

#include "lib/base/error.hpp"

namespace starling {

double eigenvalue_rounding(double largest, arma::uword n) {
  return 4.0 * arma::datum::eps * static_cast<double>(n) * largest;
}

void check_symmetric(const arma::mat& A, const std::string& what, const std::string& items) {
  if (A.n_rows != A.n_cols || A.is_empty())
    throw InvalidInput({.what = what + " is not a square matrix", .got = fmt::format("{}x{}", A.n_rows, A.n_cols)});
  for (arma::uword t = 0; t < A.n_cols; ++t)
    for (arma::uword s = 0; s <= t; ++s) {
      const std::string where = fmt::format("{} {},{}", items, s, t);
      if (!std::isfinite(A(s, t)) || !std::isfinite(A(t, s)))
        throw InvalidInput({.what = what + " holds a value that is not finite", .where = where});
      if (A(s, t) != A(t, s))
        throw InvalidInput(
            {.what = what + " is not symmetric", .where = where, .got = fmt::format("{} and {}", A(s, t), A(t, s))});
    }
}

void check_not_negative(double smallest, double rounding, const std::string& what) {
  if (!(smallest < -rounding)) return;
  throw InvalidInput({.what = what + " is not positive semidefinite",
                      .expected = "every eigenvalue >= 0",
                      .got = fmt::format("smallest eigenvalue {}", smallest),
                      .hint = fmt::format("it becomes so when {} is added to its diagonal", -smallest)});
}

}  // namespace starling
