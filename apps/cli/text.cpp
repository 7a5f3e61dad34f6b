#include "apps/cli/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace starling::cli {

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string lines, line;
  const auto end_line = [&] {
    if (!line.empty()) lines += std::string(indent, ' ') + line + '\n';
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t start = text.find_first_not_of(" \n");
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(word.size());
    if (!line.empty() && indent + line.size() + 1 + word.size() > page_width) end_line();
    if (!line.empty()) line += ' ';
    line += word;
  }
  end_line();
  return lines;
}

std::string defined(std::string_view term, std::string_view explanation, std::size_t at) {
  std::string first = "  " + std::string(term);
  std::string rest = wrapped(explanation, at);
  if (rest.empty()) return first + '\n';
  if (first.size() + 2 > at) return first + '\n' + rest;
  first.resize(at, ' ');
  return first + rest.substr(at);
}

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], row[k].size());
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k)
      text += k == 0 ? fmt::format("{:<{}}", row[k], widths[k]) : fmt::format("  {:>{}}", row[k], widths[k]);
    text.resize(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

std::string csv_cell(std::string_view text) {
  if (!text.empty() && text.find_first_of(",;\t\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char letter : text) {
    if (letter == '"') cell += '"';
    cell += letter;
  }
  return cell + '"';
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 8;
  if (names.empty()) return "none";
  const std::vector<std::string> shown(names.begin(), names.begin() + std::ptrdiff_t(std::min(most, names.size())));
  const std::string text = fmt::format("{}", fmt::join(shown, ", "));
  return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

std::string count(unsigned long long n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string describe_options(const std::vector<FieldDescription>& fields) {
  std::string text;
  for (const FieldDescription& field : fields)
    text += defined(field.name + "=" + field.default_value, field.help + " [" + field.expected + "]", 26);
  return text;
}

}  // namespace starling::cli
