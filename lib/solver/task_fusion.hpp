// Squared losses of tasks drawn to one another along the edges of a graph, and a ridge:
//
//     sum_t loss_t(w_t, b_t) + lambda sum_e a_e |w_s - w_t|_2 + mu / 2 |W|^2
//
// METHOD  lib/solver/fusion/search.hpp, from the flow of total fusion (lib/solver/fusion/total_fusion.hpp) where there
//         are at most 1000 tasks.
// ITERATION  One step of the search.
// PROOF   The certificate with the search's flow, one vector an edge that is checked against its ball. With a ridge
//         every dual point is finite.
// EDGES   Intercept::penalised throws InvalidInput.
// PAPERS  hallac2015network, chambolle2011first
#pragma once

#include <memory>

#include "lib/fit/problem.hpp"
#include "lib/loss/squared.hpp"
#include "lib/solver/fusion/search.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

using FusionProblem = Problem<Squared, FusionPenalty>;

class FusionEngine {
 public:
  // What the last solution joined: a number for every task, counted from 0 by their first tasks.
  const arma::uvec& groups() const { return groups_; }
  // Goes on from the last solution of the same data, edges and ridge, which the caller answers for, when `goes_on`.
  Solution solve(const FusionProblem& problem, const StopRule& rule, const Coefficients& start, bool goes_on = false);

 private:
  Solution proved(const FusionProblem& problem, const StopRule& rule, const Coefficients& start, bool goes_on);

  std::unique_ptr<clusters::PulledTasks> tasks_;
  std::unique_ptr<FusionPenalty> penalty_;
  std::unique_ptr<fusion::Search> search_;
  arma::uvec groups_;
};

// The strength at which all tasks of every connected component are certain to be one, in multiples of the weights.
double total_fusion_strength(const FusionProblem& problem);

}  // namespace starling
