#include "lib/solver/task_fusion.hpp"

#include <utility>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/fusion/total_fusion.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {
namespace {

clusters::PulledTasks pulled_tasks(const FusionProblem& problem) {
  const bool centred = problem.intercept == Intercept::free;
  const double rho2 = 0.5 * problem.penalty.mu();
  return {problem.data, problem.c, centred, rho2, rho2};
}

// Groups of columns that are equal to the last bit, along edges.
arma::uvec equal_columns(const TaskEdges& edges, const arma::mat& W) {
  const arma::mat differences = edges.differences(W);
  arma::uvec joined(edges.size());
  for (arma::uword e = 0; e < edges.size(); ++e) joined[e] = differences.col(e).is_zero() ? 1 : 0;
  return edges.components(joined);
}

// W with the tasks of a group equal to the last bit.
arma::mat grouped(arma::mat W, const arma::uvec& groups) {
  if (W.is_empty()) return W;
  arma::uvec first(groups.max() + 1);
  for (arma::uword t = groups.n_elem; t-- > 0;) first[groups[t]] = t;
  return W.cols(first.elem(groups).eval());
}

}  // namespace

Solution FusionEngine::proved(const FusionProblem& problem, const StopRule& rule, const Coefficients& start,
                              bool goes_on) {
  constexpr double promise = 0.8, stricter = 0.3;
  constexpr int most_proofs = 8;
  constexpr arma::uword most_total = 1000;  // tasks
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  const bool from_last = goes_on && search_ != nullptr;
  auto penalty = std::make_unique<FusionPenalty>(problem.penalty);
  if (from_last) {
    search_->change_penalty(*penalty);
  } else {
    tasks_ = std::make_unique<clusters::PulledTasks>(pulled_tasks(problem));
    search_ = std::make_unique<fusion::Search>(*tasks_, *penalty);
    const bool warm = !start.W.is_zero();
    if (problem.data.n_tasks() <= most_total) {
      fusion::TotalFusion total = fusion::total_fusion(*tasks_, penalty->edges());
      search_->start_at(warm ? tasks_->iterate(start.W) : std::move(total.V), std::move(total.flow));
    }
  }
  penalty_ = std::move(penalty);
  double target = promise * rule.gap * scale;
  int done = 0;
  for (int proofs = 1;; ++proofs) {
    const auto on_check = [&](int more, double primal, double gap) {
      return !monitor.must_stop(done + more) && monitor.announce(done + more, primal, gap / scale);
    };
    const fusion::Advance advance = search_->improve(target, rule.max_iterations - done, on_check);
    done += advance.iterations;
    const arma::mat W = grouped(tasks_->coefficients(search_->candidate()), search_->groups());
    const Coefficients at = with_best_intercepts(problem, W);
    const Coefficients dual_at = with_best_intercepts(problem, tasks_->coefficients(search_->point()));
    const arma::vec hint =
        loss_gradient(problem.loss, problem.data.targets(), problem.c, problem.data.forward(dual_at.W, dual_at.b));
    const FusionProblem with_flow{problem.data, problem.loss,
                                  problem.penalty.with_flow(tasks_->coefficients(search_->flow()), 0),
                                  problem.intercept, problem.c};
    if (monitor.check(done, certify(with_flow, at, scale, &hint), at)) break;
    if (!advance.believed || proofs == most_proofs) {
      if (!monitor.must_stop(done)) monitor.give_up(Status::no_progress);
      break;
    }
    target *= stricter;
  }
  return monitor.finish();
}

Solution FusionEngine::solve(const FusionProblem& problem, const StopRule& rule, const Coefficients& start,
                             bool goes_on) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput({.what = "task fusion with penalised intercepts", .expected = "free or none"});
  Solution found =
      rule.max_iterations == 0 ? certified_start(problem, rule, start) : proved(problem, rule, start, goes_on);
  groups_ = equal_columns(problem.penalty.edges(), found.coefficients.W);
  return found;
}

double total_fusion_strength(const FusionProblem& problem) {
  const clusters::PulledTasks tasks = pulled_tasks(problem);
  constexpr double inside = 1e-7;  // so that every flow is strictly inside its ball
  return (1.0 + inside) * fusion::total_fusion(tasks, problem.penalty.edges()).strength;
}

}  // namespace starling
