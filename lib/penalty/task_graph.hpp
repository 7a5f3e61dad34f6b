// Graphs of tasks as adjacency matrices, T x T, for QuadraticCoupling::graph: which tasks are alike, and how much so.
//
//   task_graph   any edges, in pairs of tasks that count from 0: {0, 1, 1, 2} joins 0 with 1 and 1 with 2
//   task_chain   every task with the next one
//   task_tree    every task with its parent: {-1, 0, 0} hangs tasks 1 and 2 below 0; -1 is a root, there may be many
#pragma once

#include <armadillo>
#include <span>

namespace starling {

// weights: one an edge, > 0; none: all 1. Throws InvalidInput for an odd number of ends, a task that does not exist, a
// loop, an edge that is there twice, and weights of another number or not > 0.
arma::mat task_graph(arma::uword n_tasks, std::span<const int> ends, std::span<const double> weights = {});
// Throws InvalidInput unless this is a graph: symmetric, >= 0, finite, no task joined with itself.
void check_task_graph(const arma::mat& adjacency);
arma::mat task_chain(arma::uword n_tasks);
// Throws InvalidInput for a parent that does not exist and for a task that is its own ancestor.
arma::mat task_tree(std::span<const int> parents);

}  // namespace starling
