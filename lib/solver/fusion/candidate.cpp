#include "lib/solver/fusion/candidate.hpp"

#include <cmath>
#include <utility>

#include "lib/penalty/cluster_spread.hpp"
#include "lib/solver/fusion/nested_groups.hpp"

namespace starling::fusion {
namespace {

arma::mat group_means(const arma::mat& W, const arma::uvec& groups) {
  if (W.is_empty()) return W;
  const arma::mat means = cluster_means(W, groups, groups.max() + 1);
  return means.cols(groups);
}

double distance(const arma::mat& A, arma::uword s, const arma::mat& B, arma::uword t) {
  double sum = 0.0;
  for (arma::uword j = 0; j < A.n_rows; ++j) {
    const double off = A(j, s) - B(j, t);
    sum += off * off;
  }
  return std::sqrt(sum);
}

// Of loss and ridge, but for a constant: with g = A v - q it is <v, A v> / 2 - <q, v>.
arma::rowvec task_losses(const clusters::PulledTasks& tasks, const arma::mat& V) {
  return 0.5 * arma::sum(V % (tasks.gradient(V) - tasks.linear()), 0);
}

}  // namespace

Candidate::Candidate(const clusters::PulledTasks& tasks, const FusionPenalty& penalty, arma::mat V)
    : tasks_(tasks),
      penalty_(penalty),
      V_(std::move(V)),
      groups_(arma::regspace<arma::uvec>(0, 1, tasks.n_tasks() - 1)),
      primal_(tasks.loss(V_) + fusion(V_)) {}

// The ridge is in the tasks' loss.
double Candidate::fusion(const arma::mat& V) const {
  return penalty_.value(V) - 0.5 * penalty_.mu() * arma::accu(arma::square(V));
}

void Candidate::take_if_better(arma::mat V, arma::uvec groups) {
  const double primal = tasks_.loss(V) + fusion(V);
  const double rounding = 16.0 * arma::datum::eps * (tasks_.constant() + std::abs(primal_));
  if (!(primal <= primal_ + rounding)) return;
  primal_ = primal;
  V_ = std::move(V);
  groups_ = std::move(groups);
}

void Candidate::offer(const arma::mat& W, const arma::uvec& groups) { take_if_better(group_means(W, groups), groups); }

void Candidate::offer_parts(const arma::mat& W, const arma::uvec& groups) {
  offer(W, groups);
  if (V_.is_empty()) return;
  const arma::mat means = group_means(W, groups);
  const arma::rowvec losses = task_losses(tasks_, means) - task_losses(tasks_, V_);
  arma::vec changes(groups.max() + 1, arma::fill::zeros);
  for (arma::uword t = 0; t < groups.n_elem; ++t) changes[groups[t]] += losses[t];
  const TaskEdges& edges = penalty_.edges();
  for (arma::uword e = 0; e < edges.size(); ++e) {
    const arma::uword s = edges.first[e], t = edges.second[e];
    const double r = penalty_.lambda() * edges.weights[e], now = distance(V_, s, V_, t);
    if (groups[s] == groups[t]) {
      changes[groups[s]] -= r * now;
    } else {
      changes[groups[s]] += r * (distance(means, s, V_, t) - now);
      changes[groups[t]] += r * (distance(V_, s, means, t) - now);
    }
  }
  arma::mat V = V_;
  arma::uvec taken(groups.n_elem, arma::fill::zeros), left = groups_;
  for (arma::uword t = 0; t < groups.n_elem; ++t)
    if (changes[groups[t]] < 0.0) {
      V.col(t) = means.col(t);
      taken[t] = groups[t] + 1;
      left[t] = 0;
    }
  take_if_better(std::move(V), common_groups(taken, left));
}

}  // namespace starling::fusion
