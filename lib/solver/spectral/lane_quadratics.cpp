#include "lib/solver/spectral/lane_quadratics.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/lanes.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/spectral/task_moments.hpp"

namespace starling::spectral {

using lanes::width;

LaneQuadratics::LaneQuadratics(arma::uword n_tasks, arma::uword p)
    : n_tasks_(n_tasks),
      p_(p),
      padded_((n_tasks + width - 1) / width * width),
      A_(padded_ / width * lanes::matrix_size(p)),
      inverse_(padded_ / width * lanes::matrix_size(p)),
      squares_(n_tasks, arma::fill::zeros) {
  if (p > lanes::largest)
    throw InvalidInput({.what = "too many features for explicit inverses",
                        .expected = "at most " + std::to_string(lanes::largest),
                        .got = std::to_string(p)});
  q_.zeros(padded_, p);
}

LaneQuadratics::LaneQuadratics(const QuadraticSource& source, arma::uvec features)
    : LaneQuadratics(source.data.n_tasks(), features.n_elem) {
  d_ = source.data.n_features();
  features_ = std::move(features);
  parallel_for(padded_ / width, [&](std::size_t group) {
    for (arma::uword t = group * width; t < std::min(n_tasks_, (group + 1) * width); ++t)
      set_task(t, task_moments(source, features_, t), source.mu);
  });
  complete();
}

void LaneQuadratics::set_task(arma::uword t, const arma::mat& moments, double mu) {
  double* A = A_.data() + t / width * lanes::matrix_size(p_) + t % width;
  for (arma::uword j = 0; j < p_; ++j) {
    for (arma::uword i = 0; i <= j; ++i) A[lanes::entry(j, i)] = moments(i, j);
    A[lanes::entry(j, j)] += mu;
    q_(t, j) = moments(j, p_);
  }
  squares_[t] = moments(p_, p_);
}

void LaneQuadratics::complete() { constant_ = 0.5 * kernels::sum(squares_.n_elem, squares_.memptr()).value(); }

// f(group) for runs of groups with enough work for a thread.
template <class F>
void LaneQuadratics::for_groups(const F& f) const {
  constexpr arma::uword enough = 131072;  // numbers
  const arma::uword groups = padded_ / width;
  const arma::uword run = std::max<arma::uword>(1, enough / std::max<arma::uword>(1, lanes::matrix_size(p_)));
  parallel_for((groups + run - 1) / run, [&](std::size_t k) {
    for (arma::uword group = k * run; group < std::min(groups, (k + 1) * run); ++group) f(group);
  });
}

void LaneQuadratics::multiply(const AlignedDoubles& matrices, const arma::mat& V, arma::mat& product) const {
  product.set_size(padded_, p_);
  for_groups([&](arma::uword group) {
    lanes::multiply(p_, matrices.data() + group * lanes::matrix_size(p_), 1.0, V.memptr() + group * width, nullptr,
                    product.memptr() + group * width, padded_);
  });
}

void LaneQuadratics::gradient(const arma::mat& V, arma::mat& G) const {
  multiply(A_, V, G);
  G -= q_;
}

double LaneQuadratics::bend(const arma::mat& V) const {
  arma::mat product;
  multiply(A_, V, product);
  return blas::dot(V.n_elem, V.memptr(), product.memptr());
}

void LaneQuadratics::factor(double rho) {
  rho_ = rho;
  for_groups([&](arma::uword group) {
    const arma::uword at = group * lanes::matrix_size(p_);
    lanes::invert(p_, A_.data() + at, rho, inverse_.data() + at);
  });
}

void LaneQuadratics::proximal_point(const arma::mat& target, arma::mat& V) const {
  V.set_size(padded_, p_);
  for_groups([&](arma::uword group) {
    const arma::uword at = group * width;
    lanes::multiply(p_, inverse_.data() + group * lanes::matrix_size(p_), rho_, target.memptr() + at, q_.memptr() + at,
                    V.memptr() + at, padded_);
  });
}

// The largest eigenvalue of any task's matrix, from below, by a few power steps on all tasks at once.
double LaneQuadratics::largest_stretch(const AlignedDoubles& matrices, int steps) const {
  arma::mat x(padded_, p_), next(padded_, p_);
  // No direction is left out, and none is special.
  for (arma::uword i = 0; i < x.n_elem; ++i)
    x[i] = (i % 2 ? 1.0 : -1.0) * (1.0 + static_cast<double>(i * 2654435761U % 1024U) / 1024.0);
  double largest = 0.0;
  for (int step = 0; step < steps; ++step) {
    multiply(matrices, x, next);
    const arma::vec before = arma::sum(arma::square(x), 1), after = arma::sum(arma::square(next), 1);
    largest = 0.0;
    for (arma::uword t = 0; t < n_tasks_; ++t)
      if (before[t] > 0.0) largest = std::max(largest, std::sqrt(after[t] / before[t]));
    std::swap(x, next);
    const double size = arma::abs(x).max();
    if (size > 0.0) x /= size;
  }
  return largest;
}

double LaneQuadratics::middle_curvature() const {
  if (p_ == 0) return 0.0;
  const double flattest = 1.0 / largest_stretch(inverse_, 4) - rho_;
  return flattest > 0.0 ? std::sqrt(flattest * largest_stretch(A_, 2)) : 0.0;
}

arma::mat LaneQuadratics::coefficients(const arma::mat& V) const {
  arma::mat W(d_, n_tasks_, arma::fill::zeros);
  for (arma::uword a = 0; a < p_; ++a)
    for (arma::uword t = 0; t < n_tasks_; ++t) W(features_[a], t) = V(t, a);
  return W;
}

arma::mat LaneQuadratics::iterate(const arma::mat& W) const {
  arma::mat V(padded_, p_, arma::fill::zeros);
  for (arma::uword a = 0; a < p_; ++a)
    for (arma::uword t = 0; t < n_tasks_; ++t) V(t, a) = W(features_[a], t);
  return V;
}

}  // namespace starling::spectral
