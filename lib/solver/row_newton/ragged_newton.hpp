// Newton's method on the row scales for the multi-task Lasso on tasks of any form: different features and samples,
// missing targets, sample weights, sparse features, with and without intercepts and a ridge; for squared, logistic,
// Huber and Poisson losses.
//
// METHOD  The rows are found by a growing working set: those that are not zero, those near the bound and the largest
//         violators, while the strength falls to the one asked for as fast as the rows left out allow. On the working
//         rows: Newton's method on one number per row (ragged_descent.hpp, ragged_point.hpp).
// ITERATION  One Newton step.
// COST    For f rows that move, a of them active: per task of n samples n^2 (a + f) + n f^2 flops where n < m (m
//         working rows), a^2 f + a f^2 otherwise; from 600 rows on 4 n f flops for each of some thirty products in
//         place of n f^2. A round over the working set adds two passes over all features.
// EDGES   Rows whose columns are constant in every task get zero coefficients where the intercept is free; so do zero
//         columns. Intercept::penalised and strengths that are not positive throw InvalidOption.
// PAPERS  obozinski2010joint, boyd2004convex
#pragma once

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/linalg/rows.hpp"
#include "lib/loss/huber.hpp"
#include "lib/loss/logistic.hpp"
#include "lib/loss/poisson.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/row_newton/curved_tasks.hpp"
#include "lib/solver/row_newton/ragged_descent.hpp"
#include "lib/solver/row_newton/ragged_tasks.hpp"
#include "lib/solver/row_newton/row_strengths.hpp"
#include "lib/solver/row_predictions.hpp"

namespace starling {

// The tasks as the row scales of a loss see them; losses that have none are left to other solvers.
template <class L>
struct RowTasksOf {};
template <>
struct RowTasksOf<Squared> {
  using type = SquaredTasks;
};
template <>
struct RowTasksOf<Logistic> {
  using type = CurvedTasks<Logistic>;
};
template <>
struct RowTasksOf<Huber> {
  using type = CurvedTasks<Huber>;
};
template <>
struct RowTasksOf<Poisson> {
  using type = CurvedTasks<Poisson>;
};
template <class L>
using RowTasks = typename RowTasksOf<L>::type;
template <class L>
concept RowModelled = CurvedLoss<L> && requires {
  typename RowTasksOf<L>::type;
};

// The state of Newton's method between rounds over the working set.
template <RowModelled L, RowScaled P>
class RaggedDescent {
 public:
  RaggedDescent(const Problem<L, P>& problem, Coefficients start, typename RowTasks<L>::Options options = {})
      : problem_(problem),
        tasks_(tasks_of(problem, options)),
        strengths_(row_strengths(problem.penalty, problem.data.n_features())),
        dead_(problem.data.n_features(), 0) {
    if (!(strengths_.min() > 0.0))
      throw InvalidOption({.what = "Newton's method on row scales needs a penalty on every row",
                           .where = "lambda",
                           .expected = "a number > 0"});
    move_to(std::move(start));
  }

  const Coefficients& at() const { return at_; }
  // A dual point of its own, flat; null where that is the loss gradient at the coefficients.
  const arma::vec* dual_point() const { return has_own_point_ ? &u_ : nullptr; }
  void move_to(Coefficients start) {
    at_ = std::move(start);
    refresh(nullptr);
    path_ = (norms_ / strengths_).max();
  }

  struct Budget {
    double enough = 0.0;  // gap at which to end, absolute
    double scale = 1.0;   // of a relative gap
    int at_most = 10;     // steps, after which a round is the last
    std::function<bool(int)> stop{};
  };

  // Rounds over the working set until the gap is enough by its own account or the steps are used up. Returns the number
  // of steps, 0 when they would change nothing.
  int improve(const Budget& budget) {
    const double gap_before = gap_;
    int steps = 0, idle = 0;
    while (idle < most_idle && steps < budget.at_most && !budget.stop(steps)) {
      const int done = round(budget, steps);
      const bool stuck = done == 0 && path_ <= 1.0;
      idle = stuck ? idle + 1 : 0;
      tightening_ = stuck ? 0.1 * tightening_ : 1.0;
      if (stuck) tasks_.prefer_precision();
      steps += done;
      if (gap_ <= budget.enough && path_ <= 1.0) break;
    }
    return steps == 0 && gap_ < gap_before ? 1 : steps;
  }

 private:
  static constexpr int most_idle = 4;
  static constexpr double kept_from = 0.95;  // of its strength: a zero row stays in the working set
  static constexpr arma::uword fewest_added = 64;

  static RowTasks<L> tasks_of(const Problem<L, P>& problem, typename RowTasks<L>::Options options) {
    const bool free = problem.intercept == Intercept::free;
    if constexpr (std::is_same_v<L, Squared>)
      return {problem.data, problem.c, free, options};
    else
      return {problem.loss, problem.data, problem.c, free, options};
  }

