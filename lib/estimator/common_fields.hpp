// The options that most methods have, described once, so that they mean and say the same everywhere.
#pragma once

#include "lib/base/params.hpp"

namespace starling::fields {

inline constexpr Field lambda{
    .name = "lambda", .help = "strength of the penalty", .range = Range::above(0), .scale = Scale::logarithmic};
inline constexpr Field intercept{.name = "intercept", .help = "fit an unpenalised intercept"};
inline constexpr Field standardize{.name = "standardize", .help = "scale features to unit deviation first"};
inline constexpr Field averaging{.name = "averaging", .help = "how samples are weighted in the loss"};

// Which losses a method takes.
constexpr Field loss(std::span<const std::string_view> choices) {
  return {.name = "loss", .help = "what a wrong prediction costs", .choices = choices};
}

}  // namespace starling::fields
