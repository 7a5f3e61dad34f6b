#include "lib/solver/row_newton/scale_point.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "lib/base/error.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling::row_newton {
namespace {

using blas::Op;

// Below this many rows a float factor saves nothing.
constexpr arma::uword coarse_rows = 200;

// sqrt(D) of the active rows.
arma::vec root_scales(const arma::vec& tau, const arma::uvec& active, double mu) {
  arma::vec root(active.n_elem);
  for (arma::uword k = 0; k < active.n_elem; ++k) root[k] = std::sqrt(tau[active[k]] / (1.0 + mu * tau[active[k]]));
  return root;
}

template <class S>
arma::Mat<S> scaled_columns(const arma::Mat<S>& X, const arma::uvec& active, const arma::vec& root) {
  arma::Mat<S> scaled(X.n_rows, active.n_elem, arma::fill::none);
  tiled::for_runs(active.n_elem, 64, [&](blas::Run run) {
    for (arma::uword k = run.begin; k < run.end; ++k) {
      const auto factor = static_cast<S>(root[k]);
      const S* x = blas::start_of(X, active[k]);
      S* out = blas::start_of(scaled, k);
      for (arma::uword i = 0; i < X.n_rows; ++i) out[i] = factor * x[i];
    }
  });
  return scaled;
}

template <class S>
void widen(const arma::Mat<S>& from, arma::mat& to) {
  if constexpr (std::is_same_v<S, double>) {
    to = from;
  } else {
    to.set_size(from.n_rows, from.n_cols);
    kernels::convert(from.n_elem, from.memptr(), to.memptr());
  }
}

}  // namespace

ScaleFunction::ScaleFunction(const arma::mat& targets, double mu)
    : targets_(targets), mu_(mu), square_(blas::square_norm(targets.n_elem, targets.memptr())) {}

bool ScaleFunction::has_coarse(const WorkingRows& rows, arma::uword a) const {
  return rows.by_rows ? a >= coarse_rows : !rows.X32.is_empty();
}

void ScaleFunction::evaluate(const WorkingRows& rows, const arma::vec& tau, bool coarse, ScalePoint& at) {
  at.active = arma::find(tau > 0.0);
  at.by_rows = rows.by_rows;
  at.coarse = coarse && has_coarse(rows, at.active.n_elem);
  if (at.coarse && !rows.by_rows && targets32_.is_empty()) targets32_ = arma::conv_to<arma::fmat>::from(targets_);
  if (at.coarse)  // ill-conditioned scales may be beyond float
    at.coarse = rows.by_rows ? by_rows(rows, tau, at.L32, at) : by_samples(rows, rows.X32, targets32_, tau, at.L32, at);
  if (!at.coarse && !(rows.by_rows ? by_rows(rows, tau, at.L, at) : by_samples(rows, rows.X, targets_, tau, at.L, at)))
    throw NumericalFailure("Cholesky decomposition failed (row scales beyond double precision)");
  finish(rows, tau, at);
}

void ScaleFunction::extend(const WorkingRows& rows, ScalePoint& at) {
  at.active = arma::find(rows.tau > 0.0);
  at.G.set_size(T(), rows.size());
  tiled::multiply(Op::transpose, Op::none, 1.0, blas::whole(std::as_const(at.R)), blas::whole(rows.X), 0.0,
                  blas::whole(at.G));
  spread_over_samples(rows, rows.tau, at);
  finish(rows, rows.tau, at);
}

// W from the products x_j'R in G, then G less the ridge's part.
void ScaleFunction::spread_over_samples(const WorkingRows& rows, const arma::vec& tau, ScalePoint& at) const {
  at.W.set_size(T(), at.active.n_elem);
  for (arma::uword k = 0; k < at.active.n_elem; ++k) {
    const arma::uword j = at.active[k];
    const double shrink = 1.0 / (1.0 + mu_ * tau[j]);
    double *g = blas::start_of(at.G, j), *w = blas::start_of(at.W, k);
    for (arma::uword t = 0; t < T(); ++t) {
      g[t] *= shrink;
      w[t] = tau[j] * g[t];
    }
  }
  at.norms.set_size(rows.size());
  kernels::column_norms(T(), rows.size(), at.G.memptr(), at.norms.memptr());
}