  // Intercepts, a dual point (the one given or the loss gradient), its row norms, and the gap between the two.
  void refresh(const RowPoint* point) {
    const MultiTaskData& data = problem_.data;
    eta_ = predict_from_rows(data, at_.W);
    const arma::rowvec none(data.n_tasks(), arma::fill::zeros);
    at_.b =
        problem_.intercept == Intercept::free ? best_intercepts(problem_.loss, data, problem_.c, eta_, at_.b) : none;
    for (arma::uword t = 0; t < data.n_tasks(); ++t)
      for (arma::uword i = data.rows_of(t).begin; i < data.rows_of(t).end; ++i) eta_[i] += at_.b[t];
    u_ = loss_gradient(problem_.loss, data.targets(), problem_.c, eta_);
    has_own_point_ = false;
    for (arma::uword t = 0; point != nullptr && t < data.n_tasks(); ++t) {
      const arma::vec own = tasks_.dual_point(t, *point);
      has_own_point_ = has_own_point_ || !own.is_empty();
      if (!own.is_empty()) u_.subvec(data.rows_of(t).begin, data.rows_of(t).end - 1) = own;
    }
    const arma::mat G = data.adjoint(u_);
    const double primal =
        loss_sum(problem_.loss, data.targets(), problem_.c, eta_).value() + problem_.penalty.value(at_.W);
    double dual = -arma::datum::inf;
    for (const double s : problem_.penalty.dual_scales(G))
      dual = std::max(dual, dual_loss_sum(problem_.loss, data.targets(), problem_.c, u_, s).value() -
                                problem_.penalty.conjugate(s * G));
    gap_ = primal - dual;
    norms_ = arma::sqrt(arma::sum(arma::square(G), 1));
  }

  // Sets the working rows and the strength of the next round, a multiple (path_) of the one asked for. Returns whether
  // so few rows are new that the round can be the last.
  bool choose_rows() {
    const arma::vec ratio = norms_ / strengths_;
    std::vector<arma::uword> rows = nonzero_rows(at_.W);
    const std::size_t active = rows.size();
    for (const arma::uword j : tasks_.rows())
      if (ratio[j] > kept_from && at_.W.row(j).is_zero()) rows.push_back(j);
    std::vector<char> in(ratio.n_elem, 0);
    for (const arma::uword j : rows) in[j] = 1;
    std::vector<std::pair<double, arma::uword>> entering;
    for (arma::uword j = 0; j < ratio.n_elem; ++j)
      if (!in[j] && !dead_[j] && ratio[j] > 1.0) entering.emplace_back(-ratio[j], j);
    std::sort(entering.begin(), entering.end());
    const std::size_t added = std::min(entering.size(), std::max<std::size_t>(fewest_added, active));
    for (std::size_t k = 0; k < added; ++k) rows.push_back(entering[k].second);
    const double left_out = added < entering.size() ? -entering[added].first : 0.0;
    path_ = left_out > 1.0 ? std::max(1.0, std::min(path_, 0.5 * left_out)) : 1.0;
    std::sort(rows.begin(), rows.end());
    tasks_.take(arma::uvec(rows));
    for (const arma::uword a : tasks_.dead()) dead_[tasks_.rows()[a]] = 1;
    return 100 * entering.size() <= 3 * active;
  }

  int round(const Budget& budget, int done) {
    const bool few = choose_rows();
    const arma::uvec& rows = tasks_.rows();
    if (rows.is_empty()) return 0;
    tasks_.set_strengths({path_ * strengths_.elem(rows), ridge_strength(problem_.penalty)});
    RowPoint point;
    point.tau = arma::sqrt(arma::sum(arma::square(at_.W.rows(rows)), 1)) / tasks_.strengths().lambda;
    // The dual vector belongs to a larger strength where that falls.
    double shrink = 1.0;
    for (arma::uword a = 0; a < rows.n_elem; ++a)
      if (point.tau[a] > 0.0) shrink = std::min(shrink, tasks_.strengths().lambda[a] / norms_[rows[a]]);
    tasks_.prepare(point, eta_, u_, shrink);
    const double target = path_ > 1.0 ? 1e-2 * budget.scale : std::max(0.3 * budget.enough, few ? 0.0 : 0.3 * gap_);
    const int steps = descend_scales(
        tasks_,
        {.target = tightening_ * target, .gap = gap_, .stop = [&](int more) { return budget.stop(done + more); }},
        point);
    if (!std::isfinite(point.phi)) return 0;
    at_.W.zeros();
    at_.W.rows(arma::uvec(rows.elem(point.active))) = point.W;
    refresh(&point);
    return steps;
  }

  const Problem<L, P>& problem_;
  RowTasks<L> tasks_;
  arma::vec strengths_;
  std::vector<char> dead_;  // rows whose columns are constant in every task
  Coefficients at_;
  arma::vec eta_, u_;  // predictions and dual point, flat
  arma::vec norms_;    // |x_j'r| over the tasks
  double gap_ = arma::datum::inf, path_ = 1.0, tightening_ = 1.0;
  bool has_own_point_ = false;
};

template <RowModelled L, RowScaled P>
Solution ragged_newton(const Problem<L, P>& problem, const StopRule& rule, Coefficients start,
                       typename RowTasks<L>::Options options = {}) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidOption({.what = "Newton's method on row scales cannot penalise the intercept", .where = "intercept"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  Monitor monitor(rule);
  RaggedDescent<L, P> newton(problem, std::move(start), options);
  const double scale = null_objective(problem);
  double gap_before = arma::datum::inf;
  for (int steps = 0, stalled = 0;;) {
    const bool last = monitor.must_stop(steps);
    const Certificate now = certify(problem, newton.at(), scale, newton.dual_point());
    if (monitor.check(steps, now, newton.at()) || last) break;
    stalled = now.gap < gap_before ? 0 : stalled + 1;
    gap_before = std::min(gap_before, now.gap);
    const int done = stalled < 20 ? newton.improve({.enough = rule.gap * scale,
                                                    .scale = scale,
                                                    .stop = [&](int more) { return monitor.must_stop(steps + more); }})
                                  : 0;
    if (done == 0) {
      if (!monitor.must_stop(steps)) monitor.give_up(Status::no_progress);
      break;
    }
    steps += done;
  }
  return monitor.finish();
}

// The solver as a value, for solve_rescaled().
struct RaggedNewton {
  template <RowModelled L, RowScaled P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) const {
    return ragged_newton(problem, rule, std::move(start));
  }
};

}  // namespace starling
