// The option values a search tries, written as a person would:
//
//     const Grid grid = parse_grid({"lambda=auto:30", "mu=0.1,1,10"}, *estimator);
//
//   NAME=A,B,C        these values, in the order given
//   NAME=A:B:COUNT    COUNT values from A to B: by equal factors where the option's scale is logarithmic (a penalty's
//                     strength always is), by equal steps otherwise, rounded for whole numbers
//   lambda=auto:COUNT the same as lambda=1max:0.001max:COUNT
//
// A share of lambda_max stays one in the grid: it becomes a number when a fit resolves it, on the very data of that
// fit. In cross-validation these are the training samples of the fold, in a refit all samples.
//
// EDGES   Every value must lie in the range of the estimator's field of that name. Throws InvalidOption for an unknown
//         name (with the nearest), a name given twice, no values, a value twice, numbers that neither rise nor fall
//         throughout, shares of lambda_max beside absolute strengths, a count below 2, a range by equal factors
//         that holds 0, and an option that is a list.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/estimator/estimator.hpp"

namespace starling {

// The values of one option as text. Those of a penalty strength fall: a path starts where it is easiest.
struct GridAxis {
  std::string name;
  std::vector<std::string> values;
  bool is_lambda = false;
  bool is_relative = false;  // shares of lambda_max
};

// Every combination of the axes' values.
using Grid = std::vector<GridAxis>;

GridAxis parse_axis(std::string_view spec, const Estimator& estimator);
Grid parse_grid(std::span<const std::string> specs, const Estimator& estimator);
inline Grid parse_grid(std::initializer_list<std::string> specs, const Estimator& estimator) {
  return parse_grid(std::span(specs.begin(), specs.size()), estimator);
}

// The values of a penalty strength's axis.
std::vector<Lambda> axis_strengths(const GridAxis& axis);

// All points of the grid. The penalty strength varies fastest, from the largest to the smallest, so that neighbours in
// the list are neighbours on a path; the other axes vary like digits, the last one fastest. Throws InvalidOption for a
// grid without axes or an axis without values.
std::vector<Params> grid_points(const Grid& grid);

}  // namespace starling
