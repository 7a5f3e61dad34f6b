// What a look at the samples of one task computes of each: its part of both objectives, how strongly it wants to move,
// and whether it is free. Four samples at a time: the sums do not depend on the instruction set.
#pragma once

#include <armadillo>

#include "lib/solver/svm/dual_sample.hpp"

namespace starling::svm {

struct SampleTerms {
  double loss = 0.0, phi = 0.0;
  double squares = 0.0, pulled = 0.0;  // sum of (positive pressure)^2, and of how many samples
};

// Of n samples with the predictions eta. u: their variables; pressure: see DualSample; is_free: 1 or 0. corners: no
// sample has a shift.
struct SampleRun {
  arma::uword n;
  const DualSample* samples;
  const double* eta;
  bool corners;
  double *u, *pressure;
  unsigned char* is_free;
};

SampleTerms sample_terms(const SampleRun& run);

}  // namespace starling::svm
