#include "lib/linalg/semidefinite.hpp"

#include <fmt/format.h>

#include "lib/base/error.hpp"

namespace starling {

double eigenvalue_rounding(double largest, arma::uword n) {
  return 4.0 * arma::datum::eps * static_cast<double>(n) * largest;
}

void check_not_negative(double smallest, double rounding, const std::string& what) {
  if (!(smallest < -rounding)) return;
  throw InvalidInput({.what = what + " is not positive semidefinite",
                      .expected = "every eigenvalue >= 0",
                      .got = fmt::format("smallest eigenvalue {}", smallest),
                      .hint = fmt::format("it becomes so when {} is added to its diagonal", -smallest)});
}

}  // namespace starling
