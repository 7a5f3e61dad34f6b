// Row block-coordinate descent that gives way to Newton's method on the row scales where that is expected to be
// cheaper.
//
// METHOD  Sweeps (row_bcd.hpp) until what is left of them, by the rate at which their steps shrink, is expected to cost
//         more than three Newton steps (ragged_newton.hpp) on the same rows, or until twice that has been spent on
//         them. Then Newton's method from where they stand. Sweeps take over again where that can go no further, or
//         crawls. The costs are counted in flops (row_costs.hpp), so the choice is the same on every machine and every
//         run. Losses other than the squared one begin with Newton's method: in bench/rows it takes 0.03 to 0.9 of the
//         time of sweeps, and up to 1.4 times theirs only where a task has several samples for every feature.
// WHEN    Sweeps win where columns are nearly independent, and for a Huber loss in its linear part nearly everywhere;
//         Newton's method where the active rows outnumber the samples of a task, and for small strengths.
// ITERATION  One sweep or one Newton step.
// COST    At most half as much again as the cheaper of the two in bench/rows.
// EDGES   Losses and penalties that Newton's method on the row scales does not take are left to row_bcd; so are one
//         task alone and a strength of zero. Intercept::penalised throws InvalidOption.
// PAPERS  tseng2001convergence, bertrand2021anderson
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/solver/row_bcd.hpp"
#include "lib/solver/row_newton/ragged_newton.hpp"
#include "lib/solver/row_newton/row_costs.hpp"

namespace starling {

// Decides whether sweeps are worth going on with.
class SweepMeter {
 public:
  // numbers: that a pass over all features reads.
  SweepMeter(TaskSizes sizes, double numbers) : sizes_(std::move(sizes)), round_(round_cost(numbers)) {}

  void begin_run() {
    counted_ = 0;
    spent_ += round_;
  }
  bool is_slow(const row_sweeps::Pace& pace) {
    const double each = sweep_cost(sizes_, pace), working = static_cast<double>(pace.working);
    const double known = std::min(static_cast<double>(gram_of_), working);
    if (pace.gram && pace.working != gram_of_) spent_ += gram_cost(sizes_, working, known);
    gram_of_ = pace.gram ? pace.working : 0;
    spent_ += (pace.done - counted_) * each;
    counted_ = pace.done;
    const double newton = newton_cost(sizes_, working, static_cast<double>(pace.active), 3.0) + 2.0 * round_;
    return pace.left * each > newton || spent_ > 2.0 * newton;
  }

 private:
  TaskSizes sizes_;
  double round_, spent_ = 0.0;
  int counted_ = 0;
  arma::uword gram_of_ = 0;
};

template <RowModelled L, RowScaled P>
class HybridDescent {
 public:
  HybridDescent(const Problem<L, P>& problem, Coefficients start)
      : problem_(problem), sweeps_(problem, std::move(start)), meter_(sizes(problem), numbers(problem.data)) {
    if constexpr (newton_first) newton_.emplace(problem, sweeps_.at());
  }

  const Coefficients& at() const { return newton_ ? newton_->at() : sweeps_.at(); }

  bool on_newton() const { return newton_.has_value(); }
  const arma::vec* dual_point() const { return newton_ ? newton_->dual_point() : nullptr; }

  // Iterations until the next certificate is due, 0 when nothing would change. pullback: of the loss gradient at the
  // coefficients, or null.
  int improve(const Certificate& now, Pullback* pullback, double enough, double scale,
              const std::function<bool(int)>& stop) {
    if (newton_ && crawls(now)) leave_newton();
    if (newton_) {
      const int steps = newton_->improve({.enough = enough, .scale = scale, .stop = stop});
      if (steps > 0 || stop(0)) return steps;
      leave_newton();
    }
    care_.see(now);
    int sweeps = 0;
    // A certificate is not worth its passes over the features while the working set grows.
    do {
      const auto stop_later = [&](int more) { return stop(sweeps + more); };
      const int done = care_.exhausted() ? 0 : run_sweeps(now, std::exchange(pullback, nullptr), enough, stop_later);
      if (done == 0) break;
      sweeps += done;
    } while (!newton_ && sweeps_.is_growing() && !stop(sweeps));
    return sweeps;
  }

 private:
  // With other losses sweeps would have to make new Gram matrices for every change of the curvatures.
  static constexpr bool newton_first = !std::is_same_v<L, Squared>;

