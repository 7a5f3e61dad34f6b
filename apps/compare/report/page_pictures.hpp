// The pictures of the page, each with what it shows.
#pragma once

#include <string>
#include <string_view>

#include "apps/compare/report/report.hpp"

namespace starling::compare {

// In a box that scrolls sideways where the screen is narrow.
std::string figure_html(const std::string& picture, std::string_view caption);

// How fast the methods are over all data sets: performance profiles. Empty where no job has ended well.
std::string speed_html(const Report& report);

// Of one data set: the scores of every repetition, the gap against time, what the searches saw, and what was kept of
// the models.
std::string block_pictures_html(const DatasetBlock& block);

}  // namespace starling::compare
