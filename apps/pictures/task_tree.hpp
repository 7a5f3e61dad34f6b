// Tasks that merge one after another, as a tree.
#pragma once

#include <armadillo>
#include <string>
#include <vector>

#include "apps/pictures/panel.hpp"

namespace starling::pictures {

// Whether rows are two parts, a strength and a size: parts below T are tasks, T + i is what row i made. Files may hold
// anything.
bool is_tree(const arma::mat& merges, arma::uword T);

// Strengths on a logarithmic axis; what merges at zero does so at its left end. A line a task.
Panel task_tree(const arma::mat& merges, const std::vector<std::string>& tasks);

}  // namespace starling::pictures
