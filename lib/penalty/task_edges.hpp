// The edges of a graph of tasks as a list, for graphs whose adjacency matrix would be mostly zeros, and sums over them:
// D is the T x E matrix whose column of edge e = (s, t) is +1 at s and -1 at t.
//
//   complete    every pair of tasks
//   chain       every task with the next one
//   neighbours  every task with the `count` tasks whose columns are nearest to its own, and those with it
//   of          the positive entries of an adjacency matrix (lib/penalty/task_graph.hpp)
//   pairs       any edges, as for task_graph()
//   tree        every task with its parent, as for task_tree()
#pragma once

#include <armadillo>
#include <span>

namespace starling {

struct TaskEdges {
  arma::uword n_tasks = 0;
  arma::uvec first, second;  // E: first < second
  arma::vec weights;         // E: > 0

  static TaskEdges complete(arma::uword n_tasks);
  static TaskEdges chain(arma::uword n_tasks);
  static TaskEdges neighbours(const arma::mat& columns, arma::uword count);
  // Throws InvalidInput unless it is a graph.
  static TaskEdges of(const arma::mat& adjacency);
  // Throw InvalidInput as task_graph() and task_tree() say.
  static TaskEdges pairs(arma::uword n_tasks, std::span<const int> ends, std::span<const double> weights = {});
  static TaskEdges tree(std::span<const int> parents);

  arma::uword size() const { return first.n_elem; }
  arma::mat adjacency() const;                      // T x T, symmetric
  arma::mat differences(const arma::mat& W) const;  // W D: w_s - w_t of every edge
  arma::mat gathered(const arma::mat& Z) const;     // Z D': what flows out of every task
  // At least the largest eigenvalue of D D', which is the Laplacian with unit weights.
  double largest_stretch() const;
  // The connected components of the edges with in[e] != 0: a number for every task, counted from 0 by their first
  // tasks.
  arma::uvec components(const arma::uvec& in) const;
};

}  // namespace starling
