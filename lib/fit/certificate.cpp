#include "lib/fit/certificate.hpp"

#include <algorithm>
#include <cmath>

namespace starling {

double Certificate::proved_relative_gap() const { return relative(std::max(gap, rounding_floor)); }

double Certificate::relative(double absolute_gap) const {
  if (!std::isfinite(scale)) return arma::datum::inf;
  return absolute_gap == 0.0 ? 0.0 : absolute_gap / scale;
}

void Certificate::take_bound_of(const Certificate& earlier) {
  if (!(earlier.dual > dual)) return;
  dual = earlier.dual;
  dual_point = earlier.dual_point;
  rounding_floor += earlier.dual_rounding - dual_rounding;
  dual_rounding = earlier.dual_rounding;
  gap = std::max(0.0, primal - dual);
  relative_gap = relative(gap);
}

}  // namespace starling
