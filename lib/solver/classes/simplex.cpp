#include "lib/solver/classes/simplex.hpp"

#include <algorithm>

namespace starling::classes {

void project_onto_simplex(double* q, arma::uword n, double total) {
  // Measured from the largest, numbers that stay are not lost in the rounding of their common part.
  const double top = *std::max_element(q, q + n);
  double threshold = -total;
  for (arma::uword count = n + 1;;) {
    double sum = 0.0;
    arma::uword above = 0;
    for (arma::uword k = 0; k < n; ++k) {
      const double value = q[k] - top;
      if (!(value > threshold)) continue;
      sum += value;
      ++above;
    }
    // The threshold rises, so they become fewer, but for rounding.
    if (above >= count) break;
    count = above;
    threshold = (sum - total) / static_cast<double>(count);
  }
  for (arma::uword k = 0; k < n; ++k) q[k] = std::max(0.0, (q[k] - top) - threshold);
}

}  // namespace starling::classes
