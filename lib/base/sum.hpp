// A running sum whose rounding error does not grow with the number of terms (Neumaier's compensated summation).
#pragma once

#include <cmath>

namespace starling {

class Sum {
 public:
  void add(double term) {
    const double total = total_ + term;
    lost_ += std::abs(total_) >= std::abs(term) ? (total_ - total) + term : (term - total) + total_;
    total_ = total;
    magnitude_ += std::abs(term);
  }
  // The compensation is left out once the sum is infinite: there it is NaN.
  double value() const { return std::isfinite(total_) ? total_ + lost_ : total_; }
  // Sum of the terms' absolute values: the scale of the rounding error of the terms themselves.
  double magnitude() const { return magnitude_; }

 private:
  double total_ = 0.0, lost_ = 0.0, magnitude_ = 0.0;
};

}  // namespace starling
