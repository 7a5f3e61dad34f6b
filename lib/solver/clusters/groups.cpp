#include "lib/solver/clusters/groups.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "lib/linalg/blas.hpp"
#include "lib/penalty/cluster_spread.hpp"

namespace starling::clusters {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double square_distance(arma::uword p, const double* a, const double* b) {
  double sum = 0.0;
  for (arma::uword j = 0; j < p; ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

// The place where the running sum of weights passes `share` of their total, 0 < share < 1; none has weight: the first
// that is not taken.
arma::uword drawn(const arma::vec& weights, const std::vector<char>& taken, double share) {
  const double total = arma::accu(weights);
  double sum = 0.0;
  arma::uword last = weights.n_elem;
  for (arma::uword t = 0; t < weights.n_elem; ++t) {
    if (taken[t]) continue;
    if (last == weights.n_elem && !(total > 0.0)) return t;
    sum += weights[t];
    if (weights[t] > 0.0 || last == weights.n_elem) last = t;
    if (sum > share * total) return t;
  }
  return last;
}

}  // namespace

arma::uvec seeded_groups(const arma::mat& V, arma::uword k, const RandomStream& stream) {
  const arma::uword T = V.n_cols, p = V.n_rows;
  arma::uvec groups(T, arma::fill::zeros);
  arma::vec nearest(T, arma::fill::ones);  // the first one is drawn from all alike
  std::vector<char> taken(T, 0);
  for (arma::uword group = 0; group < k; ++group) {
    const arma::uword seed = drawn(nearest, taken, stream.uniform(group));
    taken[seed] = 1;
    for (arma::uword t = 0; t < T; ++t) {
      const double distance = square_distance(p, blas::start_of(V, t), blas::start_of(V, seed));
      if (t != seed && (taken[t] || (group > 0 && distance >= nearest[t]))) continue;
      nearest[t] = t == seed ? 0.0 : distance;
      groups[t] = group;
    }
  }
  return groups;
}

bool move_columns(const arma::mat& V, arma::uword k, arma::uvec& groups) {
  constexpr double noise = 1e-12;
  const arma::uword T = V.n_cols, p = V.n_rows;
  arma::mat means = cluster_means(V, groups, k);
  arma::vec sizes = group_sizes(groups, k);
  bool moved = false;
  for (arma::uword t = 0; t < T; ++t) {
    const arma::uword from = groups[t];
    if (sizes[from] < 2.0) continue;
    const double* v = blas::start_of(V, t);
    const double saved = sizes[from] / (sizes[from] - 1.0) * square_distance(p, v, blas::start_of(means, from));
    double least = infinity;
    arma::uword to = from;
    for (arma::uword group = 0; group < k; ++group) {
      if (group == from) continue;
      const double paid = sizes[group] / (sizes[group] + 1.0) * square_distance(p, v, blas::start_of(means, group));
      if (paid < least) {
        least = paid;
        to = group;
      }
    }
    if (!(least < saved - noise * (saved + blas::square_norm(p, v)))) continue;
    for (arma::uword j = 0; j < p; ++j) {
      means(j, from) += (means(j, from) - v[j]) / (sizes[from] - 1.0);
      means(j, to) += (v[j] - means(j, to)) / (sizes[to] + 1.0);
    }
    sizes[from] -= 1.0;
    sizes[to] += 1.0;
    groups[t] = to;
    moved = true;
  }
  return moved;
}

void fill_empty_groups(const arma::mat& V, arma::mat& centres, arma::uvec& groups) {
  arma::vec sizes = group_sizes(groups, centres.n_cols);
  for (arma::uword empty = 0; empty < centres.n_cols; ++empty) {
    if (sizes[empty] > 0.0) continue;
    double largest = -1.0;
    arma::uword farthest = 0;
    for (arma::uword t = 0; t < V.n_cols; ++t) {
      if (sizes[groups[t]] < 2.0) continue;
      const double distance = square_distance(V.n_rows, blas::start_of(V, t), blas::start_of(centres, groups[t]));
      if (distance > largest) {
        largest = distance;
        farthest = t;
      }
    }
    sizes[groups[farthest]] -= 1.0;
    sizes[empty] = 1.0;
    groups[farthest] = empty;
    std::copy_n(blas::start_of(V, farthest), V.n_rows, blas::start_of(centres, empty));
  }
}

arma::vec group_sizes(const arma::uvec& groups, arma::uword k) {
  arma::vec sizes(k, arma::fill::zeros);
  for (const arma::uword group : groups) sizes[group] += 1.0;
  return sizes;
}

void number_by_first(arma::uvec& groups) {
  if (groups.is_empty()) return;
  const arma::uword none = groups.n_elem;
  std::vector<arma::uword> number(groups.max() + 1, none);
  arma::uword next = 0;
  for (arma::uword& group : groups) {
    if (number[group] == none) number[group] = next++;
    group = number[group];
  }
}

arma::vec distances_from_means(const arma::mat& V, arma::uword k, const arma::uvec& groups) {
  const arma::mat means = cluster_means(V, groups, k);
  arma::vec distances(V.n_cols);
  for (arma::uword t = 0; t < V.n_cols; ++t)
    distances[t] = std::sqrt(square_distance(V.n_rows, blas::start_of(V, t), blas::start_of(means, groups[t])));
  return distances;
}

arma::vec silhouettes(const arma::mat& V, arma::uword k, const arma::uvec& groups) {
  const arma::mat means = cluster_means(V, groups, k);
  const arma::vec sizes = group_sizes(groups, k);
  arma::vec values(V.n_cols, arma::fill::zeros);
  for (arma::uword t = 0; t < V.n_cols; ++t) {
    if (k < 2 || sizes[groups[t]] < 2.0) continue;
    double own = 0.0, other = infinity;
    for (arma::uword group = 0; group < k; ++group) {
      const double distance = std::sqrt(square_distance(V.n_rows, blas::start_of(V, t), blas::start_of(means, group)));
      if (group == groups[t])
        own = distance;
      else
        other = std::min(other, distance);
    }
    const double larger = std::max(own, other);
    if (larger > 0.0) values[t] = (other - own) / larger;
  }
  return values;
}

}  // namespace starling::clusters
