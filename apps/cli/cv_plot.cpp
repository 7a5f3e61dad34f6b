#include "apps/cli/cv_plot.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace starling::cli {
namespace {

// The points that differ in the strength alone.
struct Series {
  Params rest;
  std::vector<std::size_t> points;

  std::size_t place_of(std::size_t point) const {
    return static_cast<std::size_t>(std::ranges::find(points, point) - points.begin());
  }
};

std::vector<Series> series_of(const CrossValidation& found, const std::string& strength) {
  std::vector<Series> all;
  for (std::size_t k = 0; k < found.points.size(); ++k) {
    Params rest = found.points[k].params;
    rest.erase(strength);
    auto series = std::ranges::find_if(all, [&](const Series& s) { return s.rest == rest; });
    if (series == all.end()) series = all.insert(series, {.rest = rest, .points = {}});
    series->points.push_back(k);
  }
  return all;
}

std::string settings(const Params& params) {
  std::string text;
  for (const auto& [name, value] : params) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
  return text;
}

}  // namespace

LambdaPlot score_plot(const ScorePicture& picture) {
  double low = arma::datum::inf, high = -arma::datum::inf;
  for (const ScoreCurve& curve : picture.curves)
    for (std::size_t k = 0; k < curve.means.size(); ++k) {
      low = std::min(low, curve.means[k] - curve.errors[k]);
      high = std::max(high, curve.means[k] + curve.errors[k]);
    }
  LambdaPlot plot(
      {.title = picture.title,
       .x_label = picture.x_label,
       .y_label = fmt::format("{} ({} is better)", picture.metric, picture.higher_is_better ? "higher" : "lower")},
      picture.lambdas, low, high);
  for (std::size_t k = 0; k < picture.curves.size(); ++k) {
    const ScoreCurve& curve = picture.curves[k];
    plot.curve(curve.means, plot_colour(k));
    plot.bars(curve.means, curve.errors, plot_colour(k));
    plot.name_at_end(curve.means.back(), curve.name);
  }
  plot.mark_choices(picture.best, picture.one_se);
  return plot;
}

std::string cv_svg(const std::string& title, const CrossValidation& found, const std::string& strength) {
  std::vector<Series> all = series_of(found, strength);
  const auto with_best =
      std::ranges::find_if(all, [&](const Series& s) { return std::ranges::count(s.points, found.best) > 0; });
  std::rotate(all.begin(), with_best, with_best + 1);  // its name comes first
  ScorePicture picture{.title = title,
                       .x_label = strength,
                       .metric = found.metric,
                       .higher_is_better = found.higher_is_better,
                       .lambdas = {},
                       .curves = {},
                       .best = all.front().place_of(found.best),
                       .one_se = all.front().place_of(found.one_se)};
  bool relative = false;
  for (const std::size_t k : all.front().points) {
    const Lambda lambda = spelling::parse_lambda(found.points[k].params.at(strength)).value();
    picture.lambdas.push_back(lambda.value);
    relative = lambda.relative;
  }
  if (relative) picture.x_label += ", as a share of lambda_max";
  for (const Series& series : all) {
    picture.curves.push_back({.name = settings(series.rest)});
    for (const std::size_t k : series.points) picture.curves.back().add(found.points[k]);
  }
  return score_plot(picture).svg();
}

}  // namespace starling::cli
