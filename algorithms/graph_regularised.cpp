#include "algorithms/graph_regularised.hpp"

#include <array>
#include <optional>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/path_by.hpp"
#include "lib/penalty/task_edges.hpp"
#include "lib/penalty/task_graph.hpp"
#include "lib/solver/coupled_ridge.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/ridge_newton.hpp"

namespace starling {

std::span<const std::string_view> enum_names(TaskGraph) {
  static constexpr std::array<std::string_view, 5> names = {"chain", "tree", "edges", "adjacency", "neighbours"};
  return names;
}

namespace {

void check_lists(const GraphRegularised::Options& options, arma::uword n_tasks) {
  const auto check = [&](std::string_view list, std::size_t size, TaskGraph of, std::size_t needed) {
    const bool is_used = options.graph == of;
    if (size > 0 && !is_used)
      throw InvalidOption({.what = "an option of another graph",
                           .where = "option " + std::string(list),
                           .expected = "graph = " + spelling::print_value(of),
                           .got = "graph = " + spelling::print_value(options.graph)});
    if (is_used && needed > 0 && size != needed)
      throw InvalidOption({.what = "a list of another length than " + std::to_string(n_tasks) + " tasks need",
                           .where = "option " + std::string(list),
                           .expected = std::to_string(needed) + " numbers",
                           .got = std::to_string(size)});
  };
  check("edges", options.edges.size(), TaskGraph::edges, 0);
  check("edge_weights", options.edge_weights.size(), TaskGraph::edges, 0);
  check("parents", options.parents.size(), TaskGraph::tree, n_tasks);
  check("adjacency", options.adjacency.size(), TaskGraph::adjacency, n_tasks * n_tasks);
  check("descriptors", options.descriptors.size(), TaskGraph::neighbours, 0);
  if (options.descriptors.size() % n_tasks != 0)
    throw InvalidOption(
        {.what = "descriptors that are not a row of as many numbers for each of " + std::to_string(n_tasks) + " tasks",
         .where = "option descriptors",
         .expected = "a multiple of " + std::to_string(n_tasks) + " numbers",
         .got = std::to_string(options.descriptors.size())});
}

// What tasks are compared by, a column a task.
arma::mat compared_by(const GraphRegularised::Options& options, const PreparedData& ready) {
  const arma::uword T = ready.data.n_tasks(), size = options.descriptors.size() / T;
  if (size > 0) return arma::mat(options.descriptors.data(), size, T);
  const auto alone = pose(ready, Squared{}, Ridge{options.mu});
  return solve_rescaled(alone, StopRule{.gap = 1e-6}, zero_coefficients(ready.data), RidgeNewton{}).coefficients.W;
}

TaskEdges edges_of(const GraphRegularised::Options& options, const PreparedData& ready) {
  const arma::uword n_tasks = ready.data.n_tasks();
  switch (options.graph) {
    case TaskGraph::neighbours:
      return TaskEdges::neighbours(compared_by(options, ready), static_cast<arma::uword>(options.n_neighbours));
    case TaskGraph::tree:
      return TaskEdges::tree(options.parents);
    case TaskGraph::edges:
      return TaskEdges::pairs(n_tasks, options.edges, options.edge_weights);
    case TaskGraph::adjacency:
      // By rows is by columns: of a matrix that is not symmetric the error names the same pair.
      return TaskEdges::of(arma::mat(options.adjacency.data(), n_tasks, n_tasks));
    case TaskGraph::chain:
      break;
  }
  return TaskEdges::chain(n_tasks);
}

// What fits in a row share: the factors of the tasks, and the graph.
struct Shared {
  CoupledRidge solver;
  std::shared_ptr<const TaskNetwork> network;
};

// Few tasks, or many edges among no more than some thousand, are decomposed once for all; others eliminated.
bool is_decomposed(const TaskNetwork& network) {
  constexpr arma::uword few = 300, some = 2000;
  return network.edges.n_tasks <= few || (network.edges.n_tasks <= some && !network.order.complete());
}

void find_graph(const GraphRegularised::Options& options, const PreparedData& ready, Shared& shared) {
  if (shared.network) return;
  try {
    shared.network = std::make_shared<const TaskNetwork>(edges_of(options, ready));
  } catch (const InvalidInput& fault) {
    // Whatever is wrong with a graph was said by an option.
    Complaint complaint = fault.complaint();
    complaint.where =
        "graph = " + spelling::print_value(options.graph) + (complaint.where.empty() ? "" : ", ") + complaint.where;
    throw InvalidOption(std::move(complaint));
  }
}

// One fit by a solver that may have seen the data before.
Fit fit_by(Shared& shared, const GraphRegularised& method, const MultiTaskData& data, const FitControl& control) {
  check_params(method.options);
  const double lambda = absolute(method.options.lambda), mu = method.options.mu;
  check_lists(method.options, data.n_tasks());
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    find_graph(method.options, ready, shared);
    const auto solved = [&](const auto& coupling) {
      return solve_rescaled(pose(ready, Squared{}, coupling), ready.stop, ready.start, shared.solver.as_solver());
    };
    if (is_decomposed(*shared.network))
      return {solved(QuadraticCoupling::graph(shared.network->edges.adjacency(), lambda, mu)), lambda};
    return {solved(GraphCoupling(shared.network, lambda, mu)), lambda};
  });
}

}  // namespace

Fit GraphRegularised::fit(const MultiTaskData& data, const FitControl& control) const {
  Shared shared;
  return fit_by(shared, *this, data, control);
}

void GraphRegularised::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                                const PathSink& sink) const {
  Shared shared;
  fit_path_by(*this, data, strengths, control, sink,
              [&](const GraphRegularised& at, const FitControl& next) { return fit_by(shared, at, data, next); });
}

}  // namespace starling
