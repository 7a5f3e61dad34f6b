#include "lib/solver/centre_search.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/linalg/thin_svd.hpp"
#include "lib/penalty/cluster_spread.hpp"
#include "lib/solver/clusters/groups.hpp"
#include "lib/solver/drawn_tasks.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {
namespace {

constexpr double noise = 1e-13;  // of differences of objectives

// Where one start ended.
struct Points {
  arma::mat P;        // d x T
  arma::uvec groups;  // or none
  double objective = arma::datum::inf;
  std::vector<double> history = {};
};

using OnRound = std::function<bool(double objective)>;

arma::mat cut_to_rank(const arma::mat& M, arma::uword rank) {
  const ThinSvd svd = thin_svd(M);
  const arma::uword r = std::min(rank, svd.s.n_elem);
  return svd.U.head_cols(r) * arma::diagmat(svd.s.head(r)) * svd.V.head_cols(r).t();
}

// What the tasks are, and what they cost at points.
struct Scene {
  const PointsProblem& problem;
  std::vector<DrawnTask> tasks;
  double constant;  // what no coefficients change

  DrawnTask::Answer answer(arma::uword t, const arma::vec& p) const {
    const DrawnTask& task = tasks[t];
    return task.answer(task.values.is_empty() ? arma::vec() : arma::vec(task.directions.t() * p),
                       problem.penalty.kappa[t]);
  }
  arma::mat alone() const {
    arma::mat W(problem.data.n_features(), tasks.size(), arma::fill::zeros);
    for (arma::uword t = 0; t < W.n_cols; ++t)
      if (!tasks[t].values.is_empty()) W.col(t) = tasks[t].alone();
    return W;
  }
  arma::mat coefficients(const arma::mat& P) const {
    arma::mat W = P;
    for (arma::uword t = 0; t < W.n_cols; ++t)
      if (const DrawnTask::Answer at = answer(t, P.col(t)); at.distance > 0.0)
        W.col(t) += tasks[t].directions * at.offset;
    return W;
  }
};

// The exact centre of every group, from the columns of `centres`.
double settle(const Scene& scene, const arma::uvec& groups, arma::mat& centres) {
  constexpr int most_steps = 100;
  const RankedNorms& penalty = scene.problem.penalty;
  double objective = scene.constant;
  for (arma::uword k = 0; k < centres.n_cols; ++k) {
    const arma::uvec members = arma::find(groups == k);
    if (members.is_empty()) continue;
    CommonCentre centre(scene.tasks, members, penalty.kappa, penalty.mu * static_cast<double>(members.n_elem));
    centre.move_to(centres.col(k));
    for (int step = 0; step < most_steps && centre.step(); ++step) {
    }
    centres.col(k) = centre.at();
    objective += centre.value().value();
  }
  return objective;
}

// Every task to the centre where it costs least; one that gains no more than rounding stays.
arma::uvec nearest(const Scene& scene, const arma::uvec& groups, arma::mat& centres) {
  arma::mat costs(groups.n_elem, centres.n_cols);
  for (arma::uword k = 0; k < centres.n_cols; ++k) {
    const arma::vec m = centres.col(k);
    const double size = 0.5 * scene.problem.penalty.mu * arma::dot(m, m);
    for (arma::uword t = 0; t < groups.n_elem; ++t) costs(t, k) = scene.answer(t, m).value + size;
  }
  arma::uvec next = groups;
  for (arma::uword t = 0; t < groups.n_elem; ++t) {
    const arma::uword best = costs.row(t).index_min();
    if (costs(t, best) < costs(t, groups[t]) - noise * std::abs(costs(t, groups[t]))) next[t] = best;
  }
  clusters::fill_empty_groups(scene.alone(), centres, next);
  return next;
}

Points in_groups(const Scene& scene, arma::uvec groups, const arma::mat& V, const OnRound& on_round) {
  const arma::uword k = scene.problem.penalty.rank;
  arma::mat centres = cluster_means(V, groups, k);
  Points at{.P = {}, .groups = groups};
  for (;;) {
    const double objective = settle(scene, groups, centres);
    if (!(objective < at.objective - noise * std::abs(at.objective)) && !at.history.empty()) break;
    at = {centres.cols(groups), groups, objective, std::move(at.history)};
    at.history.push_back(objective);
    if (k == 1 || !on_round(objective)) break;
    groups = nearest(scene, groups, centres);
    if (arma::all(groups == at.groups)) break;
  }
  return at;
}

Points in_subspace(const Scene& scene, const arma::mat& from, double least, const OnRound& on_round) {
  const RankedNorms& penalty = scene.problem.penalty;
  double bend = penalty.mu;
  for (const DrawnTask& task : scene.tasks)
    if (!task.values.is_empty()) bend = std::max(bend, penalty.mu + task.values.max());
  Points at{.P = cut_to_rank(from, penalty.rank), .groups = {}};
  arma::mat next = at.P, G(arma::size(next));
  for (;;) {
    double objective = scene.constant + 0.5 * penalty.mu * arma::accu(arma::square(next));
    for (arma::uword t = 0; t < next.n_cols; ++t) {
      const DrawnTask::Answer answer = scene.answer(t, next.col(t));
      objective += answer.value;
      G.col(t) = penalty.mu * next.col(t);
      if (!scene.tasks[t].values.is_empty()) G.col(t) += scene.tasks[t].directions * answer.gradient;
    }
    const double gain = at.objective - objective;
    if (!(gain > 0.0)) break;
    at.P = next;
    at.objective = objective;
    at.history.push_back(objective);
    if (gain <= least || !on_round(objective)) break;
    next = cut_to_rank(next - G / bend, penalty.rank);
  }
  return at;
}

// Points for coefficients that are given: the means of their groups, or their leading directions.
arma::mat points_of(const arma::mat& W, const CentreSearch& options, arma::uword rank, CentreFindings& findings) {
  if (options.form == PointsIn::subspace) return cut_to_rank(W, rank);
  findings.groups = clusters::seeded_groups(W, rank, RandomStream(options.seed, "k-means++").child(0));
  while (clusters::move_columns(W, rank, findings.groups)) {
  }
  clusters::number_by_first(findings.groups);
  return cluster_means(W, findings.groups, rank).eval().cols(findings.groups);
}

void check_problem(const PointsProblem& problem) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput({.what = "a search for centres with penalised intercepts", .expected = "free or none"});
  if (problem.penalty.rank < 1 || problem.penalty.rank > problem.data.n_tasks())
    throw InvalidInput({.what = "more groups or dimensions than tasks",
                        .expected = "1 to " + std::to_string(problem.data.n_tasks()),
                        .got = std::to_string(problem.penalty.rank)});
}

