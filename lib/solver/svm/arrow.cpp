#include "lib/solver/svm/arrow.hpp"

#include <algorithm>

#include "lib/linalg/parallel.hpp"

namespace starling::svm {

Arrow::Arrow(const ColumnBlocks& samples, double shared)
    : samples_(samples),
      shared_(shared),
      pull_(shared / (1.0 + shared * static_cast<double>(samples.n_tasks()))),
      factors_(samples.n_tasks() * samples.width() * samples.stride()) {}

void Arrow::common_part(const AlignedDoubles& W, AlignedDoubles& w0) const {
  w0.zero();
  for (arma::uword t = 0; t < samples_.n_tasks(); ++t)
    kernels::add(samples_.stride(), pull_, W.data() + t * samples_.stride(), w0.data());
  forget_own_columns(w0.data());
}

void Arrow::forget_own_columns(double* common) const {
  std::fill(common + samples_.shared_width(), common + samples_.stride(), 0.0);
}

bool Arrow::factor(const double* theta) {
  const arma::uword d = samples_.width(), stride = samples_.stride(), T = samples_.n_tasks();
  constexpr arma::uword tasks_of_a_run = 8;
  parallel_for((T + tasks_of_a_run - 1) / tasks_of_a_run, [&](std::size_t run) {
    AlignedDoubles H(d * d), work;
    for (arma::uword t = run * tasks_of_a_run; t < std::min(T, (run + 1) * tasks_of_a_run); ++t) {
      const arma::uword n = samples_.column_stride(t);
      if (work.size() < n) work = AlignedDoubles(n);
      kernels::weighted_gram(n, d, samples_.columns(t), n, theta + samples_.begin(t), work.data(), H.data());
      for (arma::uword j = 0; j < d; ++j) H[j * d + j] += 1.0;
      kernels::inverse_factor(d, H.data(), stride, factors_.data() + t * d * stride);
    }
  });
  if (shared_ == 0.0) return true;
  schur_.zeros(stride, stride);
  schur_.diag() += 1.0 / pull_;
  blas::add_square(blas::Op::transpose, -1.0, blas::View{factors_.data(), stride, T * d, stride}, blas::view(schur_));
  for (arma::uword j = samples_.shared_width(); j < samples_.width(); ++j) {
    schur_.row(j).zeros();
    schur_.col(j).zeros();
    schur_(j, j) = 1.0;
  }
  return blas::cholesky_lower(blas::view(schur_));
}

void Arrow::apply_inverse(arma::uword t, const double* g, double* out) const {
  const arma::uword d = samples_.width(), stride = samples_.stride();
  const double* factor = factors_.data() + t * d * stride;
  std::fill(out, out + stride, 0.0);
  for (arma::uword r = 0; r < d; ++r) {
    const double* row = factor + r * stride;
    const arma::uword used = AlignedDoubles::padded(r + 1);
    kernels::add(used, kernels::dot(used, row, g), row, out);
  }
}

void Arrow::solve(AlignedDoubles& g, AlignedDoubles& dW, double* change) const {
  const arma::uword stride = samples_.stride(), T = samples_.n_tasks();
  arma::mat common(stride, 1, arma::fill::zeros);
  if (shared_ > 0.0) {
    for (arma::uword t = 0; t < T; ++t) {
      apply_inverse(t, g.data() + t * stride, dW.data() + t * stride);
      kernels::add(stride, 1.0, dW.data() + t * stride, common.memptr());
    }
    forget_own_columns(common.memptr());
    const blas::View L = blas::view(static_cast<const arma::mat&>(schur_));
    blas::solve_lower(blas::Op::none, L, blas::view(common));
    blas::solve_lower(blas::Op::transpose, L, blas::view(common));
  }
  for (arma::uword t = 0; t < T; ++t) {
    kernels::add(stride, 1.0, common.memptr(), g.data() + t * stride);
    apply_inverse(t, g.data() + t * stride, dW.data() + t * stride);
    samples_.products(t, dW.data() + t * stride, change);
  }
}

}  // namespace starling::svm
