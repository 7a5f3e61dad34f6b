// What is in data, told to a person and to a program.
#pragma once

#include <string>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/json_object.hpp"

namespace starling::cli {

std::string data_page(const GivenData& given);
JsonObject data_json(const GivenData& given);

}  // namespace starling::cli
