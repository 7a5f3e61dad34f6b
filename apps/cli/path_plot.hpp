// A lambda path as a picture: one curve per feature, the norm of its row of W against lambda, and above them how many
// features are used. With scores by cross-validation a second picture below it, along the same strengths; the best
// strength and that of the one-standard-error rule are marked in both.
#pragma once

#include <string>
#include <vector>

#include "lib/selection/cross_validated_path.hpp"

namespace starling::cli {

struct PathCurves {
  std::string title;
  std::vector<double> lambdas;             // falling
  std::vector<std::vector<double>> norms;  // one list per feature, as long as lambdas
  std::vector<std::string> names;          // of the features
};

// A self-contained SVG. Features that stay zero are left out; the largest few are named. scores: one a strength, or
// null.
std::string path_svg(const PathCurves& curves, const CrossValidatedPath* scores = nullptr);

}  // namespace starling::cli
