#include "lib/penalty/task_edges.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/penalty/task_graph.hpp"

namespace starling {
namespace {

using Pair = std::pair<arma::uword, arma::uword>;

arma::uword checked_task(int task, arma::uword n_tasks, const std::string& where) {
  if (task >= 0 && static_cast<arma::uword>(task) < n_tasks) return static_cast<arma::uword>(task);
  throw InvalidInput({.what = "no such task",
                      .where = where,
                      .expected = "0 .. " + std::to_string(n_tasks - 1),
                      .got = std::to_string(task)});
}

TaskEdges of_pairs(arma::uword n_tasks, const std::vector<Pair>& pairs) {
  TaskEdges edges{n_tasks, arma::uvec(pairs.size()), arma::uvec(pairs.size()),
                  arma::vec(pairs.size(), arma::fill::ones)};
  for (std::size_t e = 0; e < pairs.size(); ++e) {
    edges.first[e] = pairs[e].first;
    edges.second[e] = pairs[e].second;
  }
  return edges;
}

}  // namespace

TaskEdges TaskEdges::pairs(arma::uword n_tasks, std::span<const int> ends, std::span<const double> weights) {
  if (ends.size() % 2 != 0)
    throw InvalidInput({.what = "edges of a task graph are not pairs of tasks",
                        .expected = "an even number of tasks",
                        .got = std::to_string(ends.size())});
  const std::size_t n_edges = ends.size() / 2;
  if (!weights.empty() && weights.size() != n_edges)
    throw InvalidInput({.what = "weights of a task graph that are not one an edge",
                        .expected = std::to_string(n_edges),
                        .got = std::to_string(weights.size())});
  std::vector<Pair> pairs;
  std::set<Pair> seen;
  for (std::size_t e = 0; e < n_edges; ++e) {
    const std::string where = "edge " + std::to_string(e);
    const arma::uword s = checked_task(ends[2 * e], n_tasks, where), t = checked_task(ends[2 * e + 1], n_tasks, where);
    if (s == t) throw InvalidInput({.what = "edge from a task to itself", .where = where, .got = std::to_string(s)});
    pairs.emplace_back(std::min(s, t), std::max(s, t));
    if (!seen.insert(pairs.back()).second)
      throw InvalidInput({.what = "edge of a task graph that is there twice",
                          .where = where,
                          .got = std::to_string(s) + "," + std::to_string(t)});
    if (!weights.empty() && (!(weights[e] > 0.0) || !std::isfinite(weights[e])))
      throw InvalidInput({.what = "weight of an edge that is not a positive number",
                          .where = where,
                          .expected = "a number > 0",
                          .got = spelling::print(weights[e])});
  }
  TaskEdges edges = of_pairs(n_tasks, pairs);
  std::copy(weights.begin(), weights.end(), edges.weights.begin());
  return edges;
}

TaskEdges TaskEdges::tree(std::span<const int> parents) {
  const arma::uword n_tasks = parents.size();
  std::vector<int> ends;
  for (arma::uword t = 0; t < n_tasks; ++t)
    if (parents[t] != -1) {
      checked_task(parents[t], n_tasks, "parent of task " + std::to_string(t));
      ends.insert(ends.end(), {parents[t], static_cast<int>(t)});
    }
  for (arma::uword t = 0; t < n_tasks; ++t) {
    arma::uword steps = 0;  // towards the root: as many as there are tasks end nowhere
    for (int above = parents[t]; above != -1 && steps < n_tasks; ++steps)
      above = parents[static_cast<arma::uword>(above)];
    if (steps == n_tasks)
      throw InvalidInput({.what = "a task of a tree that has no root",
                          .where = "task " + std::to_string(t),
                          .expected = "parents that lead to -1",
                          .hint = "a task is its own ancestor"});
  }
  return pairs(n_tasks, ends);
}

TaskEdges TaskEdges::complete(arma::uword n_tasks) {
  std::vector<Pair> pairs;
  for (arma::uword s = 0; s < n_tasks; ++s)
    for (arma::uword t = s + 1; t < n_tasks; ++t) pairs.emplace_back(s, t);
  return of_pairs(n_tasks, pairs);
}

TaskEdges TaskEdges::chain(arma::uword n_tasks) {
  std::vector<Pair> pairs;
  for (arma::uword t = 1; t < n_tasks; ++t) pairs.emplace_back(t - 1, t);
  return of_pairs(n_tasks, pairs);
}

TaskEdges TaskEdges::neighbours(const arma::mat& columns, arma::uword count) {
  const arma::uword T = columns.n_cols;
  std::set<Pair> pairs;
  std::vector<std::pair<double, arma::uword>> others;
  const auto distance = [&](arma::uword s, arma::uword t) {
    const double* a = blas::start_of(columns, s);
    const double* b = blas::start_of(columns, t);
    double sum = 0.0;
    for (arma::uword j = 0; j < columns.n_rows; ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
  };
  for (arma::uword s = 0; s < T; ++s) {
    others.clear();
    for (arma::uword t = 0; t < T; ++t)
      if (t != s) others.emplace_back(distance(s, t), t);
    const auto end = others.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, others.size()));
    std::partial_sort(others.begin(), end, others.end());
    for (auto other = others.begin(); other != end; ++other)
      pairs.emplace(std::min(s, other->second), std::max(s, other->second));
  }
  return of_pairs(T, {pairs.begin(), pairs.end()});
}

TaskEdges TaskEdges::of(const arma::mat& adjacency) {
  check_task_graph(adjacency);
  std::vector<Pair> pairs;
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
