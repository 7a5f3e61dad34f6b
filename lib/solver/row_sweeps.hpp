// Sweeps of row block-coordinate descent over the working rows of a quadratic model, with Anderson acceleration.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "lib/penalty/penalty.hpp"
#include "lib/solver/anderson.hpp"
#include "lib/solver/row_blocks.hpp"
#include "lib/solver/row_polish.hpp"

namespace starling::row_sweeps {

// How a run of sweeps is doing.
struct Pace {
  int done = 0;       // sweeps
  double left = 0.0;  // sweeps to come until they would lower the objective by less than `finish`; may be infinite
  arma::uword working = 0, active = 0;  // rows, and those that are not zero
  bool gram = false;                    // the model has its Gram matrices
};

struct Budget {
  int at_least = 10;  // sweeps, unless nothing changes any more
  int at_most = 100;
  double enough = 0.0;              // ends when the sweeps to come are expected to lower the objective by less
  std::function<bool(int)> stop{};  // asked before every sweep with the number of sweeps done
  double finish = 0.0;              // what `enough` will be in the end
  std::function<bool(const Pace&)> abandon{};  // asked now and then, where given; true ends the run
};

// One sweep: each joint block and each other working row is set to its exact minimiser. The penalty is that of the
// working rows alone, here and below. Returns sum h (change)^2, about twice the decrease.
template <RowSolvable P, class Model>
double sweep(const P& penalty, const std::vector<RowBlock*>& joint, Model& model, arma::mat& W) {
  double change = 0.0;
  std::vector<char> is_joint(joint.empty() ? 0 : W.n_cols, 0);
  for (RowBlock* const block : joint) {
    change += row_blocks::step(penalty, *block, model, W);
    for (const arma::uword a : block->rows) is_joint[a] = 1;
  }
  arma::vec g(W.n_rows), h, w, step;
  for (arma::uword a = 0; a < W.n_cols; ++a) {
    if (!is_joint.empty() && is_joint[a]) continue;
    h = model.curvature().col(a);
    if (!(h.max() > 0.0)) continue;
    model.gradient(a, g);
    w = W.col(a);
    penalty.minimise_row(a, h, h % w - g, w);
    step = w - W.col(a);
    if (step.is_zero()) continue;
    model.move(a, step);
    W.col(a) = w;
    change += arma::dot(h, step % step);
  }
  return change;
}

// Minimises model(W) + penalty(W) over the working rows W (T x s, each row of coefficients a column) from where both
// stand. Returns the number of sweeps; the decrease never turns into an increase.
template <RowSolvable P, class Model>
int minimise(const P& penalty, const std::vector<RowBlock*>& joint, Model& model, arma::mat& W, const Budget& budget) {
  constexpr arma::uword memory = 5;
  constexpr int cycle = memory + 1;  // from one extrapolation to the next
  Anderson anderson(memory);
  Anderson::Point point;
  const arma::vec scale = arma::vectorise(arma::sqrt(model.curvature()));
  double before = arma::datum::inf;
  double last_cycle = arma::datum::inf;
  int next_polish = budget.at_least;
  for (int done = 0;; ++done) {
    if (done >= budget.at_most || budget.stop(done)) return done;
    const double change = sweep(penalty, joint, model, W);
    if (change == 0.0) return done + 1;
    const double rate = std::min(change / before, 0.999);
    if (done + 1 >= budget.at_least && change / (1.0 - rate) < budget.enough) return done + 1;
    before = change;
    if (budget.abandon && done % cycle == cycle - 1) {
      const double ratio = change / last_cycle;
      const double left =
          ratio < 1.0 ? std::max(0.0, cycle * std::log(budget.finish / change) / std::log(ratio)) : arma::datum::inf;
      const auto active = static_cast<arma::uword>(arma::accu(arma::any(W != 0.0, 0)));
      if (budget.abandon({done + 1, last_cycle < arma::datum::inf ? left : 0.0, W.n_cols, active,
                          std::is_same_v<Model, GramRows>}))
        return done + 1;
      last_cycle = change;
    }
    if constexpr (RowCurved<P> && std::is_same_v<Model, GramRows>) {
      if (done >= next_polish) {
        if (row_polish::polish(penalty, model, W)) {
          anderson.forget();
          before = arma::datum::inf;
          next_polish = done + 2;
          continue;
        }
        next_polish = done + 10;
      }
    }
    anderson.record(arma::vectorise(W), model.state());
    if (!anderson.is_full() || !anderson.extrapolate(scale, point)) continue;
    const arma::mat candidate = arma::reshape(point.x, W.n_rows, W.n_cols);
    const double rise = model.rise(model.state(), W, point.companion, candidate) +
                        (penalty.value(candidate.t()) - penalty.value(W.t()));
    if (!(rise < 0.0)) continue;
    W = candidate;
    model.adopt(point.companion);
    before = arma::datum::inf;
  }
}

}  // namespace starling::row_sweeps
