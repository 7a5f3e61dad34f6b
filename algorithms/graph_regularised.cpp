#include "algorithms/graph_regularised.hpp"

#include <array>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "lib/estimator/path_by.hpp"
#include "lib/penalty/task_graph.hpp"
#include "lib/solver/coupled_ridge.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling {

std::span<const std::string_view> enum_names(TaskGraph) {
  static constexpr std::array<std::string_view, 4> names = {"chain", "tree", "edges", "adjacency"};
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
}

arma::mat adjacency_of(const GraphRegularised::Options& options, arma::uword n_tasks) {
  switch (options.graph) {
    case TaskGraph::tree:
      return task_tree(options.parents);
    case TaskGraph::edges:
      return task_graph(n_tasks, options.edges, options.edge_weights);
    case TaskGraph::adjacency:
      // By rows is by columns: of a matrix that is not symmetric the error names the same pair.
      return arma::mat(options.adjacency.data(), n_tasks, n_tasks);
    case TaskGraph::chain:
      break;
  }
  return task_chain(n_tasks);
}

QuadraticCoupling coupling_of(const GraphRegularised::Options& options, arma::uword n_tasks, double lambda) {
  check_lists(options, n_tasks);
  try {
    return QuadraticCoupling::graph(adjacency_of(options, n_tasks), lambda, options.mu);
  } catch (const InvalidInput& fault) {
    // Whatever is wrong with a graph was said by an option.
    Complaint complaint = fault.complaint();
    complaint.where =
        "graph = " + spelling::print_value(options.graph) + (complaint.where.empty() ? "" : ", ") + complaint.where;
    throw InvalidOption(std::move(complaint));
  }
}

// One fit by a solver that may have seen the data before.
Fit fit_by(CoupledRidge& solver, const GraphRegularised& method, const MultiTaskData& data, const FitControl& control) {
  check_params(method.options);
  const double lambda = absolute(method.options.lambda);
  const QuadraticCoupling penalty = coupling_of(method.options, data.n_tasks(), lambda);
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    return {solve_rescaled(pose(ready, Squared{}, penalty), ready.stop, ready.start, solver.as_solver()), lambda};
  });
}

}  // namespace

Fit GraphRegularised::fit(const MultiTaskData& data, const FitControl& control) const {
  CoupledRidge solver;
  return fit_by(solver, *this, data, control);
}

void GraphRegularised::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                                const PathSink& sink) const {
  CoupledRidge solver;
  fit_path_by(*this, data, strengths, control, sink,
              [&](const GraphRegularised& at, const FitControl& next) { return fit_by(solver, at, data, next); });
}

}  // namespace starling
