// The options that most methods have, described once, so that they mean and say the same everywhere.
#pragma once

#include "lib/base/params.hpp"

namespace starling::fields {

inline constexpr Field lambda{
    .name = "lambda", .help = "strength of the penalty", .range = Range::above(0), .scale = Scale::logarithmic};
inline constexpr Field intercept{.name = "intercept", .help = "fit an unpenalised intercept"};
inline constexpr Field standardize{.name = "standardize", .help = "scale features to unit deviation first"};
inline constexpr Field averaging{.name = "averaging", .help = "how samples are weighted in the loss"};
inline constexpr Field huber_delta{
    .name = "huber_delta", .help = "residual at which huber turns from squared to linear", .range = Range::above(0)};
inline constexpr Field epsilon{.name = "epsilon",
                               .help = "error that costs nothing, for losses that are epsilon insensitive",
                               .range = Range::at_least(0)};

// The losses that visit_smooth() takes.
inline constexpr std::string_view smooth_losses[] = {"squared", "logistic", "huber", "squared_hinge",
                                                     "squared_epsilon_insensitive"};

// Which losses a method takes.
constexpr Field loss(std::span<const std::string_view> choices) {
  return {.name = "loss", .help = "what a wrong prediction costs", .choices = choices};
}

}  // namespace starling::fields
