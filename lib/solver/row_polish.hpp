// One Newton step on the nonzero entries of the working rows, for when sweeps alone converge slowly.
#pragma once

#include <array>
#include <vector>

#include "lib/penalty/penalty.hpp"
#include "lib/solver/row_model.hpp"

namespace starling::row_polish {

// Systems of more unknowns than this are left to the sweeps.
constexpr std::size_t max_unknowns = 400;

struct Entry {
  arma::uword row, task;
};

inline std::vector<Entry> nonzero_entries(const arma::mat& W) {
  std::vector<Entry> entries;
  for (arma::uword a = 0; a < W.n_cols; ++a)
    for (arma::uword t = 0; t < W.n_rows; ++t)
      if (W(t, a) != 0.0) entries.push_back({a, t});
  return entries;
}

// The Newton step of model + penalty (of the working rows alone) for these entries, the others held. False when no
// system could be solved.
template <RowCurved P>
bool newton_step(const P& penalty, const GramRows& model, const arma::mat& W, const std::vector<Entry>& entries,
                 arma::vec& step) {
  const arma::uword m = entries.size();
  arma::mat H(m, m, arma::fill::zeros);
  arma::vec rhs(m), g(W.n_rows), penalty_gradient(W.n_rows);
  arma::mat penalty_hessian(W.n_rows, W.n_rows);
  for (arma::uword k = 0; k < m; ++k) {
    const auto [row, task] = entries[k];
    if (k == 0 || row != entries[k - 1].row) {
      penalty.derivatives_of_row(row, W.col(row), penalty_gradient, penalty_hessian);
      model.gradient(row, g);
    }
    rhs[k] = -(g[task] + penalty_gradient[task]);
    for (arma::uword l = 0; l < m; ++l) {
      if (entries[l].task == task) H(l, k) = model.gram(task, entries[l].row, row);
      if (entries[l].row == row) H(l, k) += penalty_hessian(entries[l].task, task);
    }
  }
  // In units of its diagonal the system's smallest eigenvalues are rounding error where columns repeat.
  const arma::vec unit = 1.0 / arma::sqrt(arma::clamp(H.diag(), 1e-300, arma::datum::inf));
  H = arma::diagmat(unit) * H * arma::diagmat(unit);
  for (double shift = 1e-15; shift < 1e-6; shift *= 100.0) {
    arma::mat shifted = H, factor;
    shifted.diag() += shift * static_cast<double>(m);
    if (!shifted.is_finite()) return false;
    if (!arma::chol(factor, shifted)) continue;
    arma::vec half;
    if (!arma::solve(half, arma::trimatl(factor.t()), unit % rhs, arma::solve_opts::no_approx)) continue;
    if (!arma::solve(step, arma::trimatu(factor), half, arma::solve_opts::no_approx)) continue;
    step %= unit;
    if (step.is_finite()) return true;
  }
  return false;
}

// Takes the step, or the part of it up to the first change of sign, or less, if that lowers the objective. Returns the
// share taken, 0 for none.
template <RowCurved P>
double newton_move(const P& penalty, GramRows& model, arma::mat& W) {
  const std::vector<Entry> entries = nonzero_entries(W);
  arma::vec step;
  if (entries.empty() || entries.size() > max_unknowns || !newton_step(penalty, model, W, entries, step)) return 0.0;
  double crossing = 1.0;
  for (std::size_t k = 0; k < entries.size(); ++k) {
    const double ratio = -W(entries[k].task, entries[k].row) / step[k];
    if (ratio > 0.0) crossing = std::min(crossing, ratio);
  }
  const arma::vec before = model.state();
  const double penalty_before = penalty.value(W.t());
  for (const double length : {1.0, crossing, 0.3, 0.1}) {
    arma::mat candidate = W;
    for (std::size_t k = 0; k < entries.size(); ++k) {
      double& entry = candidate(entries[k].task, entries[k].row);
      entry += length * step[k];
      if (length == crossing && length < 1.0 && entry * step[k] >= 0.0 &&
          W(entries[k].task, entries[k].row) * step[k] < 0.0)
        entry = 0.0;
    }
    for (arma::uword a = 0; a < W.n_cols; ++a) {
      const arma::vec change = candidate.col(a) - W.col(a);
      if (!change.is_zero()) model.move(a, change);
    }
    const double rise =
        model.rise(before, W, model.state(), candidate) + (penalty.value(candidate.t()) - penalty_before);
    if (rise < 0.0) {
      W = candidate;
      return length;
    }
    model.adopt(before);
  }
  return 0.0;
}

// Newton steps until a full one is taken or none helps: every shorter one has set an entry to zero or nearly so.
// Returns whether anything moved.
template <RowCurved P>
bool polish(const P& penalty, GramRows& model, arma::mat& W) {
  constexpr int most_steps = 50;
  bool moved = false;
  for (int k = 0; k < most_steps; ++k) {
    const double share = newton_move(penalty, model, W);
    moved = moved || share > 0.0;
    if (share == 0.0 || share == 1.0) break;
  }
  return moved;
}

}  // namespace starling::row_polish
