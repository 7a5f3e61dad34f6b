#include "lib/solver/svm/tied_blocks.hpp"

#include <algorithm>

#include "lib/linalg/row_kernels.hpp"

namespace starling::svm {

TiedBlocks::TiedBlocks(const TaskTies& ties, arma::uword length)
    : ties_(ties), length_(length), own_(ties.matrix().n_rows * length), common_(ties.rank() * length) {}

void TiedBlocks::gather() {
  common_.zero();
  for (arma::uword r = 0; r < ties_.rank(); ++r)
    for (arma::uword t = 0; t < ties_.matrix().n_rows; ++t) kernels::add(length_, ties_.share(t, r), own(t), common(r));
}

void TiedBlocks::add(double share, const TiedBlocks& others) {
  kernels::add(own_.size(), share, others.own_.data(), own_.data());
  kernels::add(common_.size(), share, others.common_.data(), common_.data());
}

void TiedBlocks::coefficients(arma::uword t, double* z) const {
  if (ties_.full()) {
    std::fill(z, z + length_, 0.0);
    for (arma::uword s = 0; s < ties_.matrix().n_rows; ++s) kernels::add(length_, ties_.matrix()(s, t), own(s), z);
    return;
  }
  const double* own_part = own(t);
  const double alone = ties_.alone();
  for (arma::uword j = 0; j < length_; ++j) z[j] = alone * own_part[j];
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
