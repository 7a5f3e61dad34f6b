// The tables of the page, each in a box that scrolls sideways where the screen is narrow.
#pragma once

#include <set>
#include <string>

#include "apps/compare/report/score_table.hpp"

namespace starling::compare {

std::string scores_html(const ScoreTable& table);
std::string tests_html(const AcrossDataSets& across);
std::string duels_html(const AcrossDataSets& across);
std::string block_html(const DatasetBlock& block);
std::string transfer_html(const NegativeTransfer& transfer);
// A row for each data set, method and metric; the names of the metrics are added to `metrics`.
std::string metrics_html(const Report& report, std::set<std::string>& metrics);

}  // namespace starling::compare
