#include "lib/solver/spectral/subspace.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/lanes.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/row_kernels.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling::spectral {
namespace {

using blas::Op;
using blas::whole;
using tiled::product;

constexpr arma::uword most_directions = 40;
constexpr int most_rounds = 60;

arma::uword padded_rows(const arma::vec& y) { return AlignedDoubles::padded(y.n_elem); }

// Columns of D that are orthogonal to Q and to one another; those that Q spans already are lost.
arma::mat orthonormal_beside(const arma::mat& Q, arma::mat D) {
  for (int pass = 0; pass < 3 && D.n_cols > 0; ++pass) {
    if (Q.n_cols > 0) D -= product(Op::none, Op::none, Q, product(Op::transpose, Op::none, Q, D));
    ShortSide side;
    side.decompose(D);
    const arma::vec& s = side.values();
    // Values from a Gram matrix are noise below 1e-8 of the largest.
    arma::uword kept = 0;
    while (kept < s.n_elem && s[kept] > 1e-7 * s[0]) ++kept;
    arma::mat turn = side.leading(kept);
    turn.each_row() /= s.head(kept).t();
    D = product(Op::none, Op::none, D, turn);
  }
  return D;
}

}  // namespace

template <class S>
Subspace<S>::Subspace(std::shared_ptr<const CentredTasks<S>> tasks, arma::mat q, double mu,
                      const SpectralFunction& penalty)
    : tasks_(std::move(tasks)),
      q_(std::move(q)),
      mu_(mu),
      penalty_(&penalty),
      Q_(q_.n_rows, 0),
      Z_(q_.n_cols, 0),
      P_(q_.n_cols) {
  arma::vec squares(q_.n_cols);
  for (arma::uword t = 0; t < q_.n_cols; ++t) {
    P_[t] = AlignedDoubles(padded_rows(tasks_->y(t)) * (most_directions + 1));
    squares[t] = arma::dot(tasks_->y(t), tasks_->y(t));
  }
  constant_ = 0.5 * kernels::sum(squares.n_elem, squares.memptr()).value();
  loss_ = constant_;
}

template <class S>
arma::mat Subspace<S>::point() const {
  return product(Op::none, Op::transpose, Q_, Z_);
}

template <class S>
arma::uword Subspace<S>::largest_rank() const {
  return std::max<arma::uword>(3, std::min(q_.n_rows, q_.n_cols) / 25);
}

template <class S>
bool Subspace<S>::start_at(const arma::mat& W) {
  ShortSide side;
  side.decompose(W);
  const arma::vec& s = side.values();
  // Values from a Gram matrix are noise below 1e-8 of the largest.
  rank_ = 0;
  while (rank_ < s.n_elem && s[rank_] > 1e-7 * s[0]) ++rank_;
  if (rank_ > largest_rank()) return false;
  Q_.set_size(q_.n_rows, 0);
  Z_.set_size(q_.n_cols, 0);
  arma::mat D = side.leading(rank_);
  if (W.n_rows >= W.n_cols) D = product(Op::none, Op::none, W, D);
  append(orthonormal_beside(Q_, std::move(D)));
  Z_ = product(Op::transpose, Op::none, W, Q_);
  return true;
}

// The gradient at Q Z', and the loss there.
template <class S>
void Subspace<S>::find_gradient() {
  const arma::uword k = Q_.n_cols, T = q_.n_cols;
  if (k == 0) {
    G_ = -q_;
    loss_ = constant_;
    fitted_ = 0.0;
    return;
  }
  G_.set_size(q_.n_rows, T);
  arma::vec squares(T), fits(T);
  parallel_for(T, [&](std::size_t t) {
    const arma::vec& y = tasks_->y(t);
    arma::vec u(y.n_elem);
    const arma::vec z = Z_.row(t).t();
    blas::multiply_vector(Op::none, 1.0, {P_[t].data(), y.n_elem, k, padded_rows(y)}, z.memptr(), 0.0, u.memptr());
    fits[t] = arma::dot(u, y);
    u -= y;
    squares[t] = arma::dot(u, u) + mu_ * arma::dot(z, z);
    tasks_->adjoint(t, u, blas::start_of(G_, t));
  });
  loss_ = 0.5 * kernels::sum(T, squares.memptr()).value();
  fitted_ = kernels::sum(T, fits.memptr()).value();
  if (mu_ > 0.0) G_ += mu_ * point();
}

template <class S>
void Subspace<S>::judge() {
  side_.decompose(G_);
  const double a = penalty_->scale(side_.values());
  const double dual = -(a * a * loss_ + a * (fitted_ - 2.0 * constant_));
  value_ = penalty_->value(Z_.is_empty() ? arma::vec() : ShortSide::values_of(Z_).eval());
  gap_ = loss_ + value_ - dual;
}

