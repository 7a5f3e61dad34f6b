// What a job kept of its model, as parts of a picture.
#pragma once

#include <vector>

#include "apps/compare/kept.hpp"
#include "apps/pictures/panel.hpp"

namespace starling::compare {

// The coefficients, tasks along the shorter side, and what was learned of the tasks.
std::vector<pictures::Panel> kept_panels(const Kept& kept);

}  // namespace starling::compare
