// A picture of what a model learned: its tree of merges and, one below the other, its matrices as heat maps.
#pragma once

#include <string>

#include "lib/model/model.hpp"

namespace starling::cli {

// As SVG: what pictures::learned_panels() draws, and the coefficients of a linear model where that is no more than
// vectors. Throws InvalidInput where nothing is left to draw.
std::string model_svg(const Model& model);

}  // namespace starling::cli
