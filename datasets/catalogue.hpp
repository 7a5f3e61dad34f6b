// Every data set by name: the one list that help pages, the command line and the contract tests read.
//
//     const Dataset data = make_dataset("low_rank:n_tasks=20,rank=3,seed=7");
//     const Dataset real = make_dataset("school", {.data_dir = "data"});
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/data_directory.hpp"
#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

struct DatasetEntry {
  std::string_view name;
  std::string_view summary;  // one line
  Target target;
  const DataFiles* files;  // nullptr: generated
  std::vector<FieldDescription> (*fields)();
  // Throws InvalidOption for a name or value the data set does not take; IoError or InvalidData for its files.
  Dataset (*make)(const Params& params, const DataSource& source);

  bool generated() const { return files == nullptr; }
};

std::span<const DatasetEntry> dataset_catalogue();

// Throws InvalidOption naming the nearest name.
const DatasetEntry& find_dataset(std::string_view name);

// A name and its options as a person writes them: "name" or "name:key=value,key=value".
struct DatasetSpec {
  std::string name;
  Params params;
};
// Throws InvalidOption for an empty name, a piece without '=', an empty key or a key given twice. The name and keys are
// not looked up.
DatasetSpec parse_dataset_spec(std::string_view text);

// The data set of a spec.
Dataset make_dataset(std::string_view spec, const DataSource& source = {});

}  // namespace starling
