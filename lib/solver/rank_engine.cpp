#include "lib/solver/rank_engine.hpp"

#include <algorithm>
#include <utility>

#include "lib/base/random.hpp"
#include "lib/solver/factored_tasks.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/ridge_newton.hpp"

namespace starling {
namespace {

arma::mat random_combinations(const arma::mat& W, arma::uword rank, const RandomStream& stream) {
  arma::mat mixing(W.n_cols, rank);
  for (arma::uword i = 0; i < mixing.n_elem; ++i) mixing[i] = stream.normal(i);
  return W * mixing;
}

// Where alternating least squares may start.
std::vector<arma::mat> directions_of(const RankedProblem& problem, const FactoredTasks& tasks, const arma::mat& W_0,
                                     const arma::mat& warm, const RankStarts& starts) {
  const arma::uword rank = problem.penalty.rank;
  std::vector<arma::mat> list;
  if (!warm.is_zero() && std::isfinite(problem.penalty.value(warm))) list.push_back(thin_svd(warm).U);
  const arma::mat V = thin_svd(tasks.in_mean_metric(W_0)).V;
  list.push_back(W_0 * V.head_cols(std::min(rank, V.n_cols)));
  const RandomStream stream(starts.seed, "directions");
  for (int s = 1; s < starts.n_starts; ++s)
    list.push_back(random_combinations(W_0, rank, stream.child(static_cast<std::uint64_t>(s))));
  return list;
}

// The best of all starts.
struct Ends {
  arma::mat W;
  int sweeps = 0;
  bool stopped = false;  // before all starts had ended
};

Ends alternate(const RankedProblem& problem, const arma::mat& W_0, const arma::mat& warm, const RankStarts& starts,
               double scale, Monitor& monitor, RankFindings& findings) {
  const FactoredTasks tasks(problem.data, problem.c, problem.intercept == Intercept::free, problem.penalty.mu);
  Ends ends;
  TaskFactors best;
  const auto on_sweep = [&](double objective) {
    const double least = std::min(objective, best.objective);
    ends.stopped =
        ends.stopped || monitor.must_stop(ends.sweeps) || !monitor.announce(ends.sweeps, least, least / scale);
    if (!ends.stopped) ++ends.sweeps;
    return !ends.stopped;
  };
  std::vector<double> objectives;
  for (const arma::mat& directions : directions_of(problem, tasks, W_0, warm, starts)) {
    if (ends.stopped) break;
    TaskFactors found = tasks.improve(directions, 1e-14 * scale, on_sweep);
    objectives.push_back(found.objective);
    findings.histories.push_back(found.history);
    if (found.objective < best.objective) best = std::move(found);
  }
  findings.start_objectives = arma::vec(objectives);
  ends.W = best.coefficients();
  return ends;
}

}  // namespace

void RankEngine::prepare(const RankedProblem& problem) {
  if (unlimited_) return;
  const Problem<Squared, Ridge> ridge{problem.data, problem.loss, Ridge{problem.penalty.mu}, problem.intercept,
                                      problem.c};
  Solution found = ridge_newton(ridge, {.gap = 1e-13}, zero_coefficients(problem.data));
  unlimited_ = Unlimited{std::move(found.coefficients), std::move(found.report.certificate.dual_point)};
  alike_ = tasks_weigh_alike(problem.data, problem.c);
  if (alike_) image_ = thin_svd(ranked_image(problem, unlimited_->at.W));
}

Solution RankEngine::operator()(const RankedProblem& problem, const StopRule& rule, const Coefficients& start,
                                RankFindings& findings) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput({.what = "a limited rank with penalised intercepts", .expected = "free or none"});
  findings = {};
  if (rule.max_iterations == 0) return certified_ranked_start(problem, rule, start);
  Monitor monitor(rule);
  prepare(problem);
  const double scale = null_objective(problem);
  Ends ends{.W = unlimited_->at.W};
  if (alike_) findings.singular_values = image_.s;
  if (problem.penalty.rank == 0 || ends.W.is_zero()) {
    ends.W.zeros();
  } else if (alike_) {
    const arma::mat V = image_.V.head_cols(std::min(problem.penalty.rank, image_.V.n_cols));
    if (V.n_cols < image_.V.n_cols) ends.W = ends.W * V * V.t();
  } else if (problem.penalty.limits(ends.W.n_rows, ends.W.n_cols)) {
    ends = alternate(problem, unlimited_->at.W, start.W, starts_, scale, monitor, findings);
  }
  const Coefficients at = with_best_intercepts(problem, std::move(ends.W));
  if (!monitor.check(ends.sweeps, certify_ranked(problem, at, scale, *unlimited_), at) && !ends.stopped)
    monitor.give_up(findings.histories.empty() ? Status::no_progress : Status::stationary);
  return monitor.finish();
}

Solution certified_ranked_start(const RankedProblem& problem, const StopRule& rule, const Coefficients& start) {
  Monitor monitor(rule);
  monitor.must_stop(0);
  monitor.check(0, certify_ranked(problem, start, null_objective(problem), {start, {}}), start);
  return monitor.finish();
}

}  // namespace starling
