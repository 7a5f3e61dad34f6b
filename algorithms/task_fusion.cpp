#include "algorithms/task_fusion.hpp"

#include <array>
#include <memory>
#include <utility>

#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/path_by.hpp"
#include "lib/penalty/task_graph.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/ridge_newton.hpp"
#include "lib/solver/task_fusion.hpp"

namespace starling {

std::span<const std::string_view> enum_names(FusionGraph) {
  static constexpr std::array<std::string_view, 4> names = {"complete", "chain", "neighbours", "edges"};
  return names;
}

namespace {

TaskEdges listed_edges(const TaskFusion::Options& options, arma::uword n_tasks) {
  try {
    return TaskEdges::of(task_graph(n_tasks, options.edges, options.edge_weights));
  } catch (const InvalidInput& fault) {
    Complaint complaint = fault.complaint();
    complaint.where = "option edges" + (complaint.where.empty() ? "" : ", " + complaint.where);
    throw InvalidOption(std::move(complaint));
  }
}

TaskEdges edges_of(const TaskFusion::Options& options, const PreparedData& ready) {
  const arma::uword T = ready.data.n_tasks();
  if (options.graph != FusionGraph::edges && !(options.edges.empty() && options.edge_weights.empty()))
    throw InvalidOption({.what = "a list of edges for another graph",
                         .where = "option edges",
                         .expected = "graph = edges",
                         .got = "graph = " + spelling::print_value(options.graph)});
  switch (options.graph) {
    case FusionGraph::chain:
      return TaskEdges::chain(T);
    case FusionGraph::edges:
      return listed_edges(options, T);
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

// What fits in a row share: the graph, where total fusion begins, and the search.
struct Shared {
  std::shared_ptr<const TaskEdges> edges;
  std::optional<double> largest;
  FusionEngine engine;
  bool goes_on = false;
};

double strength(const TaskFusion::Options& options, const PreparedData& ready, Shared& shared) {
  if (!shared.edges) shared.edges = std::make_shared<const TaskEdges>(edges_of(options, ready));
  if (!options.lambda.relative) return options.lambda.value;
  if (!shared.largest)
    shared.largest = total_fusion_strength(pose(ready, Squared{}, FusionPenalty(shared.edges, 0.0, options.mu)));
  return options.lambda.resolve(*shared.largest);
}

Fit fit_by(Shared& shared, const TaskFusion& method, const MultiTaskData& data, const FitControl& control) {
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const double lambda = strength(method.options, ready, shared);
    const auto problem = pose(ready, Squared{}, FusionPenalty(shared.edges, lambda, method.options.mu));
    // Data of extreme scale are made anew for every fit.
    const bool goes_on = shared.goes_on && data_scale(ready.data, true).ordinary();
    shared.goes_on = true;
    Solution found = solve_rescaled(problem, ready.stop, ready.start,
                                    [&](const FusionProblem& scaled, const StopRule& rule, const Coefficients& start) {
                                      return shared.engine.solve(scaled, rule, start, goes_on);
                                    });
    LearnedStructure learned{{"groups", arma::conv_to<arma::rowvec>::from(shared.engine.groups())}};
    return {.solution = std::move(found), .lambda = lambda, .learned = std::move(learned)};
  });
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
    TaskFusion::Options at = options;
    at.lambda = Lambda::share_of_max(1.0);
    return strength(at, ready, shared);
  });
}

}  // namespace starling
