#include "lib/solver/spectral/task_moments.hpp"

#include <algorithm>

#include "lib/linalg/aligned.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/row_kernels.hpp"
#include "lib/solver/row_newton/ragged_columns.hpp"

namespace starling::spectral {
namespace {

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
  arma::mat sum(p + 1, p + 1, arma::fill::zeros), part(p + 1, p + 1, arma::fill::zeros);
  const arma::uword stride = AlignedDoubles::padded(std::min(n, height));
  AlignedDoubles columns(stride * (p + 1)), theta(stride), work(stride);
  for (arma::uword begin = 0; begin < n; begin += height) {
    const arma::uword count = std::min(height, n - begin), padded = AlignedDoubles::padded(count);
    std::copy_n(c + begin, count, theta.data());
    std::fill(theta.data() + count, theta.data() + padded, 0.0);
    for (arma::uword a = 0; a <= p; ++a)
      kernels::centre_and_scale(count, column(a) + begin, means[a], 1.0, columns.data() + a * stride);
    kernels::weighted_gram(padded, p + 1, columns.data(), stride, theta.data(), work.data(), part.memptr());
    sum += part;
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
