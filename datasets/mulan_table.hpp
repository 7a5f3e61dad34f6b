// The tables of the Mulan collection: features first, targets last, one X for all tasks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/data/formats/arff.hpp"

namespace starling {

struct MulanTable {
  arma::mat X;  // n x d
  arma::mat Y;  // n x T
  std::vector<std::string> features, targets;
};

// Named values become one indicator each, those of an attribute with two values the second's alone; a missing feature
// is the mean of its column. Throws InvalidData for another number of rows, attributes or targets, and for missing
// targets.
struct MulanShape {
  arma::uword n_samples = 0, n_attributes = 0, n_targets = 0;  // attributes: with the targets
};
MulanTable mulan_table(const ArffTable& table, const MulanShape& shape, const std::filesystem::path& path);

}  // namespace starling
