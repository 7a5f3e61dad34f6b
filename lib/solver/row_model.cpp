#include "lib/solver/row_model.hpp"

#include <cmath>
#include <tuple>

#include "lib/linalg/parallel.hpp"

namespace starling {
namespace {

// Mean and curvature of one column of one task, v and weight of that task.
std::pair<double, double> moments_of(const ColumnView& x, const double* v, double weight) {
  const double mean = weight > 0.0 ? x.dot(v) / weight : 0.0;
  double curvature = 0.0;
  if (x.rows) {
    double stored = 0.0;
    for (arma::uword k = 0; k < x.size; ++k) {
      const double deviation = x.values[k] - mean, v_k = v[x.rows[k]];
      curvature += v_k * deviation * deviation;
      stored += v_k;
    }
    // What is not stored is zero, and lies -mean from the mean.
    if (weight > stored) curvature += (weight - stored) * mean * mean;
  } else {
    // Four partial sums, so that the compiler may keep them in one register.
    double part[4] = {0.0, 0.0, 0.0, 0.0};
    arma::uword k = 0;
    for (; k + 4 <= x.size; k += 4)
      for (arma::uword l = 0; l < 4; ++l) {
        const double deviation = x.values[k + l] - mean;
        part[l] += v[k + l] * deviation * deviation;
      }
    for (; k < x.size; ++k) part[0] += v[k] * (x.values[k] - mean) * (x.values[k] - mean);
    curvature = (part[0] + part[1]) + (part[2] + part[3]);
  }
  // A constant column leaves only the rounding error of its mean.
  const double noise = 64.0 * arma::datum::eps * arma::datum::eps;
  return {mean, curvature > noise * (curvature + weight * mean * mean) ? curvature : 0.0};
}

// sum_i v_i (x_i - x_mean)(z_i - z_mean) of two columns stored in one form.
double product_of(const ColumnView& x, double x_mean, const ColumnView& z, double z_mean, const double* v,
                  double weight) {
  double sum = 0.0;
  if (!x.rows) {
    for (arma::uword i = 0; i < x.size; ++i) sum += v[i] * (x.values[i] - x_mean) * (z.values[i] - z_mean);
    return sum;
  }
  for (arma::uword k = 0, l = 0; k < x.size && l < z.size;) {
    if (x.rows[k] == z.rows[l]) sum += v[x.rows[k]] * x.values[k] * z.values[l];
    const bool next_x = x.rows[k] <= z.rows[l], next_z = z.rows[l] <= x.rows[k];
    k += next_x ? 1 : 0;
    l += next_z ? 1 : 0;
  }
  return sum - weight * x_mean * z_mean;
}

}  // namespace

bool one_gram(const MultiTaskData& data, const arma::vec& v) {
  if (!data.is_shared()) return false;
  const arma::uword n = data.rows_of(0).size();
  for (arma::uword i = n; i < v.n_elem; ++i)
    if (v[i] != v[i - n]) return false;
  return true;
}

ColumnMoments column_moments(const MultiTaskData& data, const arma::vec& v, bool free_intercept) {
  const arma::uword d = data.n_features(), T = data.n_tasks();
  ColumnMoments moments{arma::mat(T, d), arma::mat(T, d), arma::vec(T, arma::fill::zeros)};
  parallel_for(T, [&](std::size_t t) {
    const Rows rows = data.rows_of(t);
    if (free_intercept)
      for (arma::uword i = rows.begin; i < rows.end; ++i) moments.weight[t] += v[i];
    for (arma::uword j = 0; j < d; ++j)
      std::tie(moments.mean(t, j), moments.curvature(t, j)) =
          moments_of(column(data.design(t), j), v.memptr() + rows.begin, moments.weight[t]);
  });
  return moments;
}

ResidualRows::ResidualRows(const MultiTaskData& data, const arma::vec& v, const ColumnMoments& moments, arma::uvec rows)
    : data_(data),
      v_(v),
      rows_(std::move(rows)),
      uniform_(one_gram(data, v)),
      mean_(moments.mean.cols(rows_)),
      curvature_(moments.curvature.cols(rows_)),
      weight_(moments.weight) {
  for (const arma::uword j : rows_)
    for (arma::uword t = 0; t < (data.is_shared() ? 1 : data.n_tasks()); ++t)
      columns_.push_back(column(data.design(t), j));
}

double ResidualRows::gram(arma::uword t, arma::uword b, arma::uword a) const {
  const arma::uword T = data_.n_tasks();
  const auto of = [&](arma::uword row) { return data_.is_shared() ? columns_[row] : columns_[row * T + t]; };
  return product_of(of(a), mean_(t, a), of(b), mean_(t, b), v_.memptr() + data_.rows_of(t).begin, weight_[t]);
}

void ResidualRows::restart(const arma::vec& u, const arma::mat&) {
  residual_ = u;
  offset_.zeros(data_.n_tasks());
  for (arma::uword t = 0; t < data_.n_tasks(); ++t) {
    if (weight_[t] == 0.0) continue;
    const Rows rows = data_.rows_of(t);
    for (arma::uword i = rows.begin; i < rows.end; ++i) offset_[t] += u[i];
    offset_[t] /= weight_[t];
  }
}

void ResidualRows::gradient(arma::uword a, arma::vec& g) const {
  const arma::uword T = data_.n_tasks();
  for (arma::uword t = 0; t < T; ++t) {
    const ColumnView& x = data_.is_shared() ? columns_[a] : columns_[a * T + t];
    g[t] = x.dot(residual_.memptr() + data_.rows_of(t).begin) - offset_[t] * weight_[t] * mean_(t, a);
  }
}

void ResidualRows::move(arma::uword a, const arma::vec& step) {
  const arma::uword T = data_.n_tasks();
  for (arma::uword t = 0; t < T; ++t) {
    if (step[t] == 0.0) continue;
    const ColumnView& x = data_.is_shared() ? columns_[a] : columns_[a * T + t];
    const arma::uword begin = data_.rows_of(t).begin;
    x.add(step[t], v_.memptr() + begin, residual_.memptr() + begin);
    offset_[t] += step[t] * mean_(t, a);
  }
}

void ResidualRows::move(const arma::uvec& rows, const arma::mat& steps) {
  for (arma::uword k = 0; k < rows.n_elem; ++k) move(rows[k], arma::vec(steps.col(k)));
}

void ResidualRows::adopt(const arma::vec& state) {
  residual_ = state.head(residual_.n_elem);
  offset_ = state.tail(offset_.n_elem);
}

double ResidualRows::rise(const arma::vec& from, const arma::mat&, const arma::vec& to, const arma::mat&) const {
  // With q = u + v e the model is (q^2 - u^2) / (2 v).
  double sum = 0.0;
  for (arma::uword t = 0; t < data_.n_tasks(); ++t) {
    const Rows rows = data_.rows_of(t);
    const double offset_from = from[residual_.n_elem + t], offset_to = to[residual_.n_elem + t];
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      if (v_[i] == 0.0) continue;
      const double q_from = from[i] - v_[i] * offset_from, q_to = to[i] - v_[i] * offset_to;
      sum += (q_to - q_from) * (q_to + q_from) / (2.0 * v_[i]);
    }
  }
  return sum;
}

}  // namespace starling
