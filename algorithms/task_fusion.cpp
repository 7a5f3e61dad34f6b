#include "algorithms/task_fusion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/path_by.hpp"
#include "lib/penalty/task_graph.hpp"
#include "lib/solver/fusion/dendrogram.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/ridge_newton.hpp"
#include "lib/solver/staged.hpp"
#include "lib/solver/task_fusion.hpp"

namespace starling {

std::span<const std::string_view> enum_names(FusionGraph) {
  static constexpr std::array<std::string_view, 5> names = {"complete", "chain", "neighbours", "edges", "adjacency"};
  return names;
}

namespace {

void check_lists(const TaskFusion::Options& options, arma::uword n_tasks) {
  const auto check = [&](std::string_view list, std::size_t size, FusionGraph of) {
    if (size > 0 && options.graph != of)
      throw InvalidOption({.what = "an option of another graph",
                           .where = "option " + std::string(list),
                           .expected = "graph = " + spelling::print_value(of),
                           .got = "graph = " + spelling::print_value(options.graph)});
  };
  check("edges", options.edges.size(), FusionGraph::edges);
  check("edge_weights", options.edge_weights.size(), FusionGraph::edges);
  check("adjacency", options.adjacency.size(), FusionGraph::adjacency);
  if (options.graph == FusionGraph::adjacency && options.adjacency.size() != n_tasks * n_tasks)
    throw InvalidOption({.what = "a matrix of another size than " + std::to_string(n_tasks) + " tasks need",
                         .where = "option adjacency",
                         .expected = std::to_string(n_tasks * n_tasks) + " numbers",
                         .got = std::to_string(options.adjacency.size())});
}

TaskEdges given_edges(const TaskFusion::Options& options, arma::uword n_tasks) {
  try {
    return TaskEdges::of(options.graph == FusionGraph::edges ? task_graph(n_tasks, options.edges, options.edge_weights)
                                                             : arma::mat(options.adjacency.data(), n_tasks, n_tasks));
  } catch (const InvalidInput& fault) {
    // Whatever is wrong with a graph was said by an option.
    Complaint complaint = fault.complaint();
    complaint.where =
        "graph = " + spelling::print_value(options.graph) + (complaint.where.empty() ? "" : ", ") + complaint.where;
    throw InvalidOption(std::move(complaint));
  }
}

TaskEdges edges_of(const TaskFusion::Options& options, const PreparedData& ready) {
  const arma::uword T = ready.data.n_tasks();
  check_lists(options, T);
  switch (options.graph) {
    case FusionGraph::chain:
      return TaskEdges::chain(T);
    case FusionGraph::edges:
    case FusionGraph::adjacency:
      return given_edges(options, T);
    case FusionGraph::neighbours: {
      const auto alone = pose(ready, Squared{}, Ridge{options.mu});
      const Coefficients zero = zero_coefficients(ready.data);
      const Solution found = solve_rescaled(alone, StopRule{.gap = 1e-6}, zero, RidgeNewton{});
      return TaskEdges::neighbours(found.coefficients.W, static_cast<arma::uword>(options.n_neighbours));
    }
    case FusionGraph::complete:
      break;
  }
  return TaskEdges::complete(T);
}

// What fits in a row share: the graph, where total fusion begins, the search, and which tasks were one where.
struct Shared {
  std::shared_ptr<const TaskEdges> edges;
  std::optional<double> largest;
  FusionEngine engine;
  bool goes_on = false;
  std::vector<fusion::Level> levels;
};

double largest_strength(const TaskFusion::Options& options, const PreparedData& ready, Shared& shared) {
  if (!shared.edges) shared.edges = std::make_shared<const TaskEdges>(edges_of(options, ready));
  if (!shared.largest)
    shared.largest = total_fusion_strength(pose(ready, Squared{}, FusionPenalty(shared.edges, 0.0, options.mu)));
  return *shared.largest;
}

double strength(const TaskFusion::Options& options, const PreparedData& ready, Shared& shared) {
  return options.lambda.relative ? options.lambda.resolve(largest_strength(options, ready, shared))
                                 : options.lambda.value;
}

Solution solve_at(double lambda, double mu, const PreparedData& ready, const StopRule& rule, const Coefficients& start,
                  Shared& shared) {
  const auto problem = pose(ready, Squared{}, FusionPenalty(shared.edges, lambda, mu));
  // Data of extreme scale are made anew for every fit.
  const bool goes_on = shared.goes_on && data_scale(ready.data, true).ordinary();
  Solution found = solve_rescaled(problem, rule, start,
                                  [&](const FusionProblem& scaled, const StopRule& its_rule, const Coefficients& from) {
                                    return shared.engine.solve(scaled, its_rule, from, goes_on);
                                  });
  shared.goes_on = rule.max_iterations > 0;
  shared.levels.push_back({lambda, shared.engine.groups()});
  return found;
}

// From total fusion down to, but without, lambda.
std::vector<double> strengths_above(double lambda, double largest, int count) {
  constexpr double lowest = 1e-4;  // where lambda is 0
  std::vector<double> strengths;
  if (!(lambda < largest)) return strengths;
  const double ratio = std::max(lambda / largest, lowest);
  for (int i = 0; i < count; ++i) strengths.push_back(largest * std::pow(ratio, i / static_cast<double>(count)));
  return strengths;
}

LinearSolution solve(const TaskFusion::Options& options, const PreparedData& ready, Shared& shared) {
  if (!shared.edges) shared.edges = std::make_shared<const TaskEdges>(edges_of(options, ready));
  const double lambda = strength(options, ready, shared);
  StopRule rule = ready.stop;
  Coefficients start = ready.start;
  FitReport spent;
  if (options.dendrogram > 0 && shared.levels.empty() && rule.max_iterations > 0)
    for (const double above : strengths_above(lambda, largest_strength(options, ready, shared), options.dendrogram)) {
      const Solution at = solve_at(above, options.mu, ready, rule, start, shared);
      spent.iterations += at.report.iterations;
      spent.seconds += at.report.seconds;
      rule = rest_of(ready.stop, spent);
      start = at.coefficients;
      if (at.report.status != Status::optimal && at.report.status != Status::optimal_to_floor) break;
    }
  Solution found = solve_at(lambda, options.mu, ready, rule, start, shared);
  found.report = joined(spent, std::move(found.report));
  LearnedStructure learned{{"groups", arma::conv_to<arma::rowvec>::from(shared.engine.groups())}};
  if (shared.levels.size() > 1) learned["merges"] = fusion::merges(shared.levels);
  return {.solution = std::move(found), .lambda = lambda, .learned = std::move(learned)};
}

Fit fit_by(Shared& shared, const TaskFusion& method, const MultiTaskData& data, const FitControl& control) {
  return fit_linear(method, data, control,
                    [&](const PreparedData& ready) { return solve(method.options, ready, shared); });
}

}  // namespace

Fit TaskFusion::fit(const MultiTaskData& data, const FitControl& control) const {
  Shared shared;
  return fit_by(shared, *this, data, control);
}

void TaskFusion::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                          const PathSink& sink) const {
  Shared shared;
  fit_path_by(*this, data, strengths, control, sink,
              [&](const TaskFusion& at, const FitControl& next) { return fit_by(shared, at, data, next); });
}

std::optional<std::string> TaskFusion::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(LossName::squared, data);
}

std::optional<double> TaskFusion::lambda_max(const MultiTaskData& data) const {
  return lambda_max_linear(*this, data, [&](const PreparedData& ready) {
    Shared shared;
    return largest_strength(options, ready, shared);
  });
}

}  // namespace starling