template <class S>
bool ScaleFunction::by_samples(const WorkingRows& rows, const arma::Mat<S>& X, const arma::Mat<S>& Y,
                               const arma::vec& tau, arma::Mat<S>& L, ScalePoint& at) {
  const arma::Mat<S> scaled = scaled_columns(X, at.active, root_scales(tau, at.active, mu_));
  L.set_size(n(), n());
  tiled::outer(blas::whole(scaled), blas::whole(L));
  for (arma::uword i = 0; i < n(); ++i) L.at(i, i) += S(1);
  if (!tiled::cholesky(blas::whole(L))) return false;
  arma::Mat<S> R = Y;
  const auto lower = blas::whole(std::as_const(L));
  tiled::solve_lower(Op::none, lower, blas::whole(R));
  at.explained = square_ - blas::square_norm(R.n_elem, R.memptr());
  tiled::solve_lower(Op::transpose, lower, blas::whole(R));
  arma::Mat<S> G(T(), rows.size(), arma::fill::none);
  tiled::multiply(Op::transpose, Op::none, S(1), blas::whole(std::as_const(R)), blas::whole(X), S(0), blas::whole(G));
  widen(G, at.G);
  if constexpr (std::is_same_v<S, double>) at.R = std::move(R);
  spread_over_samples(rows, tau, at);
  return true;
}

template <class S>
bool ScaleFunction::by_rows(const WorkingRows& rows, const arma::vec& tau, arma::Mat<S>& L, ScalePoint& at) {
  const arma::uword a = at.active.n_elem, m = rows.size();
  const arma::vec root = root_scales(tau, at.active, mu_);
  arma::Mat<S> C(a, m, arma::fill::none);  // the active rows of the Gram matrix
  L.set_size(a, a);
  tiled::for_runs(m, 64, [&](blas::Run run) {
    for (arma::uword j = run.begin; j < run.end; ++j)
      for (arma::uword i = 0; i < a; ++i) C.at(i, j) = static_cast<S>(rows.C.at(at.active[i], j));
  });
  tiled::for_runs(a, 64, [&](blas::Run run) {
    for (arma::uword k = run.begin; k < run.end; ++k) {
      const S* c = blas::start_of(C, at.active[k]);
      for (arma::uword i = k; i < a; ++i) L.at(i, k) = static_cast<S>(root[i] * root[k]) * c[i];
      L.at(k, k) += S(1);
    }
  });
  if (!tiled::cholesky(blas::whole(L))) return false;
  arma::Mat<S> U(a, T(), arma::fill::none);
  for (arma::uword k = 0; k < a; ++k)
    for (arma::uword t = 0; t < T(); ++t) U.at(k, t) = static_cast<S>(root[k] * rows.B.at(t, at.active[k]));
  const auto lower = blas::whole(std::as_const(L));
  tiled::solve_lower(Op::none, lower, blas::whole(U));
  at.explained = blas::square_norm(U.n_elem, U.memptr());
  tiled::solve_lower(Op::transpose, lower, blas::whole(U));
  at.W.set_size(T(), a);
  for (arma::uword k = 0; k < a; ++k)
    for (arma::uword t = 0; t < T(); ++t) at.W.at(t, k) = root[k] * static_cast<double>(U.at(k, t));
  arma::Mat<S> W = arma::conv_to<arma::Mat<S>>::from(at.W), G = arma::conv_to<arma::Mat<S>>::from(rows.B);
  tiled::multiply(Op::none, Op::none, S(-1), blas::whole(std::as_const(W)), blas::whole(std::as_const(C)), S(1),
                  blas::whole(G));
  widen(G, at.G);
  if (mu_ > 0.0)
    for (arma::uword k = 0; k < a; ++k) at.G.col(at.active[k]) -= mu_ * at.W.col(k);
  at.norms.set_size(m);
  kernels::column_norms(T(), m, at.G.memptr(), at.norms.memptr());
  return true;
}

// The objective and a lower bound of it over the working rows, from inner products alone.
void ScaleFunction::finish(const WorkingRows& rows, const arma::vec& tau, ScalePoint& at) const {
  double fitted = 0.0, penalty = 0.0, scales = 0.0, ridge = 0.0, excess = 0.0, largest = 0.0;
  for (arma::uword j = 0; j < rows.size(); ++j) {
    const double g = at.norms[j], lambda = rows.strength[j], stretch = 1.0 + mu_ * tau[j];
    const double raw = stretch * g;  // |x_j'R|
    largest = std::max(largest, raw / lambda);
    excess += std::max(raw - lambda, 0.0) * std::max(raw - lambda, 0.0);
    if (!(tau[j] > 0.0)) continue;
    fitted += tau[j] * g * raw;  // <x_j'R, w^j>
    penalty += lambda * tau[j] * g;
    scales += lambda * lambda * tau[j];
    ridge += tau[j] * g * tau[j] * g;
  }
  const double residual_target = square_ - at.explained;  // <R, Y>
  const double residual_square = residual_target - fitted;
  at.phi = 0.5 * residual_target + 0.5 * scales;
  at.primal = 0.5 * residual_square + penalty + 0.5 * mu_ * ridge;
  const double shrink = largest > 1.0 ? 1.0 / largest : 1.0;
  at.dual = shrink * residual_target - 0.5 * shrink * shrink * residual_square;
  if (mu_ > 0.0) at.dual = std::max(at.dual, residual_target - 0.5 * residual_square - 0.5 * excess / mu_);
}

}  // namespace starling::row_newton
