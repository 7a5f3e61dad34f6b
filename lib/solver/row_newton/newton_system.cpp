#include "lib/solver/row_newton/newton_system.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

#include "lib/linalg/kernels.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling::row_newton {
namespace {

using blas::Op;
using blas::Run;

template <class S>
arma::Mat<S> converted(const arma::mat& from) {
  arma::Mat<S> to(from.n_rows, from.n_cols, arma::fill::none);
  if constexpr (std::is_same_v<S, double>)
    to = from;
  else
    kernels::convert(from.n_elem, from.memptr(), to.memptr());
  return to;
}

// V = L^-1 V for the point's factor, whatever its precision.
template <class S>
void solve_with_factor(const ScalePoint& at, arma::Mat<S>& V) {
  if constexpr (std::is_same_v<S, float>) {
    const arma::fmat L = at.coarse ? arma::fmat() : converted<float>(at.L);
    tiled::solve_lower(Op::none, blas::whole(at.coarse ? at.L32 : L), blas::whole(V));
  } else {
    const arma::mat L = at.coarse ? arma::conv_to<arma::mat>::from(at.L32) : arma::mat();
    tiled::solve_lower(Op::none, blas::whole(at.coarse ? L : at.L), blas::whole(V));
  }
}

// K^-1/2 X_F by samples; P^-1/2 E C_AF by rows.
template <class S>
arma::Mat<S> half_of_Q(const WorkingRows& rows, const arma::vec& tau, double mu, const ScalePoint& at,
                       const arma::uvec& free) {
  const arma::uword size = at.by_rows ? at.active.n_elem : rows.X.n_rows;
  arma::Mat<S> V(size, free.n_elem, arma::fill::none);
  arma::vec root(at.by_rows ? size : 0);
  for (arma::uword i = 0; i < root.n_elem; ++i) root[i] = std::sqrt(tau[at.active[i]] / (1.0 + mu * tau[at.active[i]]));
  tiled::for_runs(free.n_elem, 64, [&](Run run) {
    for (arma::uword k = run.begin; k < run.end; ++k) {
      S* v = blas::start_of(V, k);
      if (at.by_rows) {
        const double* c = blas::start_of(rows.C, free[k]);
        for (arma::uword i = 0; i < size; ++i) v[i] = static_cast<S>(root[i] * c[at.active[i]]);
      } else if constexpr (std::is_same_v<S, float>) {
        if (rows.X32.is_empty())
          kernels::convert(size, blas::start_of(rows.X, free[k]), v);
        else
          std::copy_n(blas::start_of(rows.X32, free[k]), size, v);
      } else {
        std::copy_n(blas::start_of(rows.X, free[k]), size, v);
      }
    }
  });
  solve_with_factor(at, V);
  return V;
}

template <class S>
arma::Mat<S> gradients(const ScalePoint& at, const arma::uvec& free) {
  arma::Mat<S> G(at.G.n_rows, free.n_elem, arma::fill::none);
  for (arma::uword k = 0; k < free.n_elem; ++k)
    for (arma::uword t = 0; t < G.n_rows; ++t) G.at(t, k) = static_cast<S>(at.G.at(t, free[k]));
  return G;
}

}  // namespace

void NewtonSystem::set_up(const WorkingRows& rows, const arma::vec& tau, double mu, const ScalePoint& at,
                          const arma::uvec& free, SystemForm form) {
  free_ = free;
  form_ = form;
  const arma::vec rho = 1.0 / (1.0 + mu * tau.elem(free));
  if (form == SystemForm::applied)
    prepare_to_apply(rows, tau, rho, mu, at);
  else if (form == SystemForm::formed_in_float)
    this->form(rows, tau, rho, mu, at, H32_);
  else
    this->form(rows, tau, rho, mu, at, H_);
}

arma::vec NewtonSystem::step(const arma::vec& r, const arma::vec& lower, const QuadraticEffort& effort,
                             double residual) const {
  if (form_ == SystemForm::applied) return conjugate_gradients(r, lower, residual);
  return form_ == SystemForm::formed ? minimise_bounded(H_, r, lower, effort)
                                     : minimise_bounded(H32_, r, lower, effort);
}

template <class S>
void NewtonSystem::form(const WorkingRows& rows, const arma::vec& tau, const arma::vec& rho, double mu,
                        const ScalePoint& at, arma::Mat<S>& H) const {
  const arma::uword f = free_.n_elem;
  const arma::Mat<S> V = half_of_Q<S>(rows, tau, mu, at, free_), G = gradients<S>(at, free_);
  H.set_size(f, f);
  constexpr arma::uword width = 96;  // a tile and its two factors stay in cache
  tiled::for_runs(f, width, [&](Run cols) {
    const Run below{cols.begin, f};
    arma::Mat<S> Q(below.size(), cols.size(), arma::fill::none), products(below.size(), cols.size(), arma::fill::none);
    const auto left = [&](const arma::Mat<S>& M, Run run) { return blas::columns(blas::whole(M), run); };
    blas::gemm(Op::transpose, Op::none, at.by_rows ? S(-1) : S(1), left(V, below), left(V, cols), S(0), blas::whole(Q));
    blas::gemm(Op::transpose, Op::none, S(1), left(G, below), left(G, cols), S(0), blas::whole(products));
    for (arma::uword k = 0; k < cols.size(); ++k) {
      const arma::uword column = cols.begin + k;
      S* q = blas::start_of(Q, k);
      if (at.by_rows) {
        const double* c = blas::start_of(rows.C, free_[column]);
        for (arma::uword i = 0; i < below.size(); ++i) q[i] += static_cast<S>(c[free_[below.begin + i]]);
      }
      if (mu > 0.0) {
        for (arma::uword i = 0; i < below.size(); ++i) q[i] *= static_cast<S>(rho[below.begin + i] * rho[column]);
        q[k] += static_cast<S>(mu * rho[column]);
      }
      kernels::multiply(below.size(), q, blas::start_of(products, k), &H.at(below.begin, column));
    }
  });
  tiled::mirror(blas::whole(H));
}

