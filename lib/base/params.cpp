#include "lib/base/params.hpp"

#include <array>
#include <charconv>

namespace starling::spelling {
namespace {

template <class T>
std::optional<T> parse_whole(std::string_view text) {
  T value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace

std::optional<double> parse_double(std::string_view text) { return parse_whole<double>(text); }
std::optional<std::int64_t> parse_integer(std::string_view text) { return parse_whole<std::int64_t>(text); }
std::optional<std::uint64_t> parse_unsigned(std::string_view text) { return parse_whole<std::uint64_t>(text); }

std::optional<bool> parse_bool(std::string_view text) {
  for (const std::string_view yes : {"true", "yes", "on", "1"})
    if (text == yes) return true;
  for (const std::string_view no : {"false", "no", "off", "0"})
    if (text == no) return false;
  return {};
}

std::optional<Lambda> parse_lambda(std::string_view text) {
  constexpr std::string_view suffix = "max";
  const bool relative = text.ends_with(suffix);
  if (relative) text.remove_suffix(suffix.size());
  const auto value = parse_double(text);
  if (!value) return {};
  return relative ? Lambda::share_of_max(*value) : Lambda(*value);
}

std::optional<KernelGamma> parse_gamma(std::string_view text) {
  constexpr std::string_view suffix = "scale";
  if (text == suffix) return KernelGamma::times_scale(1.0);
  const bool relative = text.ends_with(suffix);
  if (relative) text.remove_suffix(suffix.size());
  const auto value = parse_double(text);
  if (!value) return {};
  return relative ? KernelGamma::times_scale(*value) : KernelGamma(*value);
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto comma = text.find(',');
    words.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return words;
    text.remove_prefix(comma + 1);
    if (text.empty()) words.push_back(text);
  }
  return words;
}

std::string print(double value) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string print(const Lambda& value) { return print(value.value) + (value.relative ? "max" : ""); }

std::string print(const KernelGamma& value) {
  if (!value.relative) return print(value.value);
  return (value.value == 1.0 ? "" : print(value.value)) + "scale";
}

std::string print(const Range& range, std::string_view type) {
  std::string text = "a " + std::string(type);
  const bool from = std::isfinite(range.low), to = std::isfinite(range.high);
  if (from) text += (range.low_open ? " > " : " >= ") + print(range.low);
  if (to) text += std::string(from ? " and" : "") + (range.high_open ? " < " : " <= ") + print(range.high);
  return text;
}

}  // namespace starling::spelling
