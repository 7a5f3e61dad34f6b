// A search by cross-validation as a picture: the mean score against the penalty strength with bars of one standard
// error, the best point and the one of the one-standard-error rule marked.
#pragma once

#include <string>

#include "lib/selection/cross_validate.hpp"

namespace starling::cli {

// strength: the name of the penalty strength, an axis of the grid. One curve for every choice of the other options.
std::string cv_svg(const std::string& title, const CrossValidation& found, const std::string& strength);

}  // namespace starling::cli
