// The search for the minimum of squared losses, a ridge and sum_e r_e |w_s - w_t|.
//
// METHOD  The primal-dual iteration of Chambolle and Pock, over-relaxed, on W and one flow z_e an edge (D as in
//         lib/penalty/task_edges.hpp, L the largest eigenvalue of D D'):
//             w+ = argmin f + stiffness / 2 |W - (w - Z D' / stiffness)|^2      one factor a task
//             z+ = z_e + stiffness / L (2 w+ - w) D, drawn into its ball |z_e| <= r_e
//         with Anderson mixing and a stiffness that balances the two residuals. Edges whose flow stays inside its ball
//         join tasks: the candidate has the mean of w+ in every group of joined tasks, so the error of its objective
//         is quadratic in that of the iterate. At the end tasks are joined by their distances as well, at the widest
//         gaps between these, as long as that lowers the objective: what differs by an error of the iterate is equal.
// COST    An iteration: one w+ a task (lib/solver/clusters/pulled_tasks.hpp) and 8 d E flops; memory 14 (d T + d E).
// PAPERS  chambolle2011first, hallac2015network, walker2011anderson
#pragma once

#include <functional>

#include "lib/penalty/fusion_penalty.hpp"
#include "lib/solver/clusters/pulled_tasks.hpp"
#include "lib/solver/mixing.hpp"

namespace starling::fusion {

struct Advance {
  bool believed = false;  // that the gap is at most the target
  int iterations = 0;
};
// Told the iterations of this call, the primal and the gap as they are believed to be; false stops.
using OnCheck = std::function<bool(int done, double primal, double gap)>;

class Search {
 public:
  // Both must outlive it; the tasks carry the penalty's ridge.
  Search(clusters::PulledTasks& tasks, const FusionPenalty& penalty);
  // What to minimise from here on, with the same edges and ridge, from where it stands.
  void change_penalty(const FusionPenalty& penalty);
  // V as in PulledTasks; a flow for every edge.
  void start_at(arma::mat V, arma::mat flow);
  // Ends with the best of what flows and distances join.
  Advance improve(double target, int most, const OnCheck& on_check);

  const arma::mat& candidate() const { return candidate_; }
  const arma::uvec& groups() const { return groups_; }  // of the candidate's tasks
  // A dual point: the gradient at `point` with this flow.
  const arma::mat& point() const { return w_; }
  const arma::mat& flow() const { return flow_; }

 private:
  void set_stiffness(double stiffness);
  void step();
  void judge();
  void balance();
  arma::uvec flow_groups() const;
  void propose(bool by_distances);

  clusters::PulledTasks& tasks_;
  const FusionPenalty* penalty_;
  double stretch_, stiffness_ = 1.0;
  arma::mat V_, Z_;     // where it stands
  arma::mat w_, flow_;  // the two halves of the next step
  arma::mat candidate_;
  arma::uvec groups_;
  double primal_ = arma::datum::inf, gap_ = arma::datum::inf;
  int since_start_ = 0;
  Mixing mixing_;
};

}  // namespace starling::fusion
