// Options by name: everything that reads, prints, checks or searches a method's options comes from its one describe().
//
// An options aggregate states its fields once:
//
//     struct Options {
//       Lambda lambda = Lambda::share_of_max(0.1);
//       bool intercept = true;
//       template <class Self, class Visit>
//       static void describe(Self& self, Visit&& visit) {
//         visit(self.lambda, Field{.name = "lambda", .help = "strength of the penalty", .range = Range::at_least(0)});
//         visit(self.intercept, Field{.name = "intercept", .help = "fit an unpenalised intercept per task"});
//       }
//     };
//
// A field may be a double, an int, a std::uint64_t, a bool, a std::string, a Lambda, a KernelGamma, an enum E with a
// function `std::span<const std::string_view> enum_names(E)` beside it (names of the values 0, 1, 2, ...), or a
// std::vector of numbers, written "1,0.5,inf" and "" when it is empty; the range is then one for each of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/kernel_gamma.hpp"
#include "lib/base/lambda.hpp"
#include "lib/base/names.hpp"

namespace starling {

// Option values as text, by name. Numbers are printed so that reading them back gives the same bits.
using Params = std::map<std::string, std::string, std::less<>>;

enum class Scale { linear, logarithmic };

// An interval of numbers; NaN lies in none.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;

  static constexpr Range at_least(double low) { return {.low = low, .high_open = true}; }
  static constexpr Range above(double low) { return {.low = low, .low_open = true, .high_open = true}; }
  static constexpr Range between(double low, double high) { return {.low = low, .high = high}; }
  bool contains(double x) const { return (low_open ? x > low : x >= low) && (high_open ? x < high : x <= high); }
  friend constexpr bool operator==(const Range&, const Range&) = default;
};

struct Field {
  std::string_view name;
  std::string_view help;
  Range range = {};
  Scale scale = Scale::linear;
  std::span<const std::string_view> choices = {};  // empty: every name of the enum
};

// What a table, a help page or a search grid needs to know of one field.
struct FieldDescription {
  std::string name, help, type, default_value, expected;
  Range range;
  Scale scale = Scale::linear;
  std::vector<std::string> choices;
  bool is_list = false;
};

namespace spelling {

std::optional<double> parse_double(std::string_view text);  // the whole text, no locale, no hexadecimal
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::optional<bool> parse_bool(std::string_view text);          // true false yes no on off 1 0
std::optional<Lambda> parse_lambda(std::string_view text);      // "0.3" or "0.3max"
std::optional<KernelGamma> parse_gamma(std::string_view text);  // "0.3", "scale" or "0.3scale"
std::string print(double value);                                // shortest text that reads back to the same bits
std::string print(const Lambda& value);
std::string print(const KernelGamma& value);
std::string print(const Range& range, std::string_view type);  // "a number >= 0"

template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;
template <class T>
constexpr bool has_unit = std::is_same_v<T, Lambda> || std::is_same_v<T, KernelGamma>;

template <class T>
constexpr std::string_view type_name() {
  if constexpr (std::is_same_v<T, bool>)
    return "boolean";
  else if constexpr (is_list<T>)
    return std::is_integral_v<typename T::value_type> ? "list of whole numbers" : "list of numbers";
  else if constexpr (std::is_same_v<T, Lambda>)
    return "number or share of lambda_max";
  else if constexpr (std::is_same_v<T, KernelGamma>)
    return "number or multiple of scale";
  else if constexpr (std::is_enum_v<T>)
    return "name";
  else if constexpr (std::is_floating_point_v<T>)
    return "number";
  else if constexpr (std::is_integral_v<T>)
    return "whole number";
  else
    return "text";
}

template <class T>
std::vector<std::string_view> valid_names(const Field& field) {
  const auto all = field.choices.empty() ? enum_names(T{}) : field.choices;
  return {all.begin(), all.end()};
}

std::vector<std::string_view> split_list(std::string_view text);  // at commas; none of an empty text

template <class T>
std::optional<T> parse(std::string_view text) {
  if constexpr (std::is_same_v<T, bool>)
    return parse_bool(text);
  else if constexpr (is_list<T>) {
    T values;
    for (const std::string_view word : split_list(text)) {
      const auto value = parse<typename T::value_type>(word);
      if (!value) return {};
      values.push_back(*value);
    }
    return values;
  } else if constexpr (std::is_same_v<T, Lambda>)
    return parse_lambda(text);
  else if constexpr (std::is_same_v<T, KernelGamma>)
    return parse_gamma(text);
  else if constexpr (std::is_same_v<T, double>)
    return parse_double(text);
  else if constexpr (std::is_same_v<T, std::uint64_t>)
    return parse_unsigned(text);
  else if constexpr (std::is_integral_v<T>) {
    const auto value = parse_integer(text);
    if (!value || *value < std::numeric_limits<T>::min() || *value > std::numeric_limits<T>::max()) return {};
    return static_cast<T>(*value);
  } else if constexpr (std::is_enum_v<T>) {
    const auto names = enum_names(T{});
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == text) return static_cast<T>(i);
    return {};
  } else {
    return T(text);
  }
}

