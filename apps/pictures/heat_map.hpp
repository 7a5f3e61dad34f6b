// A matrix as a grid of cells: blue below zero, vermilion above, the fuller the farther.
#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "apps/pictures/panel.hpp"

namespace starling::pictures {

struct HeatMap {
  std::string name;
  arma::mat values;                                  // finite, not empty
  std::vector<std::string> rows = {}, columns = {};  // names; none: their numbers
  std::string remark = {};                           // after name, shape and range
};

// Every cell says its place and its number where a pointer rests on it, unless there are more than 2500. More than 300
// rows or columns are not drawn, and the heading says so.
Panel heat_map(const HeatMap& map);

// The tasks that belong together, side by side: groups holds the number of each one's group.
Panel group_strip(const std::string& name, const arma::rowvec& groups, const std::vector<std::string>& tasks);

}  // namespace starling::pictures
