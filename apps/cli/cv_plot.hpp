// Scores by cross-validation as a picture: means against the penalty strength with bars of one standard error, the
// best point and the one of the one-standard-error rule marked.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/plot.hpp"
#include "lib/selection/cross_validate.hpp"

namespace starling::cli {

// Scores that differ in the strength alone.
struct ScoreCurve {
  std::string name = {};
  std::vector<double> means = {}, errors = {};

  void add(const PointScore& score) {
    means.push_back(score.mean);
    errors.push_back(score.standard_error);
  }
};

struct ScorePicture {
  std::string title, x_label, metric;
  bool higher_is_better = false;
  std::vector<double> lambdas;     // falling
  std::vector<ScoreCurve> curves;  // as long as lambdas; choices are marked on the first
  std::size_t best = 0, one_se = 0;
};

LambdaPlot score_plot(const ScorePicture& picture);

// strength: the name of the penalty strength, an axis of the grid. One curve for every choice of the other options.
std::string cv_svg(const std::string& title, const CrossValidation& found, const std::string& strength);

}  // namespace starling::cli
