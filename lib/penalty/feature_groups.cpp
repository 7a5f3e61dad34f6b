#include "lib/penalty/feature_groups.hpp"

#include <cmath>
#include <map>
#include <vector>

#include "lib/linalg/rows.hpp"

namespace starling {
namespace {

// The Frobenius norm of every group's rows, from the norms of the rows, scaled by the largest.
arma::vec group_norms(const arma::mat& W, const FeatureGroups& groups) {
  const arma::vec rows = row_norms(W);
  arma::vec norms(groups.n_groups, arma::fill::zeros);
  const double largest = rows.is_empty() ? 0.0 : rows.max();
  if (largest == 0.0) return norms;
  if (!std::isfinite(largest)) return norms.fill(largest);
  for (arma::uword j = 0; j < rows.n_elem; ++j) {
    const double share = rows[j] / largest;
    norms[groups.group_of[j]] += share * share;
  }
  return largest * arma::sqrt(norms);
}

}  // namespace

FeatureGroups FeatureGroups::of(std::span<const int> numbers) {
  FeatureGroups groups{arma::uvec(numbers.size()), 0};
  std::map<int, arma::uword> known;
  for (std::size_t j = 0; j < numbers.size(); ++j) {
    const auto [place, added] = known.try_emplace(numbers[j], groups.n_groups);
    groups.n_groups += added ? 1 : 0;
    groups.group_of[j] = place->second;
  }
  return groups;
}

double FeatureGroupLasso::value(const arma::mat& W) const { return lambda * arma::accu(group_norms(W, groups)); }

double FeatureGroupLasso::dual_norm(const arma::mat& G) const {
  return G.is_empty() ? 0.0 : group_norms(G, groups).max();
}

DualScales FeatureGroupLasso::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat FeatureGroupLasso::prox(const arma::mat& V, double step) const {
  const arma::vec norms = group_norms(V, groups);
  const double threshold = step * lambda;
  arma::vec ratio(V.n_rows);
  for (arma::uword j = 0; j < V.n_rows; ++j) {
    const double norm = norms[groups.group_of[j]];
    ratio[j] = norm > threshold ? 1.0 - threshold / norm : 0.0;
  }
  return V.each_col() % ratio;
}

void FeatureGroupLasso::minimise_row(arma::uword, const arma::vec& h, const arma::vec& v, arma::vec& w) const {
  shrink_row(h, v, lambda, w);
}

FeatureGroupLasso FeatureGroupLasso::of_rows(const arma::uvec& rows) const {
  const arma::uvec labels = groups.group_of.elem(rows);
  std::vector<int> numbers(labels.begin(), labels.end());
  return {lambda, FeatureGroups::of(numbers)};
}

arma::vec FeatureGroupLasso::dual_excess(const arma::mat& G) const {
  return arma::clamp(group_norms(G, groups) * dual_norm_inflation(G) - lambda, 0.0, arma::datum::inf);
}

}  // namespace starling
