#include "lib/fit/certificate.hpp"

#include <algorithm>

namespace starling {

double Certificate::proved_relative_gap() const {
  const double proved = std::max(gap, rounding_floor);
  return proved == 0.0 ? 0.0 : proved / scale;
}

Certificate best_of(const Certificate& a, const Certificate& b) {
  Certificate both = a.primal <= b.primal ? a : b;
  both.dual = std::max(a.dual, b.dual);
  both.gap = std::max(0.0, both.primal - both.dual);
  both.relative_gap = both.gap == 0.0 ? 0.0 : both.gap / both.scale;
  return both;
}

}  // namespace starling
