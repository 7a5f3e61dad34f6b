// Task-blocked dual coordinate descent: tasks tied by a quadratic coupling, with the losses of support vector machines
// (hinge, squared hinge, epsilon-insensitive) or squared loss.
//
// METHOD  Coordinate ascent on the dual point u, one sample at a time, exactly; tasks and samples in a fresh random
//         order every sweep (the same in every run). The passes that certify also shrink: samples whose u would stay
//         where it is even if their decision moved by the typical violation are left out until the next pass. Where
//         that is slow, few free samples are solved for at once (a step to the optimum of their face, or to its first
//         bound), and many by Anderson extrapolation, kept only where it raises the dual.
// ITERATION  One sweep over the samples that are not shrunk away.
// COST    A sweep is 4 flops per stored feature value of its samples, and d T (d where all tasks are coupled alike) per
//         task. Memory: one transposed copy of the features.
// EDGES   Intercept::free throws InvalidOption: this solver fits none or a penalised one.
//         A sample without features (a zero row) takes the bound its loss drives it to.
// PAPERS  hsieh2008dual, fan2008liblinear, evgeniou2004regularized
#pragma once

#include <algorithm>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/random.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/anderson.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/coupled_dual.hpp"
#include "lib/solver/dual_steps.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {

template <DualSteppable L, TaskCoupling P>
class TaskDescent {
 public:
  explicit TaskDescent(const Problem<L, P>& problem, arma::vec start)
      : problem_(problem),
        u_(std::move(start)),
        active_(problem.data.n_tasks()),
        dual_(problem.data, problem.penalty.inverse_coupling(), problem.intercept == Intercept::penalised) {
    clip_to_domain(problem.loss, problem.data.targets(), problem.c, u_);
  }

  const arma::vec& dual_point() const { return u_; }

  // The coefficients of the dual point, computed afresh; decides which samples the next sweeps look at.
  Coefficients refresh() {
    dual_.restart(u_);
    shrink();
    return dual_.coefficients();
  }

  // Whether u moved.
  bool sweep(std::uint64_t number) {
    const RandomStream order = RandomStream(0, "task_cd").child(number);
    bool moved = false;
    for (const std::uint64_t t : order.permutation(active_.size())) {
      if (active_[t].empty()) continue;
      dual_.enter(t);
      for (const std::uint64_t position : order.child(t).permutation(active_[t].size())) {
        const arma::uword k = active_[t][position], i = problem_.data.rows_of(t).begin + k;
        const double next = stepped(i, dual_.decision(k), 0.0), step = next - u_[i];
        if (step == 0.0) continue;
        dual_.move(k, step);
        u_[i] = next;
        moved = true;
      }
      dual_.leave();
    }
    return moved;
  }

  // Face steps until a full one is taken. False when there are too many free samples, or none.
  bool solve_face() {
    constexpr int most_steps = 60;
    for (int k = 0; k < most_steps; ++k) {
      const double share = face_step();
      if (share == 0.0) return k > 0;
      if (share == 1.0) break;
    }
    return true;
  }

  // Sweeps with extrapolation; returns their number.
  int extrapolate(std::uint64_t number, Anderson& anderson) {
    anderson.forget();
    int sweeps = 0;
    anderson.record(u_, {});
    while (!anderson.is_full()) {
      sweep(number);  // the same order for the whole window, so that sweeps are one fixed map
      ++sweeps;
      anderson.record(u_, {});
    }
    Anderson::Point point;
    if (!anderson.extrapolate(arma::vec(u_.n_elem, arma::fill::ones), point)) return sweeps;
    clip_to_domain(problem_.loss, problem_.data.targets(), problem_.c, point.x);
    if (objective(point.x) > objective(u_)) {
      u_ = point.x;
      dual_.restart(u_);
    }
    return sweeps;
  }

 private:
  struct Free {
    arma::uword task, position, flat;
    DualPiece piece;
  };

  double stepped(arma::uword i, double decision, double shift) const {
    const double h = dual_.curvature(i);
    return dual_step(problem_.loss, problem_.data.targets()[i], problem_.c[i], h, decision + shift + h * u_[i]);
  }

  double objective(const arma::vec& u) const {
    arma::mat G;
    arma::rowvec g;
    problem_.data.adjoint(u, G, g);
    return dual_loss_sum(problem_.loss, problem_.data.targets(), problem_.c, u, 1.0).value() -
           problem_.penalty.conjugate(penalised_rows(G, g, problem_.intercept));
  }

  void shrink() {
    const MultiTaskData& data = problem_.data;
    const Coefficients at = dual_.coefficients();
    const arma::vec eta = data.forward(at.W, at.b);
    double violation = 0.0;
    for (arma::uword i = 0; i < eta.n_elem; ++i)
      if (problem_.c[i] > 0.0) violation += std::pow(dual_.curvature(i) * (stepped(i, eta[i], 0.0) - u_[i]), 2);
    const double typical = std::sqrt(violation / static_cast<double>(data.n_samples()));
    for (arma::uword t = 0; t < data.n_tasks(); ++t) {
      const Rows rows = data.rows_of(t);
      active_[t].clear();
      for (arma::uword k = 0; k < rows.size(); ++k) {
        const arma::uword i = rows.begin + k;
        if (problem_.c[i] == 0.0) continue;
        if (stepped(i, eta[i], -typical) == u_[i] && stepped(i, eta[i], typical) == u_[i]) continue;
        active_[t].push_back(k);
      }
    }
  }

