// A picture of what a model learned: its tree of merges and, one below the other, its matrices as heat maps.
#pragma once

#include <string>

#include "lib/model/model.hpp"

namespace starling::cli {

// As SVG. The learned matrix `merges` is drawn as a tree where it is one (rows: two parts, strength, size; parts below
// T are tasks, T + i is what row i made). Vectors are not drawn; where no other matrix was learned the coefficients of
// a linear model are. Throws InvalidInput where nothing is left to draw.
std::string model_svg(const Model& model);

}  // namespace starling::cli
