#include "lib/solver/fusion/nested_groups.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "lib/linalg/blas.hpp"

namespace starling::fusion {

std::vector<arma::uvec> nested_groups(const TaskEdges& edges, const arma::mat& W, arma::uword most) {
  std::vector<arma::uvec> groupings;
  if (edges.size() == 0 || W.is_empty()) return groupings;
  const arma::mat differences = edges.differences(W);
  const double largest = std::sqrt(arma::max(arma::sum(arma::square(W), 0)));
  arma::vec lengths(edges.size());
  for (arma::uword e = 0; e < edges.size(); ++e)
    lengths[e] = std::max(std::sqrt(blas::square_norm(W.n_rows, blas::start_of(differences, e))), 1e-13 * largest);
  const arma::vec sorted = arma::sort(lengths);
  if (!(sorted[0] > 0.0)) return {edges.components(arma::uvec(edges.size(), arma::fill::ones))};
  arma::vec gaps(edges.size(), arma::fill::value(arma::datum::inf));  // above each length; all edges are a grouping too
  for (arma::uword i = 0; i + 1 < sorted.n_elem; ++i) gaps[i] = sorted[i + 1] / sorted[i];
  const arma::uvec widest = arma::stable_sort_index(gaps, "descend");
  for (arma::uword i = 0; i < std::min(most, widest.n_elem); ++i) {
    if (!(gaps[widest[i]] > 1.0)) break;
    groupings.push_back(edges.components(lengths <= sorted[widest[i]]));
  }
  return groupings;
}

arma::uvec common_groups(const arma::uvec& a, const arma::uvec& b) {
  std::map<std::pair<arma::uword, arma::uword>, arma::uword> numbers;
  arma::uvec common(a.n_elem);
  for (arma::uword t = 0; t < a.n_elem; ++t)
    common[t] = numbers.emplace(std::pair(a[t], b[t]), numbers.size()).first->second;
  return common;
}

}  // namespace starling::fusion
