#include "lib/penalty/task_edges.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "lib/linalg/blas.hpp"
#include "lib/penalty/task_graph.hpp"

namespace starling {
namespace {

TaskEdges of_pairs(arma::uword n_tasks, const std::vector<std::pair<arma::uword, arma::uword>>& pairs) {
  TaskEdges edges{n_tasks, arma::uvec(pairs.size()), arma::uvec(pairs.size()),
                  arma::vec(pairs.size(), arma::fill::ones)};
  for (std::size_t e = 0; e < pairs.size(); ++e) {
    edges.first[e] = pairs[e].first;
    edges.second[e] = pairs[e].second;
  }
  return edges;
}

}  // namespace

TaskEdges TaskEdges::complete(arma::uword n_tasks) {
  std::vector<std::pair<arma::uword, arma::uword>> pairs;
  for (arma::uword s = 0; s < n_tasks; ++s)
    for (arma::uword t = s + 1; t < n_tasks; ++t) pairs.emplace_back(s, t);
  return of_pairs(n_tasks, pairs);
}

TaskEdges TaskEdges::chain(arma::uword n_tasks) {
  std::vector<std::pair<arma::uword, arma::uword>> pairs;
  for (arma::uword t = 1; t < n_tasks; ++t) pairs.emplace_back(t - 1, t);
  return of_pairs(n_tasks, pairs);
}

TaskEdges TaskEdges::neighbours(const arma::mat& columns, arma::uword count) {
  const arma::uword T = columns.n_cols;
  std::set<std::pair<arma::uword, arma::uword>> pairs;
  std::vector<std::pair<double, arma::uword>> others;
  for (arma::uword s = 0; s < T; ++s) {
    others.clear();
    for (arma::uword t = 0; t < T; ++t)
      if (t != s) others.emplace_back(arma::accu(arma::square(columns.col(s) - columns.col(t))), t);
    const auto end = others.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, others.size()));
    std::partial_sort(others.begin(), end, others.end());
    for (auto other = others.begin(); other != end; ++other)
      pairs.emplace(std::min(s, other->second), std::max(s, other->second));
  }
  return of_pairs(T, {pairs.begin(), pairs.end()});
}

TaskEdges TaskEdges::of(const arma::mat& adjacency) {
  check_task_graph(adjacency);
  std::vector<std::pair<arma::uword, arma::uword>> pairs;
  for (arma::uword s = 0; s < adjacency.n_cols; ++s)
    for (arma::uword t = s + 1; t < adjacency.n_cols; ++t)
      if (adjacency(s, t) > 0.0) pairs.emplace_back(s, t);
  TaskEdges edges = of_pairs(adjacency.n_cols, pairs);
  for (arma::uword e = 0; e < edges.size(); ++e) edges.weights[e] = adjacency(edges.first[e], edges.second[e]);
  return edges;
}

arma::mat TaskEdges::adjacency() const {
  arma::mat matrix(n_tasks, n_tasks, arma::fill::zeros);
  for (arma::uword e = 0; e < size(); ++e) matrix(first[e], second[e]) = matrix(second[e], first[e]) = weights[e];
  return matrix;
}

arma::mat TaskEdges::differences(const arma::mat& W) const {
  arma::mat out(W.n_rows, size(), arma::fill::none);
  for (arma::uword e = 0; e < size(); ++e) {
    const double* a = blas::start_of(W, first[e]);
    const double* b = blas::start_of(W, second[e]);
    double* to = blas::start_of(out, e);
    for (arma::uword j = 0; j < W.n_rows; ++j) to[j] = a[j] - b[j];
  }
  return out;
}

arma::mat TaskEdges::gathered(const arma::mat& Z) const {
  arma::mat out(Z.n_rows, n_tasks, arma::fill::zeros);
  for (arma::uword e = 0; e < size(); ++e) {
    const double* z = blas::start_of(Z, e);
    double* from = blas::start_of(out, first[e]);
    double* to = blas::start_of(out, second[e]);
    for (arma::uword j = 0; j < Z.n_rows; ++j) {
      from[j] += z[j];
      to[j] -= z[j];
    }
  }
  return out;
}

// The largest sum of degrees at an edge's two ends, and never more than T, bound it.
double TaskEdges::largest_stretch() const {
  arma::vec degrees(n_tasks, arma::fill::zeros);
  for (arma::uword e = 0; e < size(); ++e) {
    degrees[first[e]] += 1.0;
    degrees[second[e]] += 1.0;
  }
  double largest = 0.0;
  for (arma::uword e = 0; e < size(); ++e) largest = std::max(largest, degrees[first[e]] + degrees[second[e]]);
  return std::min(largest, static_cast<double>(n_tasks));
}

arma::uvec TaskEdges::components(const arma::uvec& in) const {
  std::vector<arma::uword> parent(n_tasks);
  std::iota(parent.begin(), parent.end(), arma::uword(0));
  const auto root = [&](arma::uword t) {
    while (parent[t] != t) t = parent[t] = parent[parent[t]];
    return t;
  };
  for (arma::uword e = 0; e < size(); ++e) {
    if (in[e] == 0) continue;
    const arma::uword a = root(first[e]), b = root(second[e]);
    parent[std::max(a, b)] = std::min(a, b);  // the root of a component is its first task
  }
  arma::uvec numbers(n_tasks);
  arma::uword next = 0;
  for (arma::uword t = 0; t < n_tasks; ++t) numbers[t] = root(t) == t ? next++ : numbers[root(t)];
  return numbers;
}

}  // namespace starling
