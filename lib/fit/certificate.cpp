#include "lib/fit/certificate.hpp"

#include <algorithm>

namespace starling {

double Certificate::proved_relative_gap() const {
  const double proved = std::max(gap, rounding_floor);
  return proved == 0.0 ? 0.0 : proved / scale;
}

}  // namespace starling
