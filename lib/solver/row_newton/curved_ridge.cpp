#include "lib/solver/row_newton/curved_ridge.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/tiled.hpp"
#include "lib/loss/huber.hpp"
#include "lib/loss/logistic.hpp"
#include "lib/loss/poisson.hpp"

namespace starling {
namespace {

using blas::Op;

arma::vec times(Op op, const arma::mat& A, const arma::vec& x) {
  arma::vec y(op == Op::none ? A.n_rows : A.n_cols);
  blas::multiply_vector(op, 1.0, blas::whole(A), x.memptr(), 0.0, y.memptr());
  return y;
}

arma::vec solved(const arma::mat& L, arma::vec b) {
  const blas::BasicMutableView<double> x{b.memptr(), b.n_elem, 1, b.n_elem};
  blas::solve_lower(Op::none, blas::whole(L), x);
  blas::solve_lower(Op::transpose, blas::whole(L), x);
  return b;
}

template <CurvedLoss L>
double loss_at(const CurvedRidge<L>& problem, const arma::vec& z) {
  double sum = 0.0;
  for (arma::uword i = 0; i < z.n_elem; ++i) sum += problem.c[i] * problem.loss.value(problem.y[i], z[i]);
  return sum;
}

// The largest curvature that the loss has, or has at these predictions where it has no bound.
template <CurvedLoss L>
double largest_curvature(const CurvedRidge<L>& problem, const arma::vec& z) {
  if constexpr (SmoothLoss<L>) {
    return L::max_curvature;
  } else {
    double largest = 0.0;
    for (arma::uword i = 0; i < z.n_elem; ++i)
      largest = std::max(largest, problem.loss.second_derivative(problem.y[i], z[i]));
    return largest;
  }
}

// The quadratic model of the loss at a point: weights, their roots and the responses that it fits.
struct Model {
  arma::vec omega, root, response;
  double weight = 0.0, centre = 0.0;  // sum of omega; omega-mean of the response, 0 without an intercept
};

template <CurvedLoss L>
Model model_at(const CurvedRidge<L>& problem, const arma::vec& z, double floor) {
  Model model{arma::vec(z.n_elem), arma::vec(z.n_elem), arma::vec(z.n_elem)};
  double sum = 0.0;
  for (arma::uword i = 0; i < z.n_elem; ++i) {
    const double curvature = std::max(problem.loss.second_derivative(problem.y[i], z[i]), floor);
    model.omega[i] = problem.c[i] * curvature;
    model.root[i] = std::sqrt(model.omega[i]);
    model.response[i] = z[i] - problem.loss.derivative(problem.y[i], z[i]) / curvature;
    model.weight += model.omega[i];
    sum += model.omega[i] * model.response[i];
  }
  if (problem.free_intercept) model.centre = sum / model.weight;
  return model;
}

// The model's minimiser.
struct Target {
  arma::vec alpha, v, z;
  double b = 0.0;
};

template <CurvedLoss L>
void place_intercept(const CurvedRidge<L>& problem, const Model& model, Target& next) {
  if (!problem.free_intercept) return;
  next.b = model.centre - arma::dot(model.omega, next.z) / model.weight;
  next.z += next.b;
}

// M = SS', once per problem.
template <CurvedLoss L>
bool by_samples(const CurvedRidge<L>& problem, const Model& model, const arma::mat& M, CurvedRidgeState& state,
                Target& next) {
  const arma::uword n = M.n_rows;
  arma::vec mean(n, arma::fill::zeros);
  double both = 0.0;
  if (problem.free_intercept) {
    mean = times(Op::none, M, model.omega) / model.weight;
    both = arma::dot(mean, model.omega) / model.weight;
  }
  state.L.set_size(n, n);
  for (arma::uword j = 0; j < n; ++j) {
    for (arma::uword i = j; i < n; ++i)
      state.L(i, j) = model.root[i] * model.root[j] * (M(i, j) - mean[i] - mean[j] + both);
    state.L(j, j) += 1.0;
  }
  if (!blas::cholesky_lower(blas::whole(state.L))) return false;
  const arma::vec r = solved(state.L, model.root % (model.response - model.centre));
  next.alpha = model.root % r;
  if (problem.free_intercept) next.alpha -= model.omega * (arma::dot(model.root, r) / model.weight);
  next.v = times(Op::transpose, problem.S, next.alpha);
  next.z = times(Op::none, M, next.alpha);
  place_intercept(problem, model, next);
  return true;
}

template <CurvedLoss L>
bool by_rows(const CurvedRidge<L>& problem, const Model& model, CurvedRidgeState& state, Target& next) {
  const arma::uword n = problem.S.n_rows, a = problem.S.n_cols;
  arma::mat X(n, a, arma::fill::none);
  for (arma::uword k = 0; k < a; ++k) {
    const double* s = blas::start_of(problem.S, k);
    const double mean = problem.free_intercept ? arma::dot(model.omega, problem.S.col(k)) / model.weight : 0.0;
    for (arma::uword i = 0; i < n; ++i) X(i, k) = model.root[i] * (s[i] - mean);
  }
  state.L.eye(a, a);
  blas::add_square(Op::none, 1.0, blas::whole(X), blas::whole(state.L));
  if (!blas::cholesky_lower(blas::whole(state.L))) return false;
  next.v = solved(state.L, times(Op::transpose, X, model.root % (model.response - model.centre)));
  next.z = times(Op::none, problem.S, next.v);
  place_intercept(problem, model, next);
  next.alpha = model.omega % (model.response - next.z);
  return true;
}

// Starts from state.alpha and state.b; from no coefficients where those are better: the strength fell a long way, or
// tau jumped.
template <CurvedLoss L>
void begin(const CurvedRidge<L>& problem, CurvedRidgeState& state) {
  const arma::mat& S = problem.S;
  state.side = S.n_rows <= S.n_cols ? FactorSide::samples : FactorSide::rows;
  state.v = times(Op::transpose, S, state.alpha);
  state.z = times(Op::none, S, state.v) + state.b;
  state.loss = loss_at(problem, state.z);
  const arma::vec flat(S.n_rows, arma::fill::value(state.b));
  const double loss = loss_at(problem, flat);
  if (state.value() <= loss) return;
  state.alpha.zeros();
  state.v.zeros();
  state.z = flat;
  state.loss = loss;
}

// Goes towards the model's minimiser as far as the objective falls. Returns the share of the way, 0 where it does not.
template <CurvedLoss L>
double search(const CurvedRidge<L>& problem, const Target& next, double noise, CurvedRidgeState& state) {
  constexpr int most_halvings = 40;
  const double before = state.value();
  double length = 1.0;
  for (int attempt = 0; attempt < most_halvings; ++attempt, length *= 0.5) {
    arma::vec v = state.v + length * (next.v - state.v);
    arma::vec z = state.z + length * (next.z - state.z);
    const double loss = loss_at(problem, z);
    if (!(loss + 0.5 * arma::dot(v, v) <= before + noise)) continue;
    state.alpha += length * (next.alpha - state.alpha);
    state.b += length * (next.b - state.b);
    state.v = std::move(v);
    state.z = std::move(z);
    state.loss = loss;
    return length;
  }
  return 0.0;
}

}  // namespace

template <CurvedLoss L>
bool solve_curved_ridge(const CurvedRidge<L>& problem, double accuracy, CurvedRidgeState& state) {
  constexpr int most_steps = 60;
  constexpr double floor = 1e-9;  // of a curvature
  begin(problem, state);
  arma::mat M;
  if (state.side == FactorSide::samples) {
    M.zeros(problem.S.n_rows, problem.S.n_rows);
    blas::add_square(Op::transpose, 1.0, blas::whole(problem.S), blas::whole(M));
    tiled::mirror(blas::whole(M));
  }
  double damping = floor;  // floor of the curvatures in units of the largest
  for (int step = 0; step < most_steps; ++step) {
    const Model model = model_at(problem, state.z, std::max(floor, damping * largest_curvature(problem, state.z)));
    Target next;
    const bool fine = state.side == FactorSide::samples ? by_samples(problem, model, M, state, next)
                                                        : by_rows(problem, model, state, next);
    if (!fine || !next.z.is_finite()) return false;
    state.omega = model.omega;
    const double before = state.value(), noise = 4.0 * arma::datum::eps * before;
    const double length = search(problem, next, noise, state);
    const bool small = before - state.value() <= std::max(accuracy, noise);
    if (small && (length == 1.0 || damping == 1.0)) break;
    damping = length == 1.0  ? std::max(0.1 * damping, floor)
              : length < 0.2 ? std::min(std::max(1e3 * damping, 1e-3), 1.0)
                             : damping;
  }
  return true;
}

template bool solve_curved_ridge(const CurvedRidge<Logistic>&, double, CurvedRidgeState&);
template bool solve_curved_ridge(const CurvedRidge<Huber>&, double, CurvedRidgeState&);
template bool solve_curved_ridge(const CurvedRidge<Poisson>&, double, CurvedRidgeState&);

}  // namespace starling
