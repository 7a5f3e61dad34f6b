#include "apps/reproduce/catalogue.hpp"

#include <string>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling::reproduce {

Study find_study(std::string_view name) {
  std::vector<std::string_view> names;
  for (const StudyText& text : study_texts()) {
    if (text.name == name) return parse_study(std::string(name), std::string(text.toml), std::string(text.csv));
    names.push_back(text.name);
  }
  throw InvalidOption({.what = "unknown study '" + std::string(name) + "'", .hint = name_hint(name, names)});
}

}  // namespace starling::reproduce
