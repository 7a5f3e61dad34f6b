// What pictures are made of.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "apps/pictures/panel.hpp"
#include "tests/support/well_formed.hpp"

namespace starling::tests {

inline std::size_t count(const std::string& text, std::string_view part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

// A picture of one part, which is well formed within a page and as a file.
inline std::string drawn(const pictures::Panel& panel) {
  const std::string picture = pictures::figure_of("some", {panel});
  BOOST_TEST(markup_fault(picture) == "");
  BOOST_TEST(markup_fault(pictures::file_of("some", {panel})) == "");
  return picture;
}

}  // namespace starling::tests
