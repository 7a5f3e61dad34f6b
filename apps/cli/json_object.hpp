// One JSON object, written key by key in the order they are added.
//
// Numbers are printed so that reading them back gives the same bits; NaN and infinities, which JSON cannot say, are
// null. Bytes that are not UTF-8 are replaced.
#pragma once

#include <armadillo>
#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace starling::cli {

std::string json_text(std::string_view text);  // quoted and escaped
std::string json_number(double value);

class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view text) { return add_raw(key, json_text(text)); }
  JsonObject& add(std::string_view key, const char* text) { return add(key, std::string_view(text)); }
  JsonObject& add(std::string_view key, double value) { return add_raw(key, json_number(value)); }
  JsonObject& add(std::string_view key, const JsonObject& value) { return add_raw(key, value.text()); }
  template <std::integral T>
  JsonObject& add(std::string_view key, T value) {
    if constexpr (std::is_same_v<T, bool>)
      return add_raw(key, value ? "true" : "false");
    else
      return add_raw(key, std::to_string(value));
  }
  // A list of anything above.
  template <class T>
  JsonObject& add_list(std::string_view key, const T& values) {
    std::string list;
    for (const auto& value : values) {
      if (!list.empty()) list += ", ";
      list += JsonObject().add("", value).body_.substr(4);
    }
    return add_raw(key, "[" + list + "]");
  }
  // A list of its rows.
  JsonObject& add_matrix(std::string_view key, const arma::mat& matrix);
  // A number that is text already, such as an integer of more than 53 bits.
  JsonObject& add_number(std::string_view key, std::string_view digits) { return add_raw(key, digits); }
  JsonObject& add_null(std::string_view key) { return add_raw(key, "null"); }

  std::string text() const { return "{" + body_ + "}"; }

 private:
  JsonObject& add_raw(std::string_view key, std::string_view value);

  std::string body_;
};

}  // namespace starling::cli
