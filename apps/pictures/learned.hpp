// What a method learned beside coefficients, as far as it can be drawn.
#pragma once

#include <string>
#include <vector>

#include "apps/pictures/panel.hpp"
#include "lib/model/model.hpp"

namespace starling::pictures {

// Whether it is the number of every task's group.
bool are_groups(const std::string& name, const arma::mat& matrix, std::size_t n_tasks);

// `merges` is drawn as a tree where it is one, `groups` and `clusters` as tasks side by side, other matrices as heat
// maps; other vectors are not drawn.
std::vector<Panel> learned_panels(const LearnedStructure& learned, const std::vector<std::string>& tasks);

}  // namespace starling::pictures
