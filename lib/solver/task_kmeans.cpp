#include "lib/solver/task_kmeans.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/fit/relaxed_certificate.hpp"
#include "lib/solver/clusters/alternation.hpp"
#include "lib/solver/clusters/groups.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/spectral_engine.hpp"
#include "lib/solver/staged.hpp"

namespace starling {

using clusters::Alternation;
using clusters::Clustering;
using clusters::PulledTasks;

namespace {

void check_problem(const KmeansProblem& problem) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput({.what = "k-means clustering of tasks with penalised intercepts", .expected = "free or none"});
  if (problem.penalty.n_clusters() > problem.data.n_tasks())
    throw InvalidInput({.what = "more clusters than tasks",
                        .expected = "at most " + std::to_string(problem.data.n_tasks()),
                        .got = std::to_string(problem.penalty.n_clusters())});
}

arma::uvec start_groups(const arma::mat& V, arma::uword k, const RandomStream& stream) {
  arma::uvec groups = clusters::seeded_groups(V, k, stream);
  clusters::move_columns(V, k, groups);
  return groups;
}

// Clusters of coefficients that are given: what k-means makes of their columns.
void describe(const arma::mat& W, arma::uword k, KmeansFindings& findings) {
  clusters::number_by_first(findings.clusters);
  findings.centres = cluster_means(W, findings.clusters, k);
  findings.silhouettes = clusters::silhouettes(W, k, findings.clusters);
  findings.distances = clusters::distances_from_means(W, k, findings.clusters);
  const double rounding = 1e-12 * arma::norm(W, "fro");
  findings.outliers = arma::find(findings.distances > 3.0 * arma::median(findings.distances) + rounding);
}

Solution certified_clusters(const KmeansProblem& problem, const StopRule& rule, const Coefficients& start,
                            const KmeansOptions& options, KmeansFindings& findings) {
  const arma::uword k = problem.penalty.n_clusters();
  Monitor monitor(rule);
  monitor.must_stop(0);
  findings.clusters = start_groups(start.W, k, RandomStream(options.seed, "k-means++").child(0));
  while (clusters::move_columns(start.W, k, findings.clusters)) {
  }
  describe(start.W, k, findings);
  monitor.check(0, certify_clusters(problem, start, nullptr, findings), start);
  return monitor.finish();
}

// The starts' seeds come from these in turns: d x T each.
std::vector<arma::mat> sources(const PulledTasks& tasks, const arma::mat& warm, const arma::mat& relaxed) {
  std::vector<arma::mat> list;
  if (!warm.is_zero()) list.push_back(tasks.iterate(warm));
  list.push_back(tasks.iterate(relaxed));
  // Every step away from zero is a proximal step of the task alone.
  arma::mat alone = tasks.at_zero();
  for (int step = 0; step < 10; ++step) alone = tasks.towards(alone);
  list.push_back(std::move(alone));
  return list;
}

}  // namespace

Certificate certify_clusters(const KmeansProblem& problem, const Coefficients& at, const arma::vec* hint,
                             KmeansFindings& findings) {
  const ClusterNorm& norm = problem.penalty;
  const Problem<Squared, ClusterSpread> held{
      problem.data, problem.loss, ClusterSpread(findings.clusters, norm.n_clusters(), norm.rho1(), norm.rho2()),
      problem.intercept, problem.c};
  RelaxedCertificate both = certify_by_relaxation(held, norm, at, null_objective(problem), hint);
  findings.given_clusters = std::move(both.own_problem);
  return std::move(both.proof);
}

Solution task_kmeans(const KmeansProblem& problem, const StopRule& rule, const Coefficients& start,
                     const KmeansOptions& options, KmeansFindings& findings) {
  check_problem(problem);
  if (rule.max_iterations == 0) return certified_clusters(problem, rule, start, options, findings);
  const arma::uword k = problem.penalty.n_clusters();
  Monitor monitor(rule);
  SpectralEngine engine;
  const Solution relaxed = engine(problem, rule, start);
  const PulledTasks tasks(problem.data, problem.c, problem.intercept == Intercept::free, problem.penalty.rho1(),
                          problem.penalty.rho2());
  // Where no feature varies all coefficients are zero, and every clustering is as good.
  if (tasks.at_zero().is_empty()) return certified_clusters(problem, rule, relaxed.coefficients, options, findings);
  const Alternation alternation(tasks, k);
  const std::vector<arma::mat> seeds = sources(tasks, start.W, relaxed.coefficients.W);
  const RandomStream stream(options.seed, "k-means++");
  const double scale = relaxed.report.certificate.scale, dual = relaxed.report.certificate.dual;
  Clustering best;
  int sweeps = 0;
  bool stopped = relaxed.report.status == Status::interrupted;
  if (stopped) monitor.give_up(Status::interrupted);
  const auto on_sweep = [&](double objective) {
    const double least = std::min(objective, best.objective);
    stopped = stopped || monitor.must_stop(sweeps) || !monitor.announce(sweeps, least, (least - dual) / scale);
    if (!stopped) ++sweeps;
    return !stopped;
  };
  std::vector<double> ends;
  for (int s = 0; s < options.n_starts && (s == 0 || !stopped); ++s) {
    const arma::mat& V = seeds[static_cast<std::size_t>(s) % seeds.size()];
    Clustering found = alternation.improve(start_groups(V, k, stream.child(static_cast<std::uint64_t>(s))), on_sweep);
    ends.push_back(found.objective);
    findings.histories.push_back(found.history);
    if (s == 0 || found.objective < best.objective) best = std::move(found);
    if (k == 1 || k == tasks.n_tasks()) break;  // one clustering is all there is
  }
  findings.start_objectives = arma::vec(ends);
  findings.clusters = best.clusters;
  const Coefficients at = with_best_intercepts(problem, tasks.coefficients(alternation.settled(best.clusters).V));
  describe(at.W, k, findings);
  const Certificate proof = certify_clusters(problem, at, &relaxed.report.certificate.dual_point, findings);
  if (!monitor.check(sweeps, proof, at) && !stopped) {
    const Certificate& held = findings.given_clusters;
    const bool solved = held.proved_relative_gap() <= rule.gap || held.gap <= held.rounding_floor;
    monitor.give_up(solved ? Status::stationary : Status::no_progress);
  }
  return monitor.finish();
}

}  // namespace starling
