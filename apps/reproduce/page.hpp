// A study and what came of it, for people to read.
#pragma once

#include <span>
#include <string>

#include "apps/reproduce/outcome.hpp"

namespace starling::reproduce {

// For a terminal of 80 columns where labels are short.
std::string terminal_table(const Study& study, std::span<const CellOutcome> outcomes);

// A page of the documentation: what was published, how it was computed anew, all cells, notes. It holds nothing that
// differs from run to run.
std::string markdown_page(const Study& study, std::span<const CellOutcome> outcomes);

}  // namespace starling::reproduce
