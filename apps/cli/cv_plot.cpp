#include "apps/cli/cv_plot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/plot.hpp"

namespace starling::cli {
namespace {

// The points that differ in the strength alone.
struct Curve {
  Params rest;
  std::vector<std::size_t> points;
  std::vector<double> means, errors;
};

std::vector<Curve> curves_of(const CrossValidation& found, const std::string& strength) {
  std::vector<Curve> curves;
  for (std::size_t k = 0; k < found.points.size(); ++k) {
    Params rest = found.points[k].params;
    rest.erase(strength);
    auto curve = std::ranges::find_if(curves, [&](const Curve& c) { return c.rest == rest; });
    if (curve == curves.end()) curve = curves.insert(curve, {.rest = rest, .points = {}, .means = {}, .errors = {}});
    curve->points.push_back(k);
    curve->means.push_back(found.points[k].mean);
    curve->errors.push_back(found.points[k].standard_error);
  }
  return curves;
}

std::string settings(const Params& params) {
  std::string text;
  for (const auto& [name, value] : params) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
  return text;
}

void mark_choices(LambdaPlot& plot, const CrossValidation& found, const Curve& with_best) {
  const auto at = [&](std::size_t point) {
    return static_cast<std::size_t>(std::ranges::find(with_best.points, point) - with_best.points.begin());
  };
  if (found.one_se == found.best) return plot.mark(at(found.best), "best");
  plot.mark(at(found.one_se), "1 s.e. ", "end");
  plot.mark(at(found.best), " best", "start");
}

}  // namespace

std::string cv_svg(const std::string& title, const CrossValidation& found, const std::string& strength) {
  std::vector<Curve> curves = curves_of(found, strength);
  const auto with_best =
      std::ranges::find_if(curves, [&](const Curve& c) { return std::ranges::count(c.points, found.best) > 0; });
  std::rotate(curves.begin(), with_best, with_best + 1);  // its name comes first
  std::vector<double> lambdas;
  bool relative = false;
  for (const std::size_t k : curves.front().points) {
    const Lambda lambda = spelling::parse_lambda(found.points[k].params.at(strength)).value();
    lambdas.push_back(lambda.value);
    relative = lambda.relative;
  }
  double low = arma::datum::inf, high = -arma::datum::inf;
  for (const GridPointScore& point : found.points) {
    low = std::min(low, point.mean - point.standard_error);
    high = std::max(high, point.mean + point.standard_error);
  }
  LambdaPlot plot(
      {.title = title,
       .x_label = strength + (relative ? ", as a share of lambda_max" : ""),
       .y_label = fmt::format("{} ({} is better)", found.metric, found.higher_is_better ? "higher" : "lower")},
      lambdas, low, high);
  for (std::size_t k = 0; k < curves.size(); ++k) {
    plot.curve(curves[k].means, plot_colour(k));
    plot.bars(curves[k].means, curves[k].errors, plot_colour(k));
    plot.name_at_end(curves[k].means.back(), settings(curves[k].rest));
  }
  mark_choices(plot, found, curves.front());
  return plot.svg();
}

}  // namespace starling::cli
