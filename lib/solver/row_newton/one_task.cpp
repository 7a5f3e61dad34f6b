#include "lib/solver/row_newton/one_task.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/tiled.hpp"

namespace starling::row_newton {
namespace {

// The problem over the working rows, and its bookkeeping at a point.
class OneTask {
 public:
  OneTask(const WorkingRows& rows, double target_square, double mu) : rows_(rows), square_(target_square), mu_(mu) {}

  arma::vec gradient(const arma::vec& w) const {
    arma::vec g(rows_.B.memptr(), rows_.size());
    for (arma::uword j = 0; j < w.n_elem; ++j)
      if (w[j] != 0.0) move(j, w[j], g);
    return g;
  }
  // What w_j += step does to g.
  void move(arma::uword j, double step, arma::vec& g) const {
    blas::axpy(g.n_elem, -step, blas::start_of(rows_.C, j), g.memptr());
    g[j] -= mu_ * step;
  }
  double objective(const arma::vec& w, const arma::vec& g) const {
    double fit = 0.0, penalty = 0.0;
    for (arma::uword j = 0; j < w.n_elem; ++j) {
      fit += w[j] * (rows_.B[j] + g[j]);
      penalty += rows_.strength[j] * std::abs(w[j]);
    }
    return 0.5 * (square_ - fit) + penalty;
  }
  double gap(const arma::vec& w, const arma::vec& g) const {
    double explained = 0.0, fitted = 0.0, largest = 1.0, excess = 0.0;
    for (arma::uword j = 0; j < w.n_elem; ++j) {
      const double raw = g[j] + mu_ * w[j], over = std::max(std::abs(raw) - rows_.strength[j], 0.0);
      explained += rows_.B[j] * w[j];
      fitted += raw * w[j];
      largest = std::max(largest, std::abs(raw) / rows_.strength[j]);
      excess += over * over;
    }
    const double residual_target = square_ - explained, residual = residual_target - fitted, s = 1.0 / largest;
    double dual = s * residual_target - 0.5 * s * s * residual;
    if (mu_ > 0.0) dual = std::max(dual, residual_target - 0.5 * residual - 0.5 * excess / mu_);
    return objective(w, g) - dual;
  }

  // Returns whether anything moved.
  bool sweep(arma::vec& w, arma::vec& g) const {
    bool moved = false;
    for (arma::uword j = 0; j < w.n_elem; ++j) {
      const double c = rows_.C.at(j, j) + mu_;
      if (!(rows_.C.at(j, j) > 0.0)) continue;
      const double z = w[j] * c + g[j], lambda = rows_.strength[j];
      const double next = z > lambda ? (z - lambda) / c : z < -lambda ? (z + lambda) / c : 0.0;
      if (next == w[j]) continue;
      move(j, next - w[j], g);
      w[j] = next;
      moved = true;
    }
    return moved;
  }

  // One Newton step on the present signs. Returns the share of it that was taken, 0 for none.
  double newton(arma::vec& w, arma::vec& g) const {
    const arma::uvec active = arma::find(w != 0.0);
    arma::vec solved;
    if (active.is_empty() || !solve_signs(w, active, solved)) return 0.0;
    double first = 1.0;  // share of the step at which a coefficient first reaches zero
    arma::vec all = w, to_first = w;
    for (arma::uword k = 0; k < active.n_elem; ++k)
      if (solved[k] * w[active[k]] <= 0.0) first = std::min(first, w[active[k]] / (w[active[k]] - solved[k]));
    for (arma::uword k = 0; k < active.n_elem; ++k) {
      const double before = w[active[k]], after = before + first * (solved[k] - before);
      all[active[k]] = solved[k] * before <= 0.0 ? 0.0 : solved[k];
      to_first[active[k]] = after * before <= 1e-14 * before * before ? 0.0 : after;
    }
    const double now = objective(w, g);
    for (const arma::vec* candidate : {&all, &to_first}) {
      arma::vec slope = gradient(*candidate);
      if (!(objective(*candidate, slope) < now)) continue;
      w = *candidate;
      g = std::move(slope);
      return first;
    }
    return 0.0;
  }

 private:
  // The minimiser with these signs and nothing else.
  bool solve_signs(const arma::vec& w, const arma::uvec& active, arma::vec& solved) const {
    const arma::uword a = active.n_elem;
    arma::mat L(a, a, arma::fill::none), x(a, 1, arma::fill::none);
    for (arma::uword k = 0; k < a; ++k) {
      const double* c = blas::start_of(rows_.C, active[k]);
      for (arma::uword i = k; i < a; ++i) L.at(i, k) = c[active[i]];
      L.at(k, k) += mu_ + 1e-12 * L.at(k, k);
      x[k] = rows_.B[active[k]] - std::copysign(rows_.strength[active[k]], w[active[k]]);
    }
    if (!tiled::cholesky(blas::whole(L))) return false;
    const auto lower = blas::whole(std::as_const(L));
    blas::solve_lower(blas::Op::none, lower, blas::whole(x));
    blas::solve_lower(blas::Op::transpose, lower, blas::whole(x));
    solved = x;
    return solved.is_finite();
  }

  const WorkingRows& rows_;
  double square_, mu_;
};

}  // namespace

int solve_one_task(const WorkingRows& rows, double target_square, double mu, double target,
                   const std::function<bool(int)>& stop, OneTaskPoint& at) {
  constexpr int most_rounds = 500, sweeps_a_round = 20, steps_a_round = 5;
  const OneTask task(rows, target_square, mu);
  at.g = task.gradient(at.w);
  int round = 0;
  for (; round < most_rounds; ++round) {
    at.gap = task.gap(at.w, at.g);
    if (at.gap <= target || stop(round)) break;
    bool moved = false;
    for (int k = 0; k < sweeps_a_round && task.sweep(at.w, at.g); ++k) moved = true;
    for (int k = 0; k < steps_a_round; ++k) {
      const double share = task.newton(at.w, at.g);
      moved = moved || share > 0.0;
      if (share == 0.0 || share == 1.0) break;
    }
    at.g = task.gradient(at.w);  // without the rounding that the moves gathered
    if (!moved) break;
  }
  return round;
}

}  // namespace starling::row_newton
