#include "apps/compare/report/kept_panels.hpp"

#include <fmt/format.h>

#include "apps/pictures/heat_map.hpp"
#include "apps/pictures/learned.hpp"

namespace starling::compare {
namespace {

// "60 of 1000 features, those with the largest coefficients"
std::string shown_of(const Kept& kept) {
  std::string text;
  if (kept.features.size() < kept.n_features)
    text +=
        fmt::format("; {} of {} features, those with the largest coefficients", kept.features.size(), kept.n_features);
  if (kept.tasks.size() < kept.n_tasks)
    text += fmt::format("; the first {} of {} tasks", kept.tasks.size(), kept.n_tasks);
  return text;
}

}  // namespace

std::vector<pictures::Panel> kept_panels(const Kept& kept) {
  std::vector<pictures::Panel> panels;
  const arma::mat& W = kept.coefficients;
  if (!W.is_empty()) {
    const bool wide = W.n_cols >= W.n_rows;
    pictures::HeatMap map{.name = wide ? "coefficients, features x tasks" : "coefficients, tasks x features",
                          .values = wide ? W : arma::mat(W.t()),
                          .rows = wide ? kept.features : kept.tasks,
                          .columns = wide ? kept.tasks : kept.features,
                          .remark = shown_of(kept)};
    panels.push_back(pictures::heat_map(map));
  }
  for (pictures::Panel& panel : pictures::learned_panels(kept.relations, kept.tasks))
    panels.push_back(std::move(panel));
  return panels;
}

}  // namespace starling::compare
