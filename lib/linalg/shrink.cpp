#include "lib/linalg/shrink.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/linalg/short_side.hpp"

namespace starling {

arma::mat shrink_spectrum(const arma::mat& M, const std::function<arma::vec(const arma::vec&)>& ratio) {
  if (M.is_empty()) return M;
  ShortSide side;
  side.decompose(M);
  arma::mat shrunk;
  side.apply(M, ratio(side.values()), shrunk);
  return shrunk;
}

arma::vec soft_threshold_ratio(const arma::vec& s, double threshold) {
  arma::vec ratio(s.n_elem);
  for (arma::uword i = 0; i < s.n_elem; ++i) ratio[i] = s[i] > threshold ? 1.0 - threshold / s[i] : 0.0;
  return ratio;
}

arma::vec water_fill(const arma::vec& s, double offset, double total) {
  const arma::uvec positive = arma::find(s > 0.0);
  if (static_cast<double>(positive.n_elem) <= total) return arma::vec(s.n_elem, arma::fill::ones);
  const auto filled = [&](double nu) { return arma::vec(arma::clamp(s / nu - offset, 0.0, 1.0)); };
  // The filled amount falls with nu and its pieces meet at these points.
  std::vector<double> knots;
  for (const arma::uword i : positive) {
    knots.push_back(s[i] / (1.0 + offset));
    if (offset > 0.0) knots.push_back(s[i] / offset);
  }
  std::sort(knots.begin(), knots.end());
  const auto too_much = [&](double nu) { return arma::accu(filled(nu)) > total; };
  const auto next = std::partition_point(knots.begin(), knots.end(), too_much);
  if (next == knots.begin()) return filled(knots.front());
  // Between two knots the same entries are partly filled, and the total is linear in 1 / nu.
  const double left = *(next - 1), right = next == knots.end() ? 2.0 * left : *next;
  const double middle = std::sqrt(left) * std::sqrt(right);
  double full = 0.0, partial = 0.0, count = 0.0;
  for (const double value : s) {
    const double level = value / middle - offset;
    if (level >= 1.0)
      full += 1.0;
    else if (level > 0.0) {
      partial += value;
      count += 1.0;
    }
  }
  // No entry is partly filled when only rounding tells the two ends apart.
  if (count == 0.0) return filled(middle);
  return filled(partial / (total - full + count * offset));
}

}  // namespace starling
