#include "lib/solver/factors/factor_descent.hpp"

#include <cmath>
#include <utility>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/factors/lasso_in_gram.hpp"
#include "lib/solver/mixing.hpp"

namespace starling::factors {

double first_order_residual(const SparseFactors& penalty, const Factors& at, const arma::mat& G) {
  const arma::mat pull = at.L.t() * G, left = G * at.S.t() + penalty.l2 * at.L;
  double worst = 0.0;
  for (arma::uword t = 0; t < at.S.n_cols; ++t)
    for (arma::uword i = 0; i < at.S.n_rows; ++i) {
      const double s = at.S(i, t), g = pull(i, t);
      const double off = s == 0.0 ? std::abs(g) - penalty.l1 : std::abs(g + std::copysign(penalty.l1, s));
      worst = std::max(worst, off / penalty.l1);
    }
  for (arma::uword i = 0; i < at.L.n_cols; ++i) {
    const double length = arma::norm(at.L.col(i));
    if (length > 0.0) worst = std::max(worst, arma::norm(left.col(i)) / (penalty.l2 * length));
  }
  return worst;
}

void FactorDescent::fit_tasks(Factors& at) const {
  const arma::mat pulls = at.L.t() * tasks_.q();
  parallel_for(tasks_.n_tasks(), [&](std::size_t t) {
    const arma::mat B = at.L.t() * (tasks_.A(t) * at.L);
    arma::vec s = at.S.col(t);
    lasso_in_gram(B, pulls.col(t), penalty_.l1, s);
    at.S.col(t) = s;
  });
}

void FactorDescent::fit_directions(Factors& at) const {
  arma::mat R = tasks_.descent(at.L * at.S);
  for (arma::uword i = 0; i < at.L.n_cols; ++i) {
    const arma::rowvec s = at.S.row(i);
    if (s.is_zero()) continue;
    const arma::mat H = tasks_.mixed(arma::square(s), penalty_.l2);
    const arma::vec step = cholesky_solve(cholesky(H), R * s.t() - penalty_.l2 * at.L.col(i));
    at.L.col(i) += step;
    for (arma::uword t = 0; t < s.n_elem; ++t)
      if (s[t] != 0.0) R.col(t) -= s[t] * (tasks_.A(t) * step);
  }
}

FactorPoint FactorDescent::judged(Factors at) const {
  const arma::mat W = at.L * at.S, R = tasks_.descent(W);
  FactorPoint point{.factors = std::move(at)};
  point.objective = tasks_.loss(W, R) + penalty_.value(point.factors);
  point.residual = first_order_residual(penalty_, point.factors, -R);
  return point;
}

FactorPoint FactorDescent::at_directions(Factors at) const {
  fit_tasks(at);
  return judged(penalty_.balanced(std::move(at)));
}

FactorPoint FactorDescent::improve(Factors from, const DescentRule& rule, const OnSweep& on_sweep) const {
  constexpr arma::uword memory = 8;
  constexpr int most_idle = 30;
  constexpr double rounding = 1e-14;  // of objectives: below that the residual decides
  FactorPoint at = at_directions(penalty_.balanced(std::move(from))), best = at;
  std::vector<double> history = {at.objective};
  Mixing mixing(memory);
  int idle = 0;
  for (int sweep = 0; sweep < rule.sweeps && best.residual > rule.residual && on_sweep(best.objective); ++sweep) {
    Factors next = at.factors;
    fit_directions(next);
    next = penalty_.balanced(std::move(next));
    Factors mixed{at.factors.L, next.S};
    mixing.advance(mixed.L, next.L - at.factors.L);
    FactorPoint plain = at_directions(std::move(next)), bold = at_directions(std::move(mixed));
    const double noise = rounding * std::abs(at.objective), before = at.objective;
    if (bold.objective > plain.objective + noise) {
      mixing.forget();
      at = std::move(plain);
    } else {
      at = std::move(bold);
    }
    history.push_back(at.objective);
    const bool is_nearer = at.residual < 0.9 * best.residual;
    idle = before - at.objective > std::max(noise, rule.decrease * std::abs(before)) || is_nearer ? 0 : idle + 1;
    if (at.objective < best.objective - noise || at.residual < best.residual) best = at;
    if (idle == most_idle) break;
  }
  best.history = std::move(history);
  return best;
}

}  // namespace starling::factors
