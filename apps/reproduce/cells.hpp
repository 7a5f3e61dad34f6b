// The published numbers of a study, from CSV; study.hpp tells the form.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "apps/reproduce/study.hpp"

namespace starling::reproduce {

// file: the name used in messages. Throws as parse_study says.
std::vector<Cell> parse_cells(const std::string& csv, const std::string& file,
                              std::span<const StudyExperiment> experiments);

}  // namespace starling::reproduce
