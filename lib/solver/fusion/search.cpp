#include "lib/solver/fusion/search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/linalg/blas.hpp"
#include "lib/solver/fusion/candidate.hpp"
#include "lib/solver/fusion/nested_groups.hpp"

namespace starling::fusion {
namespace {

constexpr int check_every = 10;
constexpr arma::uword memory = 5, plain_steps = 10;
constexpr double relaxation = 1.6;
constexpr double least = 1e-300;

double length(const arma::mat& A) { return std::sqrt(blas::square_norm(A.n_elem, A.memptr())); }

}  // namespace

Search::Search(clusters::PulledTasks& tasks, const FusionPenalty& penalty)
    : tasks_(tasks), penalty_(&penalty), stretch_(std::max(1.0, penalty.edges().largest_stretch())), mixing_(memory) {
  start_at(arma::mat(tasks.linear().n_rows, tasks.n_tasks(), arma::fill::zeros),
           arma::mat(tasks.linear().n_rows, penalty.edges().size(), arma::fill::zeros));
  // Flows of the size of their balls against coefficients of the size of one gradient step.
  const double curvature = tasks.curvature(), size = length(tasks.linear());
  double stiffness = 1.0;
  if (size > 0.0) {
    const double flows = penalty.lambda() * arma::norm(penalty.edges().weights) * std::sqrt(stretch_);
    stiffness = std::clamp(flows * curvature / size, 1e-6 * curvature, curvature);
  }
  set_stiffness(std::isnormal(stiffness) ? stiffness : 1.0);
}

void Search::set_stiffness(double stiffness) {
  stiffness_ = stiffness;
  tasks_.change_pull(0.5 * stiffness);
  mixing_.forget();
}

void Search::change_penalty(const FusionPenalty& penalty) {
  penalty_ = &penalty;
  penalty_->clip(Z_);
  mixing_.forget();
  since_start_ = 0;
}

void Search::start_at(arma::mat V, arma::mat flow) {
  V_ = std::move(V);
  Z_ = std::move(flow);
  penalty_->clip(Z_);
  mixing_.forget();
  since_start_ = 0;
}

void Search::step() {
  const TaskEdges& edges = penalty_->edges();
  w_ = tasks_.towards(V_ - edges.gathered(Z_) / stiffness_);
  flow_ = Z_ + stiffness_ / stretch_ * edges.differences(2.0 * w_ - V_);
  penalty_->clip(flow_);
}

// The groups that flows inside their balls join.
arma::uvec Search::flow_groups() const {
  const TaskEdges& edges = penalty_->edges();
  arma::uvec joined(edges.size());
  for (arma::uword e = 0; e < edges.size(); ++e) {
    const double flow = std::sqrt(blas::square_norm(flow_.n_rows, blas::start_of(flow_, e)));
    joined[e] = flow < (1.0 - 1e-9) * penalty_->lambda() * edges.weights[e] ? 1 : 0;
  }
  return edges.components(joined);
}

void Search::propose(bool by_distances) {
  constexpr arma::uword most = 16;
  Candidate best(tasks_, *penalty_, w_);
  best.offer(w_, flow_groups());
  if (by_distances) {
    for (const arma::uvec& groups : nested_groups(penalty_->edges(), w_, most)) best.offer_parts(w_, groups);
    best.offer_parts(w_, flow_groups());
  }
  primal_ = best.primal();
  candidate_ = best.V();
  groups_ = best.groups();
}

// The dual objective at the loss's gradient at w_, and the flow: with the gradient G of loss and ridge there the loss
// alone has G - mu w, its own dual is constant - (loss's <w, A w>) / 2, and the rest of the conjugate is what the flow
// leaves of the gradient.
void Search::judge() {
  const double mu = penalty_->mu();
  const TaskEdges& edges = penalty_->edges();
  const arma::mat pull = stiffness_ * (V_ - w_) - edges.gathered(Z_) - mu * w_;  // the loss's gradient
  const arma::mat left = pull + edges.gathered(flow_);
  const double quadratic = arma::dot(w_, pull) + arma::dot(w_, tasks_.linear());
  const double dual = tasks_.constant() - 0.5 * quadratic - 0.5 * arma::accu(arma::square(left)) / mu;
  propose(false);
  gap_ = primal_ - dual;
}

// Residuals of the two halves, which the stiffness trades for one another.
void Search::balance() {
  constexpr double band = 10.0;
  const TaskEdges& edges = penalty_->edges();
  const arma::mat flows = Z_ - flow_, moves = V_ - w_;
  const double apart = length(flows * (stretch_ / stiffness_) - edges.differences(moves)) /
                       std::max(length(edges.differences(w_)), 1e-3 * length(w_) + least);
  const double pulled =
      length(stiffness_ * moves - edges.gathered(flows)) / std::max(length(edges.gathered(flow_)), least);
  const double share = std::clamp(std::sqrt(apart / std::max(pulled, least)), 0.1, 10.0);
  if (share > std::sqrt(band) || share < 1.0 / std::sqrt(band)) set_stiffness(stiffness_ * share);
}

Advance Search::improve(double target, int most, const OnCheck& on_check) {
  for (int done = 1; done <= most; ++done) {
    step();
    ++since_start_;
    const bool check = since_start_ % check_every == 0 || since_start_ == 1 || done == most;
    if (check) {
      judge();
      if (gap_ <= target) {
        const double dual = primal_ - gap_;
        propose(true);
        gap_ = primal_ - dual;
        return {true, done};
      }
      if (done == most || !on_check(done, primal_, gap_)) return {false, done};
      if (since_start_ >= 2 * check_every) {
        const double before = stiffness_;
        balance();
        if (stiffness_ != before) continue;
      }
    }
    // In units in which the iteration does not expand distances.
    const double unit = std::sqrt(stiffness_), flow_unit = std::sqrt(stretch_ / stiffness_);
    arma::mat at = arma::join_rows(unit * V_, flow_unit * Z_);
    mixing_.advance(at, relaxation * arma::join_rows(unit * (w_ - V_), flow_unit * (flow_ - Z_)), plain_steps);
    V_ = at.head_cols(V_.n_cols) / unit;
    Z_ = at.tail_cols(Z_.n_cols) / flow_unit;
  }
  return {};
}

}  // namespace starling::fusion