  static TaskSizes sizes(const Problem<L, P>& problem) {
    const MultiTaskData& data = problem.data;
    TaskSizes sizes{std::vector<double>(data.n_tasks(), 0.0)};
    double stored = 0.0;
    for (arma::uword t = 0; t < data.n_tasks(); ++t) {
      for (arma::uword i = data.rows_of(t).begin; i < data.rows_of(t).end; ++i)
        sizes.samples[t] += problem.c[i] > 0.0 ? 1.0 : 0.0;
      stored += stored_numbers(data.design(t));
    }
    sizes.density = stored / (static_cast<double>(data.size()) * static_cast<double>(data.n_features()));
    return sizes;
  }

  // Whether Newton's method has hardly lowered the gap for a while: a loss with kinks, or nearly so.
  bool crawls(const Certificate& now) {
    constexpr int patience = 4;  // certificates
    slow_ = now.gap > 0.5 * gap_before_ ? slow_ + 1 : 0;
    gap_before_ = std::min(gap_before_, now.gap);
    return slow_ >= patience;
  }

  void leave_newton() {
    sweeps_.move_to(newton_->at());
    newton_.reset();
    newton_is_done_ = true;
  }

  static double stored_numbers(const Design& design) {
    return design.visit([]<class M>(const M& X) {
      arma::uword stored = X.n_elem;
      if constexpr (std::is_same_v<M, arma::sp_mat>) stored = X.n_nonzero;
      return static_cast<double>(stored);
    });
  }

  // Numbers that a pass over all features reads, one task after the other.
  static double numbers(const MultiTaskData& data) {
    double count = 0.0;
    for (arma::uword t = 0; t < data.n_tasks(); ++t) count += stored_numbers(data.design(t));
    // Features that all tasks share are read once for all of them.
    constexpr double together = 6.0;
    return data.is_shared() && !data.any_sparse() ? count / std::min(together, static_cast<double>(data.n_tasks()))
                                                  : count;
  }

  int run_sweeps(const Certificate& now, Pullback* pullback, double enough, const std::function<bool(int)>& stop) {
    bool slow = false;
    row_sweeps::Budget budget{.enough = care_.enough(std::max(now.gap, enough)), .stop = stop, .finish = 0.1 * enough};
    if (!newton_is_done_) budget.abandon = [&](const row_sweeps::Pace& pace) { return slow = meter_.is_slow(pace); };
    meter_.begin_run();
    const int done = sweeps_.improve(budget, pullback);
    if (slow) newton_.emplace(problem_, sweeps_.at());
    return done;
  }

  const Problem<L, P>& problem_;
  RowDescent<L, P> sweeps_;
  std::optional<RaggedDescent<L, P>> newton_;
  SweepMeter meter_;
  SweepCare care_;
  double gap_before_ = arma::datum::inf;
  int slow_ = 0;
  bool newton_is_done_ = false;
};

template <RowModelled L, RowScaled P>
Solution row_hybrid(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
  const arma::vec strengths = row_strengths(problem.penalty, problem.data.n_features());
  const bool plain = problem.data.n_tasks() == 1 || strengths.is_empty() || !(strengths.min() > 0.0);
  if (plain || problem.intercept == Intercept::penalised || rule.max_iterations == 0)
    return row_bcd(problem, rule, std::move(start));
  Monitor monitor(rule);
  HybridDescent<L, P> descent(problem, std::move(start));
  const double scale = null_objective(problem);
  Certificate best;  // of the highest lower bound so far
  for (int iterations = 0;;) {
    const bool last = monitor.must_stop(iterations);
    Pullback pulled;
    Pullback* const pullback = descent.on_newton() ? nullptr : &pulled;
    Certificate now = certify(problem, descent.at(), scale, descent.dual_point(), pullback);
    now.take_bound_of(best);
    if (monitor.check(iterations, now, descent.at()) || last) break;
    best = std::move(now);
    const int done = descent.improve(best, pullback, rule.gap * scale, scale,
                                     [&](int more) { return monitor.must_stop(iterations + more); });
    if (done == 0) {
      if (!monitor.must_stop(iterations)) monitor.give_up(Status::no_progress);
      break;
    }
    iterations += done;
  }
  return monitor.finish();
}

// The solver as a value, for solve_rescaled().
struct RowHybrid {
  template <CurvedLoss L, RowSolvable P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) const {
    if constexpr (RowModelled<L> && RowScaled<P>)
      return row_hybrid(problem, rule, std::move(start));
    else
      return row_bcd(problem, rule, std::move(start));
  }
};

}  // namespace starling
