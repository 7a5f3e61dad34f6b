#include "lib/solver/mixing.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/blas.hpp"

namespace starling {

void Mixing::forget() {
  count_ = slot_ = taken_ = 0;
  step_.reset();
  last_step_ = arma::datum::inf;
  mixed_ = false;
}

void Mixing::remember(const arma::mat& image, const arma::mat& step) {
  const arma::uword n = step.n_elem;
  if (step_.n_elem == n) {
    if (step_changes_.n_rows != n || step_changes_.n_cols != memory_) {
      step_changes_.set_size(n, memory_);
      image_changes_.set_size(n, memory_);
      products_.zeros(memory_, memory_);
    }
    double* ds = step_changes_.colptr(slot_);
    double* di = image_changes_.colptr(slot_);
    for (arma::uword i = 0; i < n; ++i) {
      ds[i] = step[i] - step_[i];
      di[i] = image[i] - image_[i];
    }
    count_ = std::min(memory_, count_ + 1);
    for (arma::uword k = 0; k < count_; ++k)
      products_(k, slot_) = products_(slot_, k) = blas::dot(n, ds, step_changes_.colptr(k));
    slot_ = (slot_ + 1) % memory_;
  }
  step_.set_size(n);
  image_.set_size(n);
  std::copy_n(step.memptr(), n, step_.memptr());
  std::copy_n(image.memptr(), n, image_.memptr());
}

// v enters as the last image.
bool Mixing::mix(arma::mat& v, const arma::mat& step) const {
  arma::mat products = products_.submat(0, 0, count_ - 1, count_ - 1);
  products.diag() += 1e-12 * arma::trace(products);
  if (!blas::cholesky_lower(blas::whole(products))) return false;
  arma::vec weights(count_);
  for (arma::uword k = 0; k < count_; ++k) weights[k] = blas::dot(step.n_elem, step_changes_.colptr(k), step.memptr());
  const blas::MutableView x{weights.memptr(), count_, 1, count_};
  blas::solve_lower(blas::Op::none, blas::whole(products), x);
  blas::solve_lower(blas::Op::transpose, blas::whole(products), x);
  if (!weights.is_finite()) return false;
  for (arma::uword k = 0; k < count_; ++k) blas::axpy(v.n_elem, -weights[k], image_changes_.colptr(k), v.memptr());
  return true;
}

void Mixing::advance(arma::mat& v, const arma::mat& step, arma::uword plain) {
  if (step.is_empty()) return;
  const double length = std::sqrt(blas::square_norm(step.n_elem, step.memptr()));
  if (mixed_ && length > 2.0 * last_step_) {
    std::copy_n(image_.memptr(), v.n_elem, v.memptr());
    forget();
    return;
  }
  v += step;
  remember(v, step);
  last_step_ = length;
  ++taken_;
  mixed_ = taken_ > plain && count_ > 0 && mix(v, step);
}

}  // namespace starling
