// JSON as stores hold it.
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace starling::compare {

// Throws InvalidModel.
[[noreturn]] void refuse_stored(std::string_view text);

// Bytes that are not UTF-8 (in a file name, say) are replaced instead of refused.
inline std::string dumped(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What read() makes of the text; refuses text of another form.
template <class F>
auto parsed(std::string_view text, const F& read) {
  try {
    return read(nlohmann::json::parse(text));
  } catch (const nlohmann::json::exception&) {
    refuse_stored(text);
  }
}

// What is not finite is written as null.
inline double number_or_nan(const nlohmann::json& value) {
  return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace starling::compare
