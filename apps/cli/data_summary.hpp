// What is in data, told to a person and to a program.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/json_object.hpp"

namespace starling::cli {

// The names of all features: x1, x2, ... where they have none.
std::vector<std::string> feature_names(const MultiTaskData& data);

std::string data_page(const GivenData& given);
JsonObject data_json(const GivenData& given);

}  // namespace starling::cli
