// Features whose inner products come near a kernel between samples: linear methods then learn what machines with that
// kernel would, from more samples than rows of a kernel can be computed for.
//
//     const auto map = NystromFeatures::of(train, {.name = KernelName::rbf, .gamma = 0.1}, {.count = 500});
//     const Fit fit = MultitaskSvm{}.fit(map.apply(train));
//     fit.model->predict(0, map.apply(X));
//
// METHOD  Nystrom: with K = U L U' the kernel between landmarks, samples drawn without replacement from all tasks, the
//         features of x are L^-1/2 U' k(landmarks, x). They are what is nearest to the kernel in the span of the
//         landmarks. Any kernel.
//         Fourier: cos(w_j'x) and sin(w_j'x) over sqrt(count), w_j drawn from the spectrum of the rbf kernel, normal
//         with variance 2 gamma. Their inner product is on average the kernel, and off by about 1 / sqrt(count).
// COST    Landmarks: 9 count^3 flops. Applying them to n samples: 2 count (nnz + n rank); Fourier 2 count nnz, without
//         any landmarks to keep. Memory beside the new features: count d, and a few thousand rows.
// EDGES   The same seed gives the same map on every machine up to the last bits of exp, cos and sin, and the same bits
// for
//         any number of threads.
//         Where all samples are landmarks Nystrom's inner products are the kernel. Eigenvalues that rounding explains
//         are left out, so there may be fewer features than landmarks. Fourier features of every sample have length 1.
//         A precomputed kernel is InvalidOption, like more landmarks than samples and a count of 0; a kernel that is
//         not positive semidefinite among the landmarks InvalidInput.
// PAPERS  williams2001using, rahimi2007random
#pragma once

#include <cstdint>

#include "lib/data/multitask_data.hpp"
#include "lib/linalg/sample_kernel.hpp"

namespace starling {

struct MapSize {
  arma::uword count = 500;  // landmarks, or frequencies of two features each
  std::uint64_t seed = 0;
};

class NystromFeatures {
 public:
  // Landmarks are samples of positive weight.
  static NystromFeatures of(const MultiTaskData& data, const SampleKernel& kernel, const MapSize& size);

  arma::uword n_features() const { return whitening_.n_cols; }
  Design apply(const Design& X) const;
  MultiTaskData apply(const MultiTaskData& data) const;

 private:
  SampleKernel kernel_;
  arma::mat landmarks_;  // d x count
  arma::vec squares_;    // their |x|^2
  arma::mat whitening_;  // U L^-1/2
};

class FourierFeatures {
 public:
  // Of the rbf kernel exp(-gamma |x - z|^2) between samples of d features.
  static FourierFeatures of(arma::uword d, double gamma, const MapSize& size);

  arma::uword n_features() const { return 2 * frequencies_.n_cols; }
  Design apply(const Design& X) const;
  MultiTaskData apply(const MultiTaskData& data) const;

 private:
  arma::mat frequencies_;  // d x count
};

}  // namespace starling
