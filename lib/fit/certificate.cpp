#include "lib/fit/certificate.hpp"

#include <algorithm>
#include <cmath>

namespace starling {

double Certificate::proved_relative_gap() const { return relative(std::max(gap, rounding_floor)); }

double Certificate::relative(double absolute_gap) const {
  if (!std::isfinite(scale)) return arma::datum::inf;
  return absolute_gap == 0.0 ? 0.0 : absolute_gap / scale;
}

}  // namespace starling
