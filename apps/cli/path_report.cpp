#include "apps/cli/path_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "apps/cli/fit_report.hpp"
#include "apps/cli/text.hpp"
#include "lib/base/version.hpp"

namespace starling::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string gap_of(const PathStep& step) { return fmt::format("{:.1e}", step.report.certificate.relative_gap); }
std::string status_of(const PathStep& step) { return std::string(to_string(step.report.status)); }

std::string fits(const PathReport& path) {
  Rows rows = {{"lambda", "objective", "gap", "features", "rank", "iterations", "status"}};
  for (const PathStep& step : path.steps)
    rows.push_back({brief(step.lambda), brief(step.report.certificate.primal), gap_of(step),
                    std::to_string(step.nonzero_rows), std::to_string(step.rank),
                    std::to_string(step.report.iterations), status_of(step)});
  return aligned(rows);
}

// Scores with as many decimals as their least standard error has two digits of, so that they stand below one another.
std::function<std::string(double)> score_text(const CrossValidatedPath& scores) {
  double least = arma::datum::inf;
  for (const PathScore& point : scores.points)
    if (point.standard_error > 0.0) least = std::min(least, point.standard_error);
  const double decimals = 1.0 - std::floor(std::log10(least));
  if (!(decimals >= 0.0 && decimals <= 6.0)) return brief;
  return [decimals](double score) { return fmt::format("{:.{}f}", score, static_cast<int>(decimals)); };
}

std::string choice(const PathReport& path, std::size_t k, std::string_view name) {
  const PathScore& point = path.scores->points[k];
  const auto score = score_text(*path.scores);
  return fmt::format("{:<7} lambda {}: {} {} +- {}, {}\n", name, brief(point.lambda), path.scores->metric,
                     score(point.mean), score(point.standard_error), count(path.steps[k].nonzero_rows, "feature"));
}

std::string scored_fits(const PathReport& path) {
  const CrossValidatedPath& scores = *path.scores;
  const auto score = score_text(scores);
  Rows rows = {{"lambda", "features", scores.metric, "std. error", "gap", "status", ""}};
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    const PathStep& step = path.steps[k];
    const std::string mark = k == scores.best ? "best" : k == scores.one_se ? "1 s.e." : "";
    rows.push_back({brief(step.lambda), std::to_string(step.nonzero_rows), score(scores.points[k].mean),
                    score(scores.points[k].standard_error), gap_of(step), status_of(step), mark});
  }
  return aligned(rows) +
         fmt::format("\n{}, {} is better, mean and standard error of {}\n", scores.metric,
                     scores.higher_is_better ? "higher" : "lower", count(scores.folds_used, "fold")) +
         choice(path, scores.best, "best") + choice(path, scores.one_se, "1 s.e.");
}

void add_scores(JsonObject& json, const CrossValidatedPath& scores) {
  json.add("metric", scores.metric).add("higher_is_better", scores.higher_is_better);
  json.add("folds", scores.points.front().folds.size()).add("folds_used", scores.folds_used);
  json.add("best", scores.best).add("best_lambda", scores.points[scores.best].lambda);
  json.add("one_se", scores.one_se).add("one_se_lambda", scores.points[scores.one_se].lambda);
}

}  // namespace

PathStep summarise(PathPoint point) {
  const LinearModel& model = point.fit.linear();
  PathStep step{point.lambda, std::move(point.fit.report), point.nonzero_rows, model.rank(),
                arma::sqrt(arma::sum(arma::square(model.W()), 1))};
  step.report.certificate.dual_point.reset();
  step.report.history.clear();
  return step;
}

std::string path_table(const PathReport& path) { return path.scores ? scored_fits(path) : fits(path); }

std::string path_csv(const PathReport& path) {
  std::string text = "lambda,objective,relative_gap,nonzero_rows,rank,iterations,status";
  text += path.scores ? "," + path.scores->metric + ",standard_error\n" : "\n";
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    const PathStep& step = path.steps[k];
    text += fmt::format("{},{},{},{},{},{},{}", spelling::print(step.lambda),
                        spelling::print(step.report.certificate.primal),
                        spelling::print(step.report.certificate.relative_gap), step.nonzero_rows, step.rank,
                        step.report.iterations, to_string(step.report.status));
    if (path.scores)
      text += fmt::format(",{},{}", spelling::print(path.scores->points[k].mean),
                          spelling::print(path.scores->points[k].standard_error));
    text += '\n';
  }
  return text;
}

std::string path_json(const PathReport& path) {
  std::vector<JsonObject> list;
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    const PathStep& step = path.steps[k];
    JsonObject json;
    json.add("lambda", step.lambda).add("status", to_string(step.report.status));
    json.add("iterations", step.report.iterations).add("seconds", step.report.seconds);
    add_certificate(json, step.report.certificate);
    json.add("nonzero_rows", step.nonzero_rows).add("rank", step.rank);
    if (path.scores) add_score(json, path.scores->points[k]);
    list.push_back(std::move(json));
  }
  JsonObject json;
  json.add("method", path.method).add_list("points", list);
  if (path.scores) add_scores(json, *path.scores);
  return json.add("version", STARLING_VERSION).text() + "\n";
}

}  // namespace starling::cli