  std::vector<Free> free_samples() const {
    std::vector<Free> free;
    const arma::vec& y = problem_.data.targets();
    for (arma::uword t = 0; t < active_.size(); ++t)
      for (const arma::uword k : active_[t]) {
        const arma::uword i = problem_.data.rows_of(t).begin + k;
        const DualPiece piece = dual_piece(problem_.loss, y[i], problem_.c[i], u_[i]);
        if (u_[i] > piece.low && u_[i] < piece.high) free.push_back({t, k, i, piece});
      }
    return free;
  }

  // Moves the free samples towards the optimum of their face, as far as none leaves its piece. Returns the share of
  // the step that was taken. The dual rises along the whole of it.
  double face_step() {
    constexpr std::size_t most_free = 400;
    const std::vector<Free> free = free_samples();
    const arma::uword m = free.size();
    if (m == 0 || m > most_free) return 0.0;
    const arma::mat& A = problem_.penalty.inverse_coupling();
    arma::mat H(m, m);
    arma::vec ascent(m), step;
    for (arma::uword k = 0; k < m; ++k) {
      for (arma::uword l = 0; l <= k; ++l)
        H(l, k) = H(k, l) = A(free[l].task, free[k].task) *
                            dual_.product(free[l].task, free[l].position, free[k].task, free[k].position);
      H(k, k) += free[k].piece.curvature;
      dual_.enter(free[k].task);
      ascent[k] = dual_.decision(free[k].position) - free[k].piece.slope;
    }
    H.diag() += 1e-13 * arma::max(H.diag());
    arma::mat factor;
    if (!H.is_finite() || !arma::chol(factor, H)) return 0.0;
    if (!arma::solve(step, arma::trimatl(factor.t()), ascent, arma::solve_opts::no_approx)) return 0.0;
    if (!arma::solve(step, arma::trimatu(factor), step, arma::solve_opts::no_approx) || !step.is_finite()) return 0.0;
    return move_within(free, step);
  }

  double move_within(const std::vector<Free>& free, const arma::vec& step) {
    double share = 1.0;
    arma::uword blocking = free.size();
    for (arma::uword k = 0; k < free.size(); ++k) {
      const double room = (step[k] > 0.0 ? free[k].piece.high : free[k].piece.low) - u_[free[k].flat];
      if (step[k] != 0.0 && room / step[k] < share) {
        share = room / step[k];
        blocking = k;
      }
    }
    for (arma::uword k = 0; k < free.size(); ++k) {
      double& u = u_[free[k].flat];
      u = std::clamp(u + share * step[k], free[k].piece.low, free[k].piece.high);
      if (k == blocking) u = step[k] > 0.0 ? free[k].piece.high : free[k].piece.low;
    }
    dual_.restart(u_);
    return blocking == free.size() ? 1.0 : std::max(share, 1e-300);
  }

  const Problem<L, P>& problem_;
  arma::vec u_;
  std::vector<std::vector<arma::uword>> active_;  // by task, positions within it
  CoupledDual dual_;
};

// start: only a hint of the dual point can be taken from coefficients: the loss gradient at their predictions.
template <DualSteppable L, TaskCoupling P>
Solution task_cd(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
  if (problem.intercept == Intercept::free)
    throw InvalidOption({.what = "task-blocked dual coordinate descent cannot fit an unpenalised intercept",
                         .where = "intercept",
                         .expected = "none or penalised"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  const MultiTaskData& data = problem.data;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  arma::vec u(data.size(), arma::fill::zeros);
  if (!start.W.is_zero() || !start.b.is_zero()) {
    // A warm start may be the solution already.
    const Certificate at_start = certify(problem, start, scale);
    if (monitor.check(0, at_start, start)) return monitor.finish();
    u = loss_gradient(problem.loss, data.targets(), problem.c, data.forward(start.W, start.b));
  }
  TaskDescent<L, P> descent(problem, std::move(u));
  Anderson anderson(5);
  double gap_before = arma::datum::inf;
  for (int sweeps = 0, next_pass = 0;;) {
    const bool last = monitor.must_stop(sweeps);
    if (last || sweeps >= next_pass) {
      const Coefficients at = descent.refresh();
      const Certificate now = certify(problem, at, scale, &descent.dual_point());
      if (monitor.check(sweeps, now, at) || last) break;
      const bool slow = sweeps >= 9 && now.gap > 0.3 * gap_before;
      gap_before = now.gap;
      if (slow && !descent.solve_face()) sweeps += descent.extrapolate(static_cast<std::uint64_t>(sweeps), anderson);
      next_pass = sweeps + (sweeps < 30 ? 3 : 10);
    }
    if (!descent.sweep(static_cast<std::uint64_t>(sweeps++))) next_pass = sweeps;
  }
  return monitor.finish();
}

// The solver as a value, to hand to solve_rescaled().
struct TaskCd {
  template <DualSteppable L, TaskCoupling P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) const {
    return task_cd(problem, rule, std::move(start));
  }
};

}  // namespace starling
