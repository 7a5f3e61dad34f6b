// What turns a decision f into the probability of a class: 1 / (1 + exp(-(slope f + offset))).
#pragma once

#include <cmath>

namespace starling {

struct Sigmoid {
  double slope = 1.0, offset = 0.0;

  // In [0, 1]; e^-|z| never overflows.
  double at(double f) const {
    const double z = slope * f + offset, e = std::exp(-std::abs(z));
    return z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
  }
};

}  // namespace starling
