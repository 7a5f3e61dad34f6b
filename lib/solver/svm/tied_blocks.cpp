#include "lib/solver/svm/tied_blocks.hpp"

#include "lib/linalg/row_kernels.hpp"

namespace starling::svm {

TiedBlocks::TiedBlocks(const TaskTies& ties, arma::uword length)
    : ties_(ties), length_(length), own_(ties.matrix().n_rows * length), common_(ties.rank() * length) {}

void TiedBlocks::gather() {
  common_.zero();
  for (arma::uword r = 0; r < ties_.rank(); ++r)
    for (arma::uword t = 0; t < ties_.matrix().n_rows; ++t) kernels::add(length_, ties_.share(t, r), own(t), common(r));
}

void TiedBlocks::coefficients(arma::uword t, double* z) const {
  const double* blocks = own_.data();
  std::fill(z, z + length_, 0.0);
  if (ties_.full()) {
    for (arma::uword s = 0; s < ties_.matrix().n_rows; ++s)
      kernels::add(length_, ties_.matrix()(s, t), blocks + s * length_, z);
    return;
  }
  kernels::add(length_, ties_.alone(), blocks + t * length_, z);
  for (arma::uword r = 0; r < ties_.rank(); ++r)
    kernels::add(length_, ties_.strength() * ties_.share(t, r), common(r), z);
}

void TiedBlocks::leave(arma::uword t, const double* z, const double* z_before) {
  const double scale = 1.0 / ties_.own(t);
  const auto learn = [&](double share, double* of) {
    for (arma::uword j = 0; j < length_; ++j) of[j] += share * (z[j] - z_before[j]);
  };
  learn(scale, own(t));
  for (arma::uword r = 0; r < ties_.rank(); ++r) learn(scale * ties_.share(t, r), common(r));
}

}  // namespace starling::svm