PointsProblem at_points(const PointsProblem& problem, const arma::mat& P) {
  RankedNorms held = problem.penalty;
  held.points = P;
  return {problem.data, problem.loss, std::move(held), problem.intercept, problem.c};
}

}  // namespace

Solution centre_search(const PointsProblem& problem, const StopRule& rule, const Coefficients& start,
                       const CentreSearch& options, CentreFindings& findings) {
  check_problem(problem);
  findings = {};
  const arma::uword rank = problem.penalty.rank;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  if (rule.max_iterations == 0) {
    monitor.must_stop(0);
    findings.points = points_of(start.W, options, rank, findings);
    monitor.check(0, certify(at_points(problem, findings.points), start, scale), start);
    return monitor.finish();
  }
  const Scene scene{problem, drawn_tasks(problem.data, problem.c, problem.intercept == Intercept::free),
                    loss_sum(problem.loss, problem.data.targets(), problem.c,
                             constant_predictions(problem.data, with_best_intercepts(problem, start.W * 0.0).b))
                        .value()};
  std::vector<arma::mat> sources;
  if (!start.W.is_zero()) sources.push_back(start.W);
  sources.push_back(scene.alone());
  const RandomStream stream(options.seed, "k-means++");
  Points best;
  int rounds = 0;
  bool stopped = false;
  const auto on_round = [&](double objective) {
    const double least = std::min(objective, best.objective);
    stopped = stopped || monitor.must_stop(rounds) || !monitor.announce(rounds, least, least / scale);
    if (!stopped) ++rounds;
    return !stopped;
  };
  std::vector<double> ends;
  const bool in_turns = options.form == PointsIn::groups;
  const std::size_t starts = in_turns ? static_cast<std::size_t>(options.n_starts) : sources.size();
  for (std::size_t s = 0; s < starts && !stopped; ++s) {
    const arma::mat& V = sources[s % sources.size()];
    Points found;
    if (in_turns) {
      arma::uvec groups = clusters::seeded_groups(V, rank, stream.child(s));
      clusters::move_columns(V, rank, groups);
      found = in_groups(scene, std::move(groups), V, on_round);
    } else {
      found = in_subspace(scene, V, noise * scale, on_round);
    }
    ends.push_back(found.objective);
    findings.histories.push_back(found.history);
    if (found.objective < best.objective) best = std::move(found);
  }
  findings.start_objectives = arma::vec(ends);
  findings.points = best.P;
  findings.groups = best.groups;
  if (in_turns) clusters::number_by_first(findings.groups);
  const Coefficients at = with_best_intercepts(problem, scene.coefficients(best.P));
  if (!monitor.check(rounds, certify(at_points(problem, best.P), at, scale), at) && !stopped)
    monitor.give_up(Status::stationary);
  return monitor.finish();
}

}  // namespace starling
