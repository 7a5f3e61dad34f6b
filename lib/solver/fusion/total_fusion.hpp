// From which strength on all tasks of a connected graph are one.
//
// With w the minimum over tasks that are all alike (in every connected component) and g_t the gradient of task t's loss
// and ridge there, they stay alike while some flow Z with Z D' = -G fits into its balls, |z_e| <= lambda a_e. The least
// such lambda is the maximum of <-G, V> over all V with sum_e a_e |v_s - v_t| <= 1.
//
// METHOD  Electrical flows: Z = -(conductance of e) (phi_s - phi_t) with (D K D') phi = G, conductances K lowered where
//         edges are fuller than others. Every flow bounds the strength from above, every phi from below.
// COST    A Cholesky factor of size T for every one of at most 60 rounds, one above 1000 tasks; w by conjugate
//         gradients.
// EDGES   Exact on chains and trees, whose flow is the only one.
// PAPERS  christiano2011electrical
#pragma once

#include "lib/penalty/task_edges.hpp"
#include "lib/solver/clusters/pulled_tasks.hpp"

namespace starling::fusion {

struct TotalFusion {
  arma::mat V;            // of all tasks, alike within components
  arma::mat flow;         // with which that is optimal at `strength`
  double strength = 0.0;  // at or above the least
  double least = 0.0;     // at or below the least
};

TotalFusion total_fusion(const clusters::PulledTasks& tasks, const TaskEdges& edges);

}  // namespace starling::fusion