void NewtonSystem::prepare_to_apply(const WorkingRows& rows, const arma::vec& tau, const arma::vec& rho, double mu,
                                    const ScalePoint& at) {
  V_ = half_of_Q<float>(rows, tau, mu, at, free_);
  G_ = gradients<float>(at, free_);
  const arma::uword f = free_.n_elem;
  ridge_.set_size(f);
  diagonal_.set_size(f);
  tiled::for_runs(f, 64, [&](Run run) {
    for (arma::uword k = run.begin; k < run.end; ++k) {
      if (mu > 0.0) V_.col(k) *= static_cast<float>(rho[k]);
      const double g = blas::square_norm(G_.n_rows, blas::start_of(G_, k));
      ridge_[k] = static_cast<float>(mu * rho[k] * g);
      diagonal_[k] = static_cast<float>(blas::square_norm(V_.n_rows, blas::start_of(V_, k)) * g) + ridge_[k];
    }
  });
}

arma::fvec NewtonSystem::apply(const arma::fvec& v) const {
  const arma::uword f = free_.n_elem, T = G_.n_rows;
  arma::fmat spread(T, f, arma::fill::none), core(V_.n_rows, T, arma::fill::none);
  tiled::for_runs(f, 128, [&](Run run) {
    for (arma::uword k = run.begin; k < run.end; ++k)
      for (arma::uword t = 0; t < T; ++t) spread.at(t, k) = v[k] * G_.at(t, k);
  });
  tiled::multiply(Op::none, Op::transpose, 1.0F, blas::whole(V_), blas::whole(std::as_const(spread)), 0.0F,
                  blas::whole(core));
  tiled::multiply(Op::transpose, Op::none, 1.0F, blas::whole(std::as_const(core)), blas::whole(V_), 0.0F,
                  blas::whole(spread));
  arma::fvec result(f);
  tiled::for_runs(f, 128, [&](Run run) {
    for (arma::uword k = run.begin; k < run.end; ++k)
      result[k] = blas::dot(T, blas::start_of(spread, k), blas::start_of(G_, k)) + ridge_[k] * v[k];
  });
  return result;
}

// Conjugate gradients with the diagonal as preconditioner. Rows that a round pushes through their bound are held there
// in the next.
arma::vec NewtonSystem::conjugate_gradients(const arma::vec& r, const arma::vec& lower, double residual) const {
  constexpr int rounds = 4, most_steps = 12;
  const arma::uword f = free_.n_elem;
  arma::fvec d(f, arma::fill::zeros), left = arma::conv_to<arma::fvec>::from(r);
  std::vector<bool> held(f, false);
  // Far below the bound already for the diagonal alone.
  for (arma::uword k = 0; k < f; ++k)
    if (r[k] < 0.0 && r[k] < 2.0 * lower[k] * static_cast<double>(diagonal_[k])) {
      held[k] = true;
      d[k] = static_cast<float>(lower[k]);
    }
  if (!d.is_zero()) left -= apply(d);
  arma::fvec y(f), q;
  const auto precondition = [&] {
    double product = 0.0;
    for (arma::uword k = 0; k < f; ++k) {
      y[k] = held[k] || !(diagonal_[k] > 0.0F) ? 0.0F : left[k] / diagonal_[k];
      product += static_cast<double>(y[k]) * static_cast<double>(left[k]);
    }
    return product;
  };
  double first = -1.0;
  for (int round = 0; round < rounds; ++round) {
    double now = precondition();
    if (first < 0.0) first = now;
    q = y;
    for (int step = 0; step < most_steps && now > residual * residual * first; ++step) {
      const arma::fvec Hq = apply(q);
      const double curvature = static_cast<double>(arma::dot(q, Hq));
      if (!(curvature > 0.0)) break;
      const auto length = static_cast<float>(now / curvature);
      d += length * q;
      left -= length * Hq;
      const double next = precondition();
      q = y + static_cast<float>(next / now) * q;
      now = next;
    }
    y.zeros();
    for (arma::uword k = 0; k < f; ++k)
      if (!held[k] && d[k] < lower[k]) {
        y[k] = static_cast<float>(lower[k]) - d[k];
        d[k] = static_cast<float>(lower[k]);
        held[k] = true;
      }
    if (y.is_zero() || round + 1 == rounds) break;
    left -= apply(y);
  }
  return arma::max(arma::conv_to<arma::vec>::from(d), lower);
}

}  // namespace starling::row_newton
