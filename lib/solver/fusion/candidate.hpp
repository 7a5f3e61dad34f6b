// The best coefficients so far of tasks that are equal within groups.
//
// Groups are offered: the mean of the tasks in each of them. What is offered is taken where it does not raise the
// objective by more than rounding, as a whole or group by group, each with the others where they stand.
//
// COST    An offer: 4 objectives.
#pragma once

#include "lib/penalty/fusion_penalty.hpp"
#include "lib/solver/clusters/pulled_tasks.hpp"

namespace starling::fusion {

class Candidate {
 public:
  // Tasks apart, at the columns of V (as in PulledTasks). The tasks carry the penalty's ridge; both must outlive it.
  Candidate(const clusters::PulledTasks& tasks, const FusionPenalty& penalty, arma::mat V);

  // The means of groups of W's columns: the whole, if it is better.
  void offer(const arma::mat& W, const arma::uvec& groups);
  // And then those of its groups that are.
  void offer_parts(const arma::mat& W, const arma::uvec& groups);

  const arma::mat& V() const { return V_; }
  const arma::uvec& groups() const { return groups_; }  // numbered by their first tasks
  double primal() const { return primal_; }

 private:
  double fusion(const arma::mat& V) const;
  void take_if_better(arma::mat V, arma::uvec groups);

  const clusters::PulledTasks& tasks_;
  const FusionPenalty& penalty_;
  arma::mat V_;
  arma::uvec groups_;
  double primal_;
};

}  // namespace starling::fusion
