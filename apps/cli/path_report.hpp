// What is told of a path of fits: a table for a person, CSV and JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/selection/cross_validated_path.hpp"

namespace starling::cli {

// What is told of a fit. Its coefficients are not kept: a hundred of them may not fit in memory.
struct PathStep {
  double lambda = 0.0;
  FitReport report = {};
  arma::uword nonzero_rows = 0, rank = 0;
  arma::vec norms = {};  // of the rows of W
};

struct PathReport {
  std::string method;
  std::vector<PathStep> steps;
  std::optional<CrossValidatedPath> scores = {};  // one a step
};

PathStep summarise(PathPoint point);

// At most 80 columns. With scores, what they say comes last.
std::string path_table(const PathReport& path);
std::string path_csv(const PathReport& path);
std::string path_json(const PathReport& path);

}  // namespace starling::cli
