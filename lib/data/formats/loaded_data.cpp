#include "lib/data/formats/loaded_data.hpp"

namespace starling {

std::span<const std::string_view> enum_names(DataForm) {
  static constexpr std::array<std::string_view, 4> names = {"automatic", "wide", "long_rows", "per_task"};
  return names;
}

}  // namespace starling
