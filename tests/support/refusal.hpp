// What is said of options and data that are refused.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/error.hpp"

namespace starling::testing {

// "" where they are taken.
template <class E, class F>
std::string refusal(const F& act) {
  try {
    act();
  } catch (const E& error) {
    return error.what();
  }
  return "";
}

inline bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace starling::testing
