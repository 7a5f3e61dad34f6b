#include "lib/solver/row_newton/curved_ridge.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

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

arma::mat scaled_columns(const arma::mat& X, const arma::uvec& rows, const arma::vec& e) {
  arma::mat S(X.n_rows, rows.n_elem, arma::fill::none);
  for (arma::uword a = 0; a < rows.n_elem; ++a) S.col(a) = e[a] * X.col(rows[a]);
  return S;
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

// S = X_rows E and M = SS', once per problem.
template <CurvedLoss L>
bool by_samples(const CurvedRidge<L>& problem, const arma::mat& S, const Model& model, const arma::mat& M,
                CurvedRidgeState& state, Target& next) {
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
  next.v = times(Op::transpose, S, next.alpha);
  next.z = times(Op::none, M, next.alpha);
  place_intercept(problem, model, next);
  return true;
}

// Newton's step from the gradient, with the Gram matrix of the weights that `gram` keeps.
template <CurvedLoss L>
bool by_rows(const CurvedRidge<L>& problem, const arma::mat& S, const WeightedGram& gram, CurvedRidgeState& state,
             Target& next) {
  arma::vec slope(S.n_rows);
  for (arma::uword i = 0; i < slope.n_elem; ++i)
    slope[i] = -problem.c[i] * problem.loss.derivative(problem.y[i], state.z[i]);
  const double total = problem.free_intercept ? arma::accu(slope) : 0.0;
  const arma::vec mean = problem.e % gram.means(problem.X, problem.rows);
  state.L = gram.of(problem.X, problem.rows);
  for (arma::uword b = 0; b < state.L.n_cols; ++b) {
    for (arma::uword a = b; a < state.L.n_rows; ++a) state.L(a, b) *= problem.e[a] * problem.e[b];
    state.L(b, b) += 1.0;
  }
  if (!blas::cholesky_lower(blas::whole(state.L))) return false;
  const arma::vec step = solved(state.L, times(Op::transpose, S, slope) - total * mean - state.v);
  arma::vec dz = times(Op::none, S, step);
  const double db = problem.free_intercept ? total / gram.weight() - arma::dot(mean, step) : 0.0;
  dz += db;
  next.v = state.v + step;
  next.z = state.z + dz;
  next.b = state.b + db;
  next.alpha = slope - gram.omega() % dz;
  return true;
}

// Starts from state.alpha and state.b; from no coefficients where those are better: the strength fell a long way, or
// tau jumped.
template <CurvedLoss L>
void begin(const CurvedRidge<L>& problem, const arma::mat& S, CurvedRidgeState& state) {
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
bool solve_curved_ridge(const CurvedRidge<L>& problem, double accuracy, WeightedGram& gram, CurvedRidgeState& state) {
  constexpr int most_steps = 60;
  constexpr double floor = 1e-9;   // of a curvature
  constexpr arma::uword few = 64;  // rows whose Gram matrix costs no more than another step
  const arma::mat S = scaled_columns(problem.X, problem.rows, problem.e);
  begin(problem, S, state);
  const bool rows = state.side == FactorSide::rows;
  arma::mat M;
  if (!rows) {
    M.zeros(S.n_rows, S.n_rows);
    blas::add_square(Op::transpose, 1.0, blas::whole(S), blas::whole(M));
    tiled::mirror(blas::whole(M));
  }
  double damping = floor;  // floor of the curvatures in units of the largest
  bool renew = false;      // weights that were near led nowhere
  for (int step = 0; step < most_steps; ++step) {
    const Model model = model_at(problem, state.z, std::max(floor, damping * largest_curvature(problem, state.z)));
    const bool near = rows && S.n_cols > few && !std::exchange(renew, false) && gram.is_near(model.omega);
    if (rows && !near) gram.start(model.omega, problem.free_intercept);
    if (rows) gram.cover(problem.X, problem.rows);
    Target next;
    const bool fine = rows ? by_rows(problem, S, gram, state, next) : by_samples(problem, S, model, M, state, next);
    if (!fine || !next.z.is_finite()) return false;
    state.omega = rows ? gram.omega() : model.omega;
    const double before = state.value(), noise = 4.0 * arma::datum::eps * before;
    const double length = search(problem, next, noise, state);
    const bool small = before - state.value() <= std::max(accuracy, noise);
    if (small && (length == 1.0 || (damping == 1.0 && !near))) break;
    renew = near && length < 1.0;
    if (renew) continue;
    damping = length == 1.0  ? std::max(0.1 * damping, floor)
              : length < 0.2 ? std::min(std::max(1e3 * damping, 1e-3), 1.0)
                             : damping;
  }
  return true;
}

template bool solve_curved_ridge(const CurvedRidge<Logistic>&, double, WeightedGram&, CurvedRidgeState&);
template bool solve_curved_ridge(const CurvedRidge<Huber>&, double, WeightedGram&, CurvedRidgeState&);
template bool solve_curved_ridge(const CurvedRidge<Poisson>&, double, WeightedGram&, CurvedRidgeState&);

}  // namespace starling
