// How fast the methods are over all problems of a report; a problem is one repetition of one data set.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "apps/compare/block.hpp"
#include "apps/compare/report/curves.hpp"

namespace starling::compare {

// Performance profiles: the share of problems that a method ends within x times the seconds (tuning, fit and
// prediction) of the fastest method there. One that fails or cannot take the data is never within. Problems that no
// method ends are left out. x begins at 1, and all curves end at the largest ratio.
// PAPERS  dolan2002benchmarking
std::vector<Curve> performance_profiles(std::span<const DatasetBlock> blocks);

}  // namespace starling::compare
