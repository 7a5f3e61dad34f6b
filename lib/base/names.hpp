// Names a person types: lists of the valid ones and the nearest to a misspelt one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace starling {

// The candidate with the least edit distance (insert, delete, replace, swap of neighbours), or "" when none is within
// a third of the word's length plus one.
std::string nearest_name(std::string_view word, std::span<const std::string_view> candidates);

// A hint for an error: "did you mean 'trace_norm'?" when a near name exists, otherwise "one of a, b, c".
std::string name_hint(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace starling
