#include "apps/cli/path_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "apps/cli/cv_plot.hpp"
#include "apps/cli/plot.hpp"
#include "apps/cli/text.hpp"

namespace starling::cli {
namespace {

// How many features are used, at all strengths or about ten of them, both ends among them.
void count_features(LambdaPlot& plot, const PathCurves& curves) {
  const std::size_t last = curves.lambdas.size() - 1, shown = last <= 15 ? last : 10;
  for (std::size_t i = 0; i <= shown; ++i) {
    const std::size_t k = shown == 0 ? 0 : i * last / shown;
    const auto used = std::ranges::count_if(curves.norms, [&](const auto& norms) { return norms[k] > 0.0; });
    plot.above(k, std::to_string(used));
  }
  plot.above_all("features used");
}

LambdaPlot plot_of(const CrossValidatedPath& scores, const std::vector<double>& lambdas, const std::string& x_label) {
  ScoreCurve curve;
  for (const PathScore& point : scores.points) curve.add(point);
  return score_plot({.title = "",
                     .x_label = x_label,
                     .metric = scores.metric,
                     .higher_is_better = scores.higher_is_better,
                     .lambdas = lambdas,
                     .curves = {curve},
                     .best = scores.best,
                     .one_se = scores.one_se});
}

}  // namespace

std::string path_svg(const PathCurves& curves, const CrossValidatedPath* scores) {
  constexpr std::size_t most_names = 12;
  std::vector<std::size_t> order(curves.norms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t i, std::size_t j) { return curves.norms[i].back() > curves.norms[j].back(); });
  double most = 0.0;
  for (const auto& norms : curves.norms) most = std::max(most, *std::ranges::max_element(norms));
  const std::string x_label = fmt::format("lambda, falling from lambda_max = {}", brief(curves.lambdas.front()));
  LambdaPlot plot({.title = curves.title,
                   .x_label = scores == nullptr ? x_label : "",
                   .y_label = "norm of the feature's coefficients"},
                  curves.lambdas, 0.0, most > 0.0 ? most : 1.0);
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::vector<double>& norms = curves.norms[order[k]];
    if (*std::ranges::max_element(norms) == 0.0) continue;
    plot.curve(norms, plot_colour(k));
    if (k < most_names) plot.name_at_end(norms.back(), curves.names[order[k]]);
  }
  count_features(plot, curves);
  if (scores == nullptr) return plot.svg();
  plot.mark_choices(scores->best, scores->one_se, false);
  return LambdaPlot::svg({plot, plot_of(*scores, curves.lambdas, x_label)});
}

}  // namespace starling::cli
