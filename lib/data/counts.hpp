// Targets that are counts, or other amounts that are not negative.
#pragma once

#include <optional>

#include "lib/base/error.hpp"
#include "lib/data/multitask_data.hpp"

namespace starling {

// The first negative target, by task and row; none when there is none. Samples of weight 0 are not looked at.
std::optional<Complaint> negative_count(const MultiTaskData& data);

}  // namespace starling
