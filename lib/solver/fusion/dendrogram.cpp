#include "lib/solver/fusion/dendrogram.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "lib/solver/fusion/nested_groups.hpp"

namespace starling::fusion {

arma::mat merges(std::vector<Level> levels) {
  if (levels.empty()) return {};
  std::sort(levels.begin(), levels.end(), [](const Level& a, const Level& b) { return a.strength < b.strength; });
  for (std::size_t i = levels.size() - 1; i-- > 0;)
    levels[i].groups = common_groups(levels[i + 1].groups, levels[i].groups);
  const arma::uword T = levels.front().groups.n_elem;
  std::vector<arma::uword> above(2 * T), size(2 * T, 1);  // of every part
  std::iota(above.begin(), above.end(), arma::uword(0));
  const auto whole = [&](arma::uword part) {
    while (above[part] != part) part = above[part] = above[above[part]];
    return part;
  };
  arma::mat rows(T, 4);
  arma::uword made = 0;
  for (const Level& level : levels) {
    std::map<arma::uword, arma::uword> seen;  // the part that holds what was met of a group
    for (arma::uword t = 0; t < T; ++t) {
      const arma::uword part = whole(t);
      arma::uword& other = seen.emplace(level.groups[t], part).first->second;
      if (other == part) continue;
      const arma::uword both = T + made;
      size[both] = size[part] + size[other];
      rows.row(made++) = {static_cast<double>(std::min(part, other)), static_cast<double>(std::max(part, other)),
                          level.strength, static_cast<double>(size[both])};
      above[part] = above[other] = both;
      other = both;
    }
  }
  if (made == 0) return arma::mat(0, 4);
  return rows.head_rows(made);
}

}  // namespace starling::fusion
