#include "lib/solver/spectral/task_moments.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/aligned.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/row_kernels.hpp"
#include "lib/solver/row_newton/ragged_columns.hpp"

namespace starling::spectral {
namespace {

// Sums of squares of a block of columns: by our own kernel where they are too few for BLAS to run at speed.
class WeightedSquares {
 public:
  WeightedSquares(arma::uword height, arma::uword width)
      : by_kernel_(width <= 32),
        width_(width),
        stride_(AlignedDoubles::padded(height)),
        columns_(stride_ * width),
        theta_(stride_),
        work_(stride_),
        part_(width, width, arma::fill::zeros) {}

  void write(arma::uword a, arma::uword count, const double* x, const double* c, double mean) {
    double* out = columns_.data() + a * stride_;
    if (by_kernel_) {
      kernels::centre_and_scale(count, x, mean, 1.0, out);
      return;
    }
    if (a == 0)
      for (arma::uword i = 0; i < count; ++i) theta_[i] = std::sqrt(c[i]);
    kernels::centre_and_scale(count, x, mean, theta_.data(), out);
  }
  // The upper triangle.
  void add_to(arma::mat& sum, arma::uword count, const double* c) {
    if (by_kernel_) {
      const arma::uword padded = AlignedDoubles::padded(count);
      std::copy_n(c, count, theta_.data());
      std::fill(theta_.data() + count, theta_.data() + padded, 0.0);
      kernels::weighted_gram(padded, width_, columns_.data(), stride_, theta_.data(), work_.data(), part_.memptr());
      sum += part_;
      return;
    }
    part_.zeros();
    blas::add_square(blas::Op::none, 1.0, {columns_.data(), count, width_, stride_}, blas::whole(part_));
    sum += part_.t();
  }

 private:
  bool by_kernel_;
  arma::uword width_, stride_;
  AlignedDoubles columns_, theta_, work_;
  arma::mat part_;
};

arma::mat dense_moments(const QuadraticSource& source, const arma::uvec& features, arma::uword t, const arma::mat& X) {
  constexpr arma::uword height = 1024;  // samples centred at a time
  const Rows rows = source.data.rows_of(t);
  const double* c = source.c.memptr() + rows.begin;
  const double* y = source.data.targets().memptr() + rows.begin;
  const arma::uword n = rows.size(), p = features.n_elem;
  const auto column = [&](arma::uword a) { return a < p ? X.colptr(features[a]) : y; };
  arma::vec means(p + 1, arma::fill::zeros);
  double weight = 0.0;
  for (arma::uword i = 0; i < n; ++i) weight += c[i];
  if (source.centred)
    for (arma::uword a = 0; a <= p; ++a) means[a] = blas::dot(n, c, column(a)) / weight;
  arma::mat sum(p + 1, p + 1, arma::fill::zeros);
  WeightedSquares squares(std::min(n, height), p + 1);
  for (arma::uword begin = 0; begin < n; begin += height) {
    const arma::uword count = std::min(height, n - begin);
    for (arma::uword a = 0; a <= p; ++a) squares.write(a, count, column(a) + begin, c + begin, means[a]);
    squares.add_to(sum, count, c + begin);
  }
  // A constant column leaves only the rounding error of its mean.
  const double noise = 64.0 * arma::datum::eps * arma::datum::eps;
  for (arma::uword a = 0; a < p; ++a)
    if (!(sum(a, a) > noise * (sum(a, a) + weight * means[a] * means[a]))) {
      sum.row(a).zeros();
      sum.col(a).zeros();
    }
  return sum;
}

arma::mat sparse_moments(const QuadraticSource& source, const arma::uvec& features, arma::uword t) {
  const Rows rows = source.data.rows_of(t);
  const arma::vec c = source.c.subvec(rows.begin, rows.end - 1);
  const arma::uword p = features.n_elem;
  const TaskColumns columns(source.data.design(t), c, source.centred);
  const arma::vec y = centred_targets(columns, source, t);
  arma::mat sum(p + 1, p + 1, arma::fill::zeros);
  if (p > 0) {
    sum.submat(0, 0, p - 1, p - 1) = columns.gram(features);
    sum.submat(0, p, p - 1, p) = columns.project(features, y);
  }
  sum(p, p) = arma::dot(y, y);
  return sum;
}

}  // namespace

arma::vec centred_targets(const TaskColumns& columns, const QuadraticSource& source, arma::uword t) {
  const Rows rows = source.data.rows_of(t);
  arma::vec y = columns.keep(source.data.targets_of(t));
  if (source.centred) {
    const arma::vec c = columns.keep(arma::vec(source.c.memptr() + rows.begin, rows.size()));
    y -= arma::dot(c, y) / columns.weight();
  }
  return columns.root() % y;
}

arma::mat task_moments(const QuadraticSource& source, const arma::uvec& features, arma::uword t) {
  return source.data.design(t).visit([&]<class M>(const M& X) {
    if constexpr (std::is_same_v<M, arma::mat>)
      return dense_moments(source, features, t, X);
    else
      return sparse_moments(source, features, t);
  });
}

}  // namespace starling::spectral
