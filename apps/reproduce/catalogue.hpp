// The studies that are part of this program: the files of apps/reproduce/studies, compiled in.
#pragma once

#include <span>
#include <string_view>

#include "apps/reproduce/study.hpp"

namespace starling::reproduce {

struct StudyText {
  std::string_view name, toml, csv;
};

// In alphabetical order.
std::span<const StudyText> study_texts();

// Throws InvalidOption with the nearest name.
Study find_study(std::string_view name);

}  // namespace starling::reproduce
