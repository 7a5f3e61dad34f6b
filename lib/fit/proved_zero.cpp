#include "lib/fit/proved_zero.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

namespace starling {
namespace {

constexpr double eps = std::numeric_limits<double>::epsilon();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

// A power of two near x > 0, so that dividing by it does not round.
double nearby_power(double x) { return std::ldexp(1.0, std::clamp(std::ilogb(x), -1000, 1000)); }

// The entries of one column that are stored, under the factors of their rows.
struct Column {
  double spread = 0.0, length = 0.0, largest = 0.0;
};

// f(visit) calls visit(x, c) for every stored entry; the others of the n rows are zero. total: the sum of all c.
template <class F>
Column measure(const F& entries, double n, double total, bool all_stored, bool centred) {
  Column column;
  entries([&](double x, double c) {
    if (c > 0.0) column.largest = std::max(column.largest, std::abs(x));
  });
  if (column.largest == 0.0) return column;
  const double unit = nearby_power(column.largest);
  double first = 0.0, second = 0.0, stored = 0.0;
  entries([&](double x, double c) {
    const double z = x / unit;
    first += c * z;
    second += c * z * z;
    stored += c;
  });
  const double mean = centred && total > 0.0 ? first / total : 0.0;
  double about_mean = 0.0;
  entries([&](double x, double c) { about_mean += c * (x / unit - mean) * (x / unit - mean); });
  if (!all_stored) about_mean += (std::max(total - stored, 0.0) + 2.0 * n * eps * total) * mean * mean;
  const double caution = 1.0 + (2.0 * n + 16.0) * eps;
  column.spread = caution * unit * std::sqrt(about_mean);
  column.length = caution * unit * std::sqrt(second);
  return column;
}

Column measure(const arma::mat& X, arma::uword j, const double* c, double total, bool centred) {
  const double* x = X.colptr(j);
  const auto entries = [&](const auto& visit) {
    for (arma::uword i = 0; i < X.n_rows; ++i) visit(x[i], c[i]);
  };
  return measure(entries, static_cast<double>(X.n_rows), total, true, centred);
}

Column measure(const arma::sp_mat& X, arma::uword j, const double* c, double total, bool centred) {
  const auto entries = [&](const auto& visit) {
    for (arma::uword e = X.col_ptrs[j]; e < X.col_ptrs[j + 1]; ++e) visit(X.values[e], c[X.row_indices[e]]);
  };
  return measure(entries, static_cast<double>(X.n_rows), total, false, centred);
}

}  // namespace

ColumnSizes column_sizes(const MultiTaskData& data, const arma::vec& c, bool centred) {
  const arma::uword d = data.n_features(), T = data.n_tasks();
  ColumnSizes sizes{arma::mat(d, T), arma::mat(d, T), arma::mat(d, T)};
  for (arma::uword t = 0; t < T; ++t) {
    const double* factors = c.memptr() + data.rows_of(t).begin;
    const arma::uword n = data.rows_of(t).size();
    if (t > 0 && data.is_shared() && std::equal(factors, factors + n, c.memptr())) {
      for (arma::mat* size : {&sizes.spread, &sizes.length, &sizes.largest}) size->col(t) = size->col(0);
      continue;
    }
    const double total = std::accumulate(factors, factors + n, 0.0);
    data.design(t).visit([&](const auto& X) {
      parallel_for(d, [&](std::size_t j) {
        const Column column = measure(X, j, factors, total, centred);
        sizes.spread(j, t) = column.spread;
        sizes.length(j, t) = column.length;
        sizes.largest(j, t) = column.largest;
      });
    });
  }
  return sizes;
}

namespace zero_proof {

arma::vec dual_lengths(const MultiTaskData& data, const arma::vec& c, const arma::vec& u) {
  arma::vec lengths(data.n_tasks(), arma::fill::zeros);
  const double largest = u.is_empty() ? 0.0 : arma::abs(u).max();
  if (largest == 0.0) return lengths;
  const double unit = nearby_power(largest);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    for (arma::uword i = data.rows_of(t).begin; i < data.rows_of(t).end; ++i)
      if (c[i] > 0.0) lengths[t] += (u[i] / unit) * (u[i] / unit) / c[i];
    lengths[t] = unit * std::sqrt(lengths[t]);
  }
  return lengths;
}

arma::vec imbalance(const MultiTaskData& data, const arma::vec& u) {
  arma::vec left(data.n_tasks());
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    Sum sum;
    for (arma::uword i = data.rows_of(t).begin; i < data.rows_of(t).end; ++i) sum.add(u[i]);
    left[t] = std::abs(sum.value()) + 2.0 * eps * sum.magnitude();
  }
  return left;
}

arma::mat adjoint_error(const MultiTaskData& data, const arma::vec& c, const arma::vec& u, const ColumnSizes& columns,
                        bool is_free) {
  arma::mat error = columns.length;
  const arma::vec lengths = dual_lengths(data, c, u), left = imbalance(data, u);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const auto n = static_cast<double>(data.rows_of(t).size());
    error.col(t) *= 2.0 * (n + 8.0) * eps * lengths[t];
    error.col(t) += n * smallest;
    if (is_free) error.col(t) += left[t] * columns.largest.col(t);
  }
  return error;
}

double forward_error(const Coefficients& at, const ColumnSizes& columns, const arma::vec& c, double curvature,
                     double primal) {
  const auto d = static_cast<double>(at.W.n_rows);
  // |eta - its rounding| in the norm of c; the loss's slope in that norm is at most sqrt(2 L primal).
  const double shift = 2.0 * (d + 8.0) * eps *
                       (arma::accu(arma::abs(at.W) % columns.length) + arma::norm(at.b, 1) * std::sqrt(arma::accu(c)));
  const double slope = std::sqrt(2.0 * curvature * (primal + static_cast<double>(c.n_elem) * smallest));
  return shift * (slope + curvature * shift);
}

}  // namespace zero_proof
}  // namespace starling
