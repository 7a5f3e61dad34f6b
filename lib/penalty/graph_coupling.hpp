// lambda / 2 sum over edges (s, t) of a_st |w_s - w_t|^2 + mu / 2 |W|^2: tasks are drawn to their neighbours. What
// QuadraticCoupling::graph() is, for graphs of few edges: nothing is T x T, and nothing is decomposed but by
// elimination (lib/linalg/laplacian_factor.hpp). Graphs that elimination would fill are solved by conjugate gradients;
// the conjugate is then bounded from above by what they leave. COST    value d E; a system 4 d flops an edge of the
// eliminated graph, or of the graph an iteration. PAPERS  evgeniou2005learning, george1981computer
#pragma once

#include <memory>

#include "lib/linalg/laplacian_factor.hpp"
#include "lib/penalty/penalty.hpp"
#include "lib/penalty/task_edges.hpp"

namespace starling {

// A graph and the order in which its vertices are eliminated.
struct TaskNetwork {
  explicit TaskNetwork(TaskEdges given);
  TaskEdges edges;
  EliminationOrder order;
};

class GraphCoupling {
 public:
  // lambda >= 0, mu > 0; throws InvalidInput otherwise.
  GraphCoupling(std::shared_ptr<const TaskNetwork> network, double lambda, double mu);

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  GraphCoupling rescaled(double x, double) const { return {network_, lambda_ * x * x, mu_ * x * x}; }
  arma::mat prox(const arma::mat& V, double step) const;

  arma::mat times(const arma::mat& W) const;  // W K
  double mu() const { return mu_; }
  double diagonal(arma::uword t) const { return mu_ + lambda_ * degrees_[t]; }  // K_tt
  // Row i of Z times (K + a_i I)^-1; a: one shift >= 0 for all rows, or one for each.
  arma::mat solved(const arma::mat& Z, const arma::vec& shifts) const;
  // Whether that is exact but for rounding.
  bool is_direct() const { return network_->order.complete(); }

 private:
  arma::mat scaled_and_shifted(const arma::mat& W, double scale, const arma::vec& shifts) const;
  arma::mat solved(arma::mat Z, double scale, const arma::vec& shifts) const;
  arma::mat by_conjugate_gradients(const arma::mat& Z, double scale, const arma::vec& shifts) const;

  std::shared_ptr<const TaskNetwork> network_;
  double lambda_, mu_;
  arma::vec degrees_;  // sums of weights
};

}  // namespace starling
