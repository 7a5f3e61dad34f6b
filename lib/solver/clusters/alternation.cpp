#include "lib/solver/clusters/alternation.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "lib/linalg/blas.hpp"
#include "lib/penalty/cluster_spread.hpp"
#include "lib/solver/clusters/groups.hpp"

namespace starling::clusters {
namespace {

constexpr double noise = 1e-13;  // of differences of objectives
constexpr double rough = 1e-6;   // for centres that will move on

// A task to another cluster, and what that would cost if no centre moved.
struct Move {
  double cost;
  arma::uword task, to;
  bool operator<(const Move& other) const {
    return std::tie(cost, task, to) < std::tie(other.cost, other.task, other.to);
  }
};

// The sum of the columns of every cluster.
arma::mat sums(const arma::mat& V, const arma::uvec& clusters, arma::uword k) {
  arma::mat total(V.n_rows, k, arma::fill::zeros);
  for (arma::uword t = 0; t < V.n_cols; ++t)
    blas::axpy(V.n_rows, 1.0, blas::start_of(V, t), blas::start_of(total, clusters[t]));
  return total;
}

arma::rowvec products(const arma::mat& A, const arma::mat& B) { return arma::sum(A % B, 0); }

// x / y where y > 0, else 0: a cluster that is done stands still.
arma::rowvec ratios(const arma::rowvec& x, const arma::rowvec& y) {
  arma::rowvec out(x.n_elem, arma::fill::zeros);
  for (arma::uword k = 0; k < x.n_elem; ++k)
    if (y[k] > 0.0) out[k] = x[k] / y[k];
  return out;
}

}  // namespace

void Alternation::settle(Clustering& at, double tolerance) const {
  constexpr int most_rounds = 4, most_steps = 200;
  if (tasks_.at_zero().is_empty()) {
    at.V = tasks_.at_zero();
    at.objective = tasks_.objective(at.V, at.V);
    return;
  }
  const arma::uvec& c = at.clusters;
  const double size = arma::norm(tasks_.at_zero(), "fro");
  const double enough = tolerance * size;
  for (int round = 0; round < most_rounds; ++round) {
    at.V = tasks_.towards(at.centres.cols(c));
    // The residual sum_t (w_t(m) - m); what is left of it after the steps below is rounding in them, hence the rounds.
    arma::mat R = sums(at.V - at.centres.cols(c), c, k_), P = R;
    arma::rowvec squares = products(R, R);
    if (!(std::sqrt(arma::accu(squares)) > enough)) break;
    for (int step = 0; step < most_steps && std::sqrt(arma::accu(squares)) > enough; ++step) {
      const arma::mat spread = P.cols(c);
      const arma::mat Q = sums(spread - (tasks_.towards(spread) - tasks_.at_zero()), c, k_);
      const arma::rowvec length = ratios(squares, products(P, Q));
      at.centres += P.each_row() % length;
      R -= Q.each_row() % length;
      const arma::rowvec next = products(R, R);
      P = R + P.each_row() % ratios(next, squares);
      squares = next;
    }
  }
  at.V = tasks_.towards(at.centres.cols(c));
  at.objective = tasks_.objective(at.V, at.centres.cols(c));
}

bool Alternation::reassign(Clustering& at, arma::mat& costs) const {
  const arma::uword T = tasks_.n_tasks();
  arma::vec least = tasks_.costs(at.V, at.centres.cols(at.clusters));
  arma::uvec nearest = at.clusters;
  arma::mat V = at.V;
  costs.set_size(T, k_);
  for (arma::uword k = 0; k < k_; ++k) {
    const arma::mat targets = arma::repmat(at.centres.col(k), 1, T);
    const arma::mat there = tasks_.towards(targets);
    costs.col(k) = tasks_.costs(there, targets);
    for (arma::uword t = 0; t < T; ++t) {
      if (!(costs(t, k) < least[t] - 1e-12 * std::abs(least[t]))) continue;
      least[t] = costs(t, k);
      nearest[t] = k;
      V.col(t) = there.col(t);
    }
  }
  fill_empty_groups(V, at.centres, nearest);
  const bool changed = arma::any(nearest != at.clusters);
  at.clusters = std::move(nearest);
  return changed;
}

bool Alternation::accept(Clustering& at, Clustering next) const {
  next.centres = cluster_means(at.V, next.clusters, k_);
  settle(next, rough);
  if (!(next.objective < at.objective - noise * std::abs(at.objective))) return false;
  next.history.push_back(next.objective);
  at = std::move(next);
  return true;
}

bool Alternation::exchange(Clustering& at, const arma::mat& costs) const {
  // As many trials as cost about as much as some sweeps of many tasks.
  const std::size_t most = std::max<std::size_t>(10, 2000 / tasks_.n_tasks());
  const arma::vec sizes = group_sizes(at.clusters, k_);
  std::vector<Move> moves;
  for (arma::uword t = 0; t < tasks_.n_tasks(); ++t)
    for (arma::uword k = 0; k < k_; ++k)
      if (k != at.clusters[t] && sizes[at.clusters[t]] > 1.0)
        moves.push_back({costs(t, k) - costs(t, at.clusters[t]), t, k});
  const auto end = moves.begin() + static_cast<std::ptrdiff_t>(std::min(most, moves.size()));
  std::partial_sort(moves.begin(), end, moves.end());
  return std::any_of(moves.begin(), end, [&](const Move& move) {
    Clustering next = at;
    next.clusters[move.task] = move.to;
    return accept(at, std::move(next));
  });
}

Clustering Alternation::improve(arma::uvec clusters, const OnSweep& on_sweep) const {
  Clustering at{.clusters = std::move(clusters)};
  at.centres = cluster_means(tasks_.at_zero(), at.clusters, k_);
  settle(at, rough);
  at.history.push_back(at.objective);
  arma::mat costs;
  while (k_ > 1 && !at.V.is_empty() && on_sweep(at.objective)) {
    Clustering next = at;
    const bool changed = reassign(next, costs) || move_columns(at.V, k_, next.clusters);
    if (!(changed && accept(at, std::move(next))) && !exchange(at, costs)) break;
  }
  return at;
}

Clustering Alternation::settled(arma::uvec clusters) const {
  Clustering at{.clusters = std::move(clusters)};
  at.centres = cluster_means(tasks_.at_zero(), at.clusters, k_);
  settle(at, 1e-14);
  return at;
}

}  // namespace starling::clusters
