// Tasks drawn to one another, edge by edge of a graph, until they are one:
//
//     R(W) = sum_e r_e |w_s - w_t|_2 + mu / 2 |W|^2      over the edges e = (s, t)
//
// The conjugate is |G - Z D'|^2 / (2 mu), least over the flows Z with |z_e| <= r_e (lib/penalty/task_edges.hpp): any
// flow bounds it from above. The least is found by accelerated projected gradients, from a flow that a solver may have
// left here and that is checked, not believed; the columns G - Z D' over mu are then the prox of G.
//
// COST    value d E; conjugate and prox 4 d E an iteration, at most `most_steps`.
// EDGES   Without edges: the ridge penalty.
// PAPERS  hallac2015network, beck2009fast, odonoghue2015adaptive
#pragma once

#include <memory>

#include "lib/penalty/penalty.hpp"
#include "lib/penalty/task_edges.hpp"

namespace starling {

class FusionPenalty {
 public:
  // Strengths r_e = lambda times the weight of the edge. Throws InvalidOption unless lambda >= 0 and mu > 0.
  FusionPenalty(std::shared_ptr<const TaskEdges> edges, double lambda, double mu);
  // The same penalty, with a flow, d x E, to begin with and the steps that may follow it.
  FusionPenalty with_flow(arma::mat flow, int most_steps) const;

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  FusionPenalty rescaled(double x, double y) const;
  arma::mat prox(const arma::mat& V, double step) const;

  const TaskEdges& edges() const { return *edges_; }
  double lambda() const { return lambda_; }
  double mu() const { return mu_; }
  // Every column of Z scaled into its ball, a little inside.
  void clip(arma::mat& Z) const;

 private:
  // G - Z D' for a feasible Z that makes it short.
  arma::mat remainder(const arma::mat& G) const;

  std::shared_ptr<const TaskEdges> edges_;
  double lambda_, mu_;
  std::shared_ptr<const arma::mat> flow_;
  int most_steps_ = 5000;
};

}  // namespace starling
