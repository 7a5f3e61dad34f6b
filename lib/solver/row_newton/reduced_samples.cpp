#include "lib/solver/row_newton/reduced_samples.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/linalg/kernels.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/solver/row_newton/whitened.hpp"

namespace starling::row_newton {
namespace {

using blas::Op;

// Sums over the samples: X~'X~, X~'Y~ and |Y~|^2.
struct Products {
  arma::mat C, B;
  double yy = 0.0;
  arma::vec means;  // of the features
  arma::rowvec target_means;
  double total = 0.0;  // of all factors of samples
};

Products products_of(const MultiTaskData& data, const arma::vec& c, bool centred) {
  constexpr arma::uword height = 2048;
  const arma::mat& X = dense_of(data);
  const arma::uword n = X.n_rows, d = X.n_cols, T = data.n_tasks();
  const arma::vec weight = c.head(n), root = arma::sqrt(weight), share = weight / arma::accu(weight);
  Products sums;
  sums.C.zeros(d, d);
  sums.B.zeros(d, T);
  sums.means.zeros(d);
  sums.target_means.zeros(T);
  sums.total = arma::accu(weight);
  arma::mat Y = arma::reshape(data.targets(), n, T);
  if (centred) {
    sums.target_means = share.t() * Y;
    Y.each_row() -= sums.target_means;
    tiled::for_runs(d, 64, [&](blas::Run run) {
      for (arma::uword j = run.begin; j < run.end; ++j)
        sums.means[j] = blas::dot(n, share.memptr(), blas::start_of(X, j));
    });
  }
  Y.each_col() %= root;
  sums.yy = arma::accu(arma::square(Y));
  arma::mat piece(std::min(height, n), d), part(d, d);
  for (arma::uword begin = 0; begin < n; begin += height) {
    const arma::uword rows = std::min(height, n - begin);
    tiled::for_runs(d, 64, [&](blas::Run run) {
      for (arma::uword j = run.begin; j < run.end; ++j)
        kernels::centre_and_scale(rows, blas::start_of(X, j) + begin, sums.means[j], root.memptr() + begin,
                                  blas::start_of(piece, j));
    });
    const blas::BasicView<double> block{piece.memptr(), rows, d, piece.n_rows};
    tiled::gram(1.0, block, blas::whole(part));
    sums.C += part;
    tiled::multiply(Op::transpose, Op::none, 1.0, block, {Y.memptr() + begin, rows, T, n}, 1.0, blas::whole(sums.B));
  }
  return sums;
}

// What rounding may have done: to sums over the samples and to the factor, in proportion to lengths
// [higham2002accuracy], and to centred numbers, in proportion to their means.
ReducedFrom origin_of(const Products& sums, arma::uword n) {
  const double eps = arma::datum::eps;
  const auto operations = static_cast<double>(n + 2 * sums.C.n_rows + 16);
  const double gamma = 0.51 * eps * operations, of_mean = 8.0 * eps * std::sqrt(sums.total);
  ReducedFrom from;
  from.means = sums.means;
  from.target_means = sums.target_means;
  from.lengths = arma::sqrt(sums.C.diag());
  from.target_length = std::sqrt(sums.yy);
  from.length_errors = gamma * from.lengths + of_mean * arma::abs(sums.means);
  from.target_error = gamma * from.target_length + of_mean * arma::norm(sums.target_means);
  return from;
}

}  // namespace

std::optional<ReducedSamples> reduce_samples(const MultiTaskData& data, const arma::vec& c, bool free_intercept) {
  constexpr double least_pivot = 1e-8;  // of columns of length 1, squared
  const arma::uword n = data.rows_of(0).size(), d = data.n_features();
  if (2 * n < 3 * d || d == 0) return {};
  Products sums = products_of(data, c, free_intercept);
  if (!sums.C.is_finite() || !sums.B.is_finite()) return {};
  ReducedFrom from = origin_of(sums, n);
  // Columns of length 1, or 0 where they are constant: then a unit column takes their place in the factor.
  arma::vec length(d), inverse(d);
  for (arma::uword j = 0; j < d; ++j) {
    const bool is_zero = !(from.lengths[j] > from.length_errors[j]);
    length[j] = is_zero ? 0.0 : std::sqrt(sums.C(j, j));
    inverse[j] = is_zero ? 0.0 : 1.0 / length[j];
  }
  if (!inverse.is_finite()) return {};
  sums.C.each_col() %= inverse;
  sums.C.each_row() %= inverse.t();
  sums.C.diag().ones();
  sums.B.each_col() %= inverse;
  if (!tiled::cholesky(blas::whole(sums.C))) return {};
  const arma::vec pivots = arma::square(sums.C.diag());
  if (!(pivots.min() > least_pivot)) return {};
  tiled::solve_lower(Op::none, blas::whole(std::as_const(sums.C)), blas::whole(sums.B));
  arma::mat R = arma::trimatl(sums.C).t();
  R.each_row() %= length.t();
  const double seen = arma::accu(arma::square(sums.B));
  return ReducedSamples{MultiTaskData::from_shared(std::move(R), sums.B),
                        arma::vec(d * data.n_tasks(), arma::fill::ones), 0.5 * std::max(0.0, sums.yy - seen),
                        std::move(from)};
}

arma::rowvec ReducedSamples::intercepts(const arma::mat& W) const { return from.target_means - from.means.t() * W; }

bool reduction_pays(const MultiTaskData& data, std::size_t fits) {
  // The reduction costs n d^2 flops and more; a fit on all samples some n d T.
  constexpr double worth = 0.4;
  const auto d = static_cast<double>(data.n_features()), T = static_cast<double>(data.n_tasks());
  return 2 * data.rows_of(0).size() >= 3 * data.n_features() && static_cast<double>(fits) * T >= worth * d;
}

}  // namespace starling::row_newton
