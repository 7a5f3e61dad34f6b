#include "lib/solver/coupled_dual.hpp"

#include "lib/linalg/parallel.hpp"

namespace starling {
namespace {

bool same_off_diagonal(const arma::mat& A) {
  for (arma::uword t = 0; t < A.n_cols; ++t)
    for (arma::uword s = 0; s < A.n_rows; ++s)
      if (s != t && A(s, t) != A(1, 0)) return false;
  return true;
}

Design transposed(const Design& X) {
  return X.visit([](const auto& matrix) { return Design(std::remove_cvref_t<decltype(matrix)>(matrix.t())); });
}

}  // namespace

CoupledDual::CoupledDual(const MultiTaskData& data, const arma::mat& inverse_coupling, bool constant_feature)
    : data_(data),
      A_(inverse_coupling),
      constant_feature_(constant_feature),
      alike_(same_off_diagonal(inverse_coupling)),
      samples_(data.is_shared() ? 1 : data.n_tasks()),
      B_(data.n_features() + (constant_feature ? 1 : 0), data.n_tasks()),
      curvature_(data.size()) {
  parallel_for(samples_.size(), [&](std::size_t t) { samples_[t] = transposed(data.design(t)); });
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    for (arma::uword k = 0; k < rows.size(); ++k) curvature_[rows.begin + k] = A_(t, t) * product(t, k, t, k);
  }
}

void CoupledDual::restart(const arma::vec& u) {
  arma::mat G;
  arma::rowvec g;
  data_.adjoint(u, G, g);
  B_.head_rows(G.n_rows) = -G;
  if (constant_feature_) B_.row(G.n_rows) = -g;
  if (alike_) sum_ = arma::sum(B_, 1);
}

arma::vec CoupledDual::weights_of(arma::uword t) const {
  if (!alike_) return B_ * A_.col(t);
  const double off = A_.n_rows > 1 ? A_(1, 0) : 0.0;
  return (A_(t, t) - off) * B_.col(t) + off * sum_;
}

Coefficients CoupledDual::coefficients() const {
  const arma::uword d = data_.n_features(), T = data_.n_tasks();
  Coefficients at{arma::mat(d, T), arma::rowvec(T, arma::fill::zeros)};
  for (arma::uword t = 0; t < T; ++t) {
    const arma::vec w = weights_of(t);
    at.W.col(t) = w.head(d);
    if (constant_feature_) at.b[t] = w[d];
  }
  return at;
}

void CoupledDual::enter(arma::uword t) {
  task_ = t;
  z_ = weights_of(t);
  z_entered_ = z_;
}

double CoupledDual::decision(arma::uword k) const {
  return sample(task_, k).dot(z_.memptr()) + (constant_feature_ ? z_.back() : 0.0);
}

void CoupledDual::move(arma::uword k, double step) {
  const double length = -A_(task_, task_) * step;
  sample(task_, k).add(length, z_.memptr());
  if (constant_feature_) z_.back() += length;
}

void CoupledDual::leave() {
  const arma::vec change = (z_ - z_entered_) / A_(task_, task_);
  B_.col(task_) += change;
  if (alike_) sum_ += change;
}

double CoupledDual::product(arma::uword task_i, arma::uword i, arma::uword task_j, arma::uword j) const {
  const ColumnView a = sample(task_i, i), b = sample(task_j, j);
  double sum = constant_feature_ ? 1.0 : 0.0;
  for (arma::uword k = 0, l = 0; k < a.size && l < b.size;) {
    const arma::uword row_a = a.row(k), row_b = b.row(l);
    if (row_a == row_b) sum += a.values[k] * b.values[l];
    k += row_a <= row_b ? 1 : 0;
    l += row_b <= row_a ? 1 : 0;
  }
  return sum;
}

}  // namespace starling