template <class T>
std::string print_value(const T& value) {
  if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (is_list<T>) {
    std::string list;
    for (std::size_t k = 0; k < value.size(); ++k) list += (k == 0 ? "" : ",") + print_value(value[k]);
    return list;
  } else if constexpr (has_unit<T> || std::is_same_v<T, double>)
    return print(value);
  else if constexpr (std::is_integral_v<T>)
    return std::to_string(value);
  else if constexpr (std::is_enum_v<T>)
    return std::string(enum_names(value)[static_cast<std::size_t>(value)]);
  else
    return value;
}

template <class T>
std::string expected(const Field& field) {
  if constexpr (std::is_enum_v<T>) {
    std::string list = "one of ";
    for (const auto name : valid_names<T>(field)) list += (list.size() > 7 ? ", " : "") + std::string(name);
    return list;
  } else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
    return print(field.range, type_name<T>());
  } else if constexpr (std::is_same_v<T, Lambda>) {
    return print(field.range, "number") + ", or a share of lambda_max such as 0.1max";
  } else if constexpr (std::is_same_v<T, KernelGamma>) {
    return print(field.range, "number") + ", or a multiple of 1 / (d variance) such as scale or 0.5scale";
  } else if constexpr (std::is_same_v<T, bool>) {
    return "true or false";
  } else if constexpr (is_list<T>) {
    return "numbers separated by commas, each " + print(field.range, type_name<typename T::value_type>());
  } else {
    return std::string(type_name<T>());
  }
}

template <class T>
bool in_range(const T& value, const Field& field) {
  if constexpr (std::is_enum_v<T>) {
    for (const auto name : valid_names<T>(field))
      if (name == print_value(value)) return true;
    return false;
  } else if constexpr (has_unit<T>) {
    return field.range.contains(value.value);
  } else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
    return field.range.contains(static_cast<double>(value));
  } else if constexpr (is_list<T>) {
    for (const auto& entry : value)
      if (!in_range(entry, field)) return false;
    return true;
  } else {
    return true;
  }
}

// Throws InvalidOption for a value that the field cannot take.
template <class T>
void refuse(const Field& field, std::string_view got) {
  std::string hint;
  if constexpr (std::is_enum_v<T>) hint = name_hint(got, valid_names<T>(field));
  throw InvalidOption({.what = "invalid value",
                       .where = "option " + std::string(field.name),
                       .expected = expected<T>(field),
                       .got = "'" + std::string(got) + "'",
                       .hint = hint});
}

}  // namespace spelling

// Every option with its value.
template <class Options>
Params params_of(const Options& options) {
  Params params;
  Options::describe(options, [&](const auto& value, const Field& field) {
    params.emplace(std::string(field.name), spelling::print_value(value));
  });
  return params;
}

// Throws InvalidOption for the first value outside its range. A method calls this before it computes anything.
template <class Options>
void check_params(const Options& options) {
  Options::describe(options, [](const auto& value, const Field& field) {
    using T = std::remove_cvref_t<decltype(value)>;
    if (!spelling::in_range(value, field)) spelling::refuse<T>(field, spelling::print_value(value));
  });
}

// Overwrites the named options. Unknown names and invalid values throw InvalidOption and leave the options as they
// were.
template <class Options>
void set_params(Options& options, const Params& params) {
  Options changed = options;
  std::vector<std::string_view> known;
  Options::describe(changed, [&](auto& value, const Field& field) {
    using T = std::remove_cvref_t<decltype(value)>;
    known.push_back(field.name);
    const auto given = params.find(field.name);
    if (given == params.end()) return;
    const auto parsed = spelling::parse<T>(given->second);
    if (!parsed || !spelling::in_range(*parsed, field)) spelling::refuse<T>(field, given->second);
    value = *parsed;
  });
  for (const auto& [name, value] : params) {
    bool is_known = false;
    for (const auto candidate : known) is_known = is_known || candidate == name;
    if (!is_known) throw InvalidOption({.what = "unknown option '" + name + "'", .hint = name_hint(name, known)});
  }
  options = changed;
}

template <class Options>
std::vector<FieldDescription> describe_fields(const Options& defaults) {
  std::vector<FieldDescription> fields;
  Options::describe(defaults, [&](const auto& value, const Field& field) {
    using T = std::remove_cvref_t<decltype(value)>;
    FieldDescription description{.name = std::string(field.name),
                                 .help = std::string(field.help),
                                 .type = std::string(spelling::type_name<T>()),
                                 .default_value = spelling::print_value(value),
                                 .expected = spelling::expected<T>(field),
                                 .range = field.range,
                                 .scale = field.scale,
                                 .choices = {},
                                 .is_list = spelling::is_list<T>};
    if constexpr (std::is_enum_v<T>)
      for (const auto name : spelling::valid_names<T>(field)) description.choices.emplace_back(name);
    fields.push_back(std::move(description));
  });
  return fields;
}

}  // namespace starling
