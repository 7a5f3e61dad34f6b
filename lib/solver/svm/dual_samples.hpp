// The samples of a problem as dual descent takes them, with factors unit c.
#pragma once

#include <vector>

#include "lib/fit/problem.hpp"
#include "lib/solver/svm/dual_sample.hpp"

namespace starling::svm {

template <DualShaped L, TaskCoupling P>
std::vector<DualSample> dual_samples(const Problem<L, P>& problem, double unit) {
  std::vector<DualSample> samples(problem.data.size());
  for (arma::uword i = 0; i < samples.size(); ++i) {
    if (!(problem.c[i] > 0.0)) continue;
    const DualShape shape = dual_shape(problem.loss, problem.data.targets()[i], unit * problem.c[i]);
    samples[i] = {
        .low = shape.low, .high = shape.high, .below = shape.below, .above = shape.above, .shift = shape.shift};
  }
  return samples;
}

}  // namespace starling::svm
