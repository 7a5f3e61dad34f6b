// What every report page has: its style, and the script that sorts and filters its tables.
#pragma once

#include <string_view>

namespace starling::compare {

extern const std::string_view page_style;
// Without the script the page shows the same, unsorted and unfiltered.
extern const std::string_view page_script;

}  // namespace starling::compare
