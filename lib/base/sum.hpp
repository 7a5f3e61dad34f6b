// A running sum whose rounding error does not grow with the number of terms (compensated summation).
#pragma once

#include <cmath>

namespace starling {

class Sum {
 public:
  void add(double term) {
    add_exactly(term);
    magnitude_ += std::abs(term);
  }
  // Adds another sum with what it has lost.
  void add(const Sum& other) {
    add_exactly(other.total_);
    lost_ += other.lost_;
    magnitude_ += other.magnitude_;
  }
  // A sum made elsewhere: its rounded total, what that lacks, and the sum of its terms' absolute values.
  static Sum of_parts(double total, double lost, double magnitude) {
    Sum sum;
    sum.total_ = total;
    sum.lost_ = lost;
    sum.magnitude_ = magnitude;
    return sum;
  }
  // The compensation is left out once the sum is infinite: there it is NaN.
  double value() const { return std::isfinite(total_) ? total_ + lost_ : total_; }
  // Sum of the terms' absolute values: the scale of the rounding error of the terms themselves.
  double magnitude() const { return magnitude_; }

 private:
  // Knuth's two-sum: what the rounded sum lacks, without asking which term is larger.
  void add_exactly(double term) {
    const double total = total_ + term, seen = total - total_;
    lost_ += (total_ - (total - seen)) + (term - seen);
    total_ = total;
  }

  double total_ = 0.0, lost_ = 0.0, magnitude_ = 0.0;
};

}  // namespace starling
