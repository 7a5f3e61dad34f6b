// The loops of pair descent over the samples of one task: what the decisions become in a step, and how strongly every
// sample is driven afterwards.
//
// A sample is driven upwards by z - up and downwards by down - z, where z is its decision; up is infinite where it
// cannot go up, and down minus infinite where it cannot go down. Maxima do not depend on the order they are taken in:
// the bits are the same for every instruction set.
#pragma once

#include <armadillo>
#include <cstdint>

namespace starling::svm {

struct Strongest {
  double up, down;  // drives; minus infinity where there is none
  double gain;      // of a step in one sample alone: (positive drive)^2 inverse; 0 where none is driven
};

// One task's samples, n of them. index: where each is in a row of the kernel; null where they follow one another.
struct DriveLanes {
  arma::uword n;
  const std::uint32_t* index;
  double* z;
  const double *up, *down;
  const double *curvature, *inverse;  // of a step in the sample alone
};

// z += length (row - other), other may be null; then what drives are the strongest. Without `gains` gain is 0.
Strongest move(const DriveLanes& samples, double length, const double* row, const double* other, bool gains);
// The same without a step.
Strongest strongest(const DriveLanes& samples, bool gains);

// The first sample that is driven upwards this strongly; whose single step gains this much.
arma::uword find_up(const DriveLanes& samples, double up);
arma::uword find_gain(const DriveLanes& samples, double gain);

// The sample that goes down while the one of `row` goes up, driven by `up`, with the largest gain to second order; n
// where no pair gains. own: the first sample's curvature; A: what the row is multiplied with between these samples.
struct Upward {
  double up, own, A;
  const double* row;
};
arma::uword best_partner(const DriveLanes& samples, const Upward& first, double* gains);

}  // namespace starling::svm