template <class S>
bool Subspace<S>::make_room(arma::uword wanted) {
  if (Q_.n_cols + wanted <= most_directions) return true;
  if (2 * (rank_ + wanted) > most_directions) return false;
  // What Z uses, and the directions that came last.
  arma::mat C = arma::fliplr(symmetric_eigen(product(Op::transpose, Op::none, Z_, Z_)).vectors).eval().head_cols(rank_);
  const arma::mat last = arma::eye(Q_.n_cols, Q_.n_cols).eval().tail_cols(last_grown_);
  C = arma::join_rows(C, orthonormal_beside(C, last));
  Q_ = product(Op::none, Op::none, Q_, C);
  Z_ = product(Op::none, Op::none, Z_, C);
  parallel_for(P_.size(), [&](std::size_t t) {
    const arma::uword rows = padded_rows(tasks_->y(t));
    arma::mat part(rows, C.n_cols, arma::fill::none);
    blas::gemm(Op::none, Op::none, 1.0, {P_[t].data(), rows, C.n_rows, rows}, whole(C), 0.0, whole(part));
    std::copy(part.begin(), part.end(), P_[t].data());
  });
  return true;
}

template <class S>
void Subspace<S>::append(arma::mat directions) {
  const arma::uword from = Q_.n_cols, k = directions.n_cols;
  const arma::Mat<S> D = arma::conv_to<arma::Mat<S>>::from(directions);
  parallel_for(P_.size(), [&](std::size_t t) {
    const arma::Mat<S>& X = tasks_->X(t);
    const arma::uword n = X.n_rows, rows = padded_rows(tasks_->y(t));
    arma::Mat<S> part(n, k, arma::fill::none);
    blas::gemm(Op::none, Op::none, S(1), whole(X), whole(D), S(0), whole(part));
    for (arma::uword j = 0; j < k; ++j) {
      double* to = P_[t].data() + (from + j) * rows;
      std::copy_n(blas::start_of(part, j), n, to);
      std::fill(to + n, to + rows, 0.0);
    }
  });
  Q_ = arma::join_rows(Q_, directions);
  Z_ = arma::join_rows(Z_, arma::mat(Z_.n_rows, k, arma::fill::zeros));
  last_grown_ = k;
}

// False where there is no room. Directions along which the gradient nearly exceeds the strength join as well.
template <class S>
bool Subspace<S>::grow(arma::uword wanted) {
  constexpr double nearly = 0.9;
  const arma::vec& s = side_.values();
  arma::uword k = 0;
  while (k < std::min(wanted, s.n_elem) && s[k] > nearly * penalty_->lambda()) ++k;
  if (k == 0) return true;
  if (!make_room(k)) return false;
  arma::mat D = side_.leading(k);
  if (G_.n_rows >= G_.n_cols) D = product(Op::none, Op::none, G_, D);
  append(orthonormal_beside(Q_, std::move(D)));
  return true;
}

template <class S>
int Subspace<S>::solve_inside(double target, int most) {
  const arma::uword k = Q_.n_cols, T = Z_.n_rows;
  LaneQuadratics inner(T, k);
  parallel_for((T + lanes::width - 1) / lanes::width, [&](std::size_t group) {
    for (arma::uword t = group * lanes::width; t < std::min(T, (group + 1) * lanes::width); ++t) {
      const arma::vec& y = tasks_->y(t);
      const arma::uword rows = padded_rows(y);
      std::copy(y.begin(), y.end(), P_[t].data() + k * rows);
      std::fill(P_[t].data() + k * rows + y.n_elem, P_[t].data() + (k + 1) * rows, 0.0);
      AlignedDoubles ones(rows), work(rows);
      std::fill_n(ones.data(), rows, 1.0);
      arma::mat moments(k + 1, k + 1, arma::fill::zeros);
      kernels::weighted_gram(rows, k + 1, P_[t].data(), rows, ones.data(), work.data(), moments.memptr());
      inner.set_task(t, moments, mu_);
    }
  });
  inner.complete();
  Splitting splitting(inner, *penalty_);
  if (rho_ > 0.0) {
    arma::mat start(inner.linear().n_rows, k, arma::fill::zeros), slope = start;
    start.head_rows(T) = Z_;
    slope.head_rows(T) = product(Op::transpose, Op::none, G_, Q_);
    splitting.start_at(start, rho_, std::move(slope));
  }
  const int done = splitting.improve(target, most, [](int, double, double) { return true; }).iterations;
  const arma::mat& at = splitting.candidate();
  Z_ = at.head_rows(T);
  rank_ = splitting.rank();
  rho_ = splitting.rho();
  return done;
}

template <class S>
Advance Subspace<S>::improve(double target, int most, const OnCheck& on_check) {
  int done = 0;
  for (int round = 0;; ++round) {
    find_gradient();
    judge();
    if (gap_ <= target) return {Outcome::believed, done};
    if (done >= most || (done > 0 && !on_check(done, loss_ + value_, gap_))) return {Outcome::limit, done};
    if (rank_ > largest_rank() || round >= most_rounds) return {Outcome::stuck, done};
    constexpr arma::uword first = 10;
    if (!grow(rank_ == 0 ? first : rank_) || Q_.n_cols == 0) return {Outcome::stuck, done};
    const double inner_target = std::max(0.25 * target, std::min(0.01 * constant_, 0.02 * gap_));
    done += solve_inside(inner_target, most - done);
  }
}

template class Subspace<float>;
template class Subspace<double>;

}  // namespace starling::spectral
