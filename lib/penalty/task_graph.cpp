#include "lib/penalty/task_graph.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/semidefinite.hpp"

namespace starling {
namespace {

arma::uword checked_task(int task, arma::uword n_tasks, const std::string& where) {
  if (task >= 0 && static_cast<arma::uword>(task) < n_tasks) return static_cast<arma::uword>(task);
  throw InvalidInput({.what = "no such task",
                      .where = where,
                      .expected = "0 .. " + std::to_string(n_tasks - 1),
                      .got = std::to_string(task)});
}

}  // namespace

arma::mat task_graph(arma::uword n_tasks, std::span<const int> ends, std::span<const double> weights) {
  if (ends.size() % 2 != 0)
    throw InvalidInput({.what = "edges of a task graph are not pairs of tasks",
                        .expected = "an even number of tasks",
                        .got = std::to_string(ends.size())});
  const std::size_t n_edges = ends.size() / 2;
  if (!weights.empty() && weights.size() != n_edges)
    throw InvalidInput({.what = "weights of a task graph that are not one an edge",
                        .expected = std::to_string(n_edges),
                        .got = std::to_string(weights.size())});
  arma::mat adjacency(n_tasks, n_tasks, arma::fill::zeros);
  for (std::size_t e = 0; e < n_edges; ++e) {
    const std::string where = "edge " + std::to_string(e);
    const arma::uword s = checked_task(ends[2 * e], n_tasks, where), t = checked_task(ends[2 * e + 1], n_tasks, where);
    const double weight = weights.empty() ? 1.0 : weights[e];
    if (s == t) throw InvalidInput({.what = "edge from a task to itself", .where = where, .got = std::to_string(s)});
    if (adjacency(s, t) != 0.0)
      throw InvalidInput({.what = "edge of a task graph that is there twice",
                          .where = where,
                          .got = std::to_string(s) + "," + std::to_string(t)});
    if (!(weight > 0.0) || !std::isfinite(weight))
      throw InvalidInput({.what = "weight of an edge that is not a positive number",
                          .where = where,
                          .expected = "a number > 0",
                          .got = spelling::print(weight)});
    adjacency(s, t) = adjacency(t, s) = weight;
  }
  return adjacency;
}

void check_task_graph(const arma::mat& adjacency) {
  check_symmetric(adjacency, "task graph", "tasks");
  for (arma::uword t = 0; t < adjacency.n_cols; ++t)
    for (arma::uword s = 0; s <= t; ++s)
      if (adjacency(s, t) < 0.0 || (s == t && adjacency(s, t) != 0.0))
        throw InvalidInput({.what = s == t ? "task graph with a self loop" : "task graph with a negative weight",
                            .where = "tasks " + std::to_string(s) + "," + std::to_string(t),
                            .got = spelling::print(adjacency(s, t))});
}

arma::mat task_chain(arma::uword n_tasks) {
  arma::mat adjacency(n_tasks, n_tasks, arma::fill::zeros);
  for (arma::uword t = 1; t < n_tasks; ++t) adjacency(t - 1, t) = adjacency(t, t - 1) = 1.0;
  return adjacency;
}

arma::mat task_tree(std::span<const int> parents) {
  const arma::uword n_tasks = parents.size();
  std::vector<int> ends;
  for (arma::uword t = 0; t < n_tasks; ++t)
    if (parents[t] != -1) {
      checked_task(parents[t], n_tasks, "parent of task " + std::to_string(t));
      ends.insert(ends.end(), {parents[t], static_cast<int>(t)});
    }
  for (arma::uword t = 0; t < n_tasks; ++t) {
    arma::uword steps = 0;  // towards the root: as many as there are tasks end nowhere
    for (int above = parents[t]; above != -1 && steps < n_tasks; ++steps)
      above = parents[static_cast<arma::uword>(above)];
    if (steps == n_tasks)
      throw InvalidInput({.what = "a task of a tree that has no root",
                          .where = "task " + std::to_string(t),
                          .expected = "parents that lead to -1",
                          .hint = "a task is its own ancestor"});
  }
  return task_graph(n_tasks, ends);
}

}  // namespace starling
