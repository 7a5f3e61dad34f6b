// The tables a comparison prints, at most 80 characters wide.
#pragma once

#include <span>
#include <string>

#include "apps/compare/block.hpp"

namespace starling::compare {

// A row per method: metric mean +- sd, rank, time, gap; failures as footnotes.
std::string block_table(const DatasetBlock& block);

// A row per method, a column per data set, and the mean rank over data sets.
std::string matrix_table(std::span<const DatasetBlock> blocks);

}  // namespace starling::compare
