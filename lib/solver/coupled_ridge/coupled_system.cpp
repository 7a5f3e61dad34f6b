#include "lib/solver/coupled_ridge/coupled_system.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "lib/base/error.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/solver/row_newton/ragged_columns.hpp"
#include "lib/solver/spectral/shared_quadratics.hpp"

namespace starling::coupled_ridge {
namespace {

using blas::Op;
using blas::whole;
using tiled::product;

constexpr arma::uword largest_square = 1500;  // features of a d x d matrix that is formed

// (A I + I K)^-1 R for one A of all tasks: in the eigenvectors of A every row has a system of its own.
arma::mat solve_sylvester(const GramSpectrum& A, const Ties& ties, const arma::mat& R) {
  if (A.values.is_empty()) return ties.solved(R, arma::vec{0.0});
  const arma::mat Z = product(Op::transpose, Op::none, A.directions, R);
  arma::mat W = product(Op::none, Op::none, A.directions, ties.solved(Z, A.values));
  if (A.values.n_elem < R.n_rows) {
    const arma::mat rest = R - product(Op::none, Op::none, A.directions, Z);
    W += ties.solved(rest, arma::vec{0.0});
  }
  return W;
}

}  // namespace

CoupledSystem::CoupledSystem(const spectral::QuadraticSource& source)
    : d_(source.data.n_features()), n_tasks_(source.data.n_tasks()) {
  const bool shared = spectral::SharedQuadratics::suits(source.data, source.c);
  spectra_.resize(shared ? 1 : n_tasks_);
  const arma::uvec all = d_ == 0 ? arma::uvec() : arma::regspace<arma::uvec>(0, d_ - 1);
  parallel_for(spectra_.size(), [&](std::size_t t) {
    const Rows rows = source.data.rows_of(t);
    const TaskColumns columns(source.data.design(t), source.c.subvec(rows.begin, rows.end - 1), source.centred);
    spectra_[t] = GramSpectrum::of(columns.write(all));
  });
}

void CoupledSystem::couple(const Ties& ties) {
  ties_ = &ties;
  odd_ = ties.odd_direction();
  if (spectra_.size() == 1) {
    method_ = Method::sylvester;
  } else if (odd_ && d_ <= largest_square) {
    method_ = Method::one_direction;
    eliminate();
  } else {
    method_ = Method::conjugate_gradients;
    if (mean_.directions.is_empty()) find_mean();
  }
}

void CoupledSystem::find_mean() {
  if (d_ > largest_square) {
    mean_ = {{}, arma::mat(d_, 0)};
    return;
  }
  arma::mat sum(d_, d_, arma::fill::zeros);
  for (const GramSpectrum& A : spectra_) {
    if (A.values.is_empty()) continue;
    arma::mat root = A.directions;
    root.each_row() %= arma::sqrt(A.values / static_cast<double>(n_tasks_)).t();
    blas::add_square(Op::transpose, 1.0, whole(root), whole(sum));
  }
  mean_ = GramSpectrum::of_gram(arma::symmatl(sum));
}

// With K = a I + (k - a) v v', w_t = M_t (r_t + (a - k) v_t s) at M_t = (A_t + a I)^-1 and s = W v. Since |v| = 1,
// s solves sum_t v_t^2 (I - (a - k) M_t) s = sum_t v_t M_t r_t, and I - (a - k) M_t = (A_t + k I) M_t, where nothing
// cancels.
void CoupledSystem::eliminate() {
  const auto& [v, k, a] = *odd_;
  arma::mat sum(d_, d_, arma::fill::zeros);
  // k / a I and, in the directions of A_t, what (s + k) / (s + a) is more (or less) than that.
  for (arma::uword t = 0; t < n_tasks_; ++t) {
    const GramSpectrum& A = spectrum(t);
    if (A.values.is_empty()) continue;
    arma::mat root = A.directions;
    root.each_row() %= (std::abs(v[t]) * arma::sqrt(A.values * std::abs(a - k) / a / (A.values + a))).t();
    blas::add_square(Op::transpose, a > k ? 1.0 : -1.0, whole(root), whole(sum));
  }
  sum.diag() += k / a;
  factor_ = std::move(sum);
  if (!tiled::cholesky(whole(factor_))) throw NumericalFailure("the mean of coupled tasks could not be factored");
}

arma::mat CoupledSystem::solve(const arma::mat& R, double enough, int most) const {
  if (d_ == 0) return R;
  if (method_ == Method::sylvester) return solve_sylvester(spectra_[0], *ties_, R);
  if (method_ == Method::one_direction) return by_one_direction(R);
  return by_conjugate_gradients(R, enough, most);
}

arma::mat CoupledSystem::by_one_direction(const arma::mat& R) const {
  const auto& [v, k, a] = *odd_;
  arma::mat W(d_, n_tasks_);
  parallel_for(n_tasks_, [&](std::size_t t) { W.col(t) = spectrum(t).solve(a, R.col(t)); });
  arma::mat s = W * v;
  tiled::solve_lower(Op::none, whole(std::as_const(factor_)), whole(s));
  tiled::solve_lower(Op::transpose, whole(std::as_const(factor_)), whole(s));
  parallel_for(n_tasks_, [&](std::size_t t) { W.col(t) += (a - k) * v[t] * spectrum(t).solve(a, s.col(0)); });
  return W;
}

arma::mat CoupledSystem::applied(const arma::mat& W) const {
  arma::mat G = ties_->times(W);
  parallel_for(n_tasks_, [&](std::size_t t) { G.col(t) += spectrum(t).times(W.col(t)); });
  return G;
}

arma::mat CoupledSystem::preconditioned(const arma::mat& R) const {
  arma::mat W(d_, n_tasks_);
  parallel_for(n_tasks_, [&](std::size_t t) { W.col(t) = spectrum(t).solve(ties_->diagonal(t), R.col(t)); });
  if (!mean_.directions.is_empty() && ties_->is_direct()) W += solve_sylvester(mean_, *ties_, R);
  return W;
}

arma::mat CoupledSystem::by_conjugate_gradients(const arma::mat& R, double enough, int most) const {
  arma::mat W(d_, n_tasks_, arma::fill::zeros), left = R;
  arma::mat step = preconditioned(left), direction = step;
  double size = arma::dot(left, step);
  for (int k = 0; k < most && size > 0.0 && ties_->excess(left) > enough; ++k) {
    const arma::mat image = applied(direction);
    const double length = size / arma::dot(direction, image);
    W += length * direction;
    left -= length * image;
    step = preconditioned(left);
    const double next = arma::dot(left, step);
    direction = step + (next / size) * direction;
    size = next;
  }
  return W;
}

}  // namespace starling::coupled_ridge
