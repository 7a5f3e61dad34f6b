#include "lib/penalty/task_graph.hpp"

#include <string>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/semidefinite.hpp"
#include "lib/penalty/task_edges.hpp"

namespace starling {

arma::mat task_graph(arma::uword n_tasks, std::span<const int> ends, std::span<const double> weights) {
  return TaskEdges::pairs(n_tasks, ends, weights).adjacency();
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

arma::mat task_chain(arma::uword n_tasks) { return TaskEdges::chain(n_tasks).adjacency(); }

arma::mat task_tree(std::span<const int> parents) { return TaskEdges::tree(parents).adjacency(); }

}  // namespace starling
