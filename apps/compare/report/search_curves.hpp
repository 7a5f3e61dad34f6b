// What the searches inside the jobs saw: scores against the options that were searched.
#pragma once

#include <string>
#include <vector>

#include "apps/compare/block.hpp"
#include "apps/compare/report/curves.hpp"

namespace starling::compare {

// The methods of a data set whose searches can stand within one pair of axes.
struct SearchCurves {
  std::string option;  // "lambda"
  std::string unit;    // "max": shares of lambda_max; empty: absolute
  std::string metric;  // by which it was searched
  bool higher_is_better = false;
  std::vector<Curve> curves;  // a method each
};

// METHOD  For every value of the option the best score over the other options of the grid, averaged over repetitions,
//         x rising. Rings mark the chosen values, and say of how many repetitions. Options whose values are no positive
//         numbers, and those with one value, are left out.
std::vector<SearchCurves> search_curves(const DatasetBlock& block);

CurvePlot plot_of(const SearchCurves& curves);

}  // namespace starling::compare
