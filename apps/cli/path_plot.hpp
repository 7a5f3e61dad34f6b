// A lambda path as a picture: one curve per feature, the norm of its row of W against lambda, and above them how many
// features are used.
#pragma once

#include <string>
#include <vector>

namespace starling::cli {

struct PathCurves {
  std::string title;
  std::vector<double> lambdas;             // falling
  std::vector<std::vector<double>> norms;  // one list per feature, as long as lambdas
  std::vector<std::string> names;          // of the features
};

// A self-contained SVG. Features that stay zero are left out; the largest few are named.
std::string path_svg(const PathCurves& curves);

}  // namespace starling::cli
