#include "apps/compare/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace starling::compare {
namespace {

constexpr std::size_t width = 80;
constexpr std::size_t method_width = 27;
constexpr std::size_t column_width = 12;
constexpr std::size_t columns_at_once = 4;
constexpr std::size_t matrix_method_width = width - 2 - columns_at_once * column_width - 6;

std::string cut(const std::string& text, std::size_t length) {
  return text.size() <= length ? text : text.substr(0, length - 2) + "..";
}

// Text as lines of at most `width`, broken between words; the first line begins with one indent, the others with
// another.
std::string wrapped(const std::string& text, const std::string& indent, const std::string& first = "") {
  std::string result, line = first;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (at > 0 && line.size() + 1 + word.size() > width) {
      result += line + '\n';
      line = indent + word;
    } else {
      line += (at > 0 ? " " : "") + word;
    }
    at = end + 1;
  }
  return result + line + '\n';
}

// Where a heading is broken so that both lines fit a column.
std::pair<std::string, std::string> two_lines(const std::string& dataset) {
  const std::string name = dataset.substr(0, dataset.find(':'));
  constexpr std::size_t room = column_width - 1;
  if (name.size() <= room) return {"", name};
  const std::size_t underscore = name.rfind('_', room - 1);
  const std::size_t at = underscore == std::string::npos ? room : underscore + 1;
  return {name.substr(0, at), cut(name.substr(at), room)};
}

// Which metric the columns show.
std::string captions(std::span<const DatasetBlock> blocks) {
  std::vector<std::pair<std::string, std::string>> by_metric;
  for (const DatasetBlock& block : blocks) {
    const std::string metric = describe(block.metric), name = block.dataset.substr(0, block.dataset.find(':'));
    const auto known =
        std::find_if(by_metric.begin(), by_metric.end(), [&](const auto& m) { return m.first == metric; });
    if (known == by_metric.end())
      by_metric.emplace_back(metric, name);
    else
      known->second += ", " + name;
  }
  std::string text;
  for (const auto& [metric, names] : by_metric) text += wrapped(fmt::format("{}: {}", metric, names), "  ");
  return text;
}

// The summaries of one block by method.
struct Column {
  const DatasetBlock* block;
  std::map<std::string, RowSummary> rows;
  int decimals;
};

Column column_of(const DatasetBlock& block) {
  const std::vector<RowSummary> summaries = summarise(block);
  Column column{&block, {}, decimals_for(summaries)};
  for (std::size_t i = 0; i < summaries.size(); ++i) column.rows.emplace(block.rows[i].method, summaries[i]);
  return column;
}

std::string matrix_cell(const Column& column, const std::string& method) {
  const auto found = column.rows.find(method);
  if (found == column.rows.end() || !found->second.score) return "n/a ";
  return fmt::format("{:.{}f}{}", found->second.score->mean, column.decimals, found->second.best ? '*' : ' ');
}

// Over the data sets on which the method has a rank.
std::string mean_rank(std::span<const Column> columns, const std::string& method) {
  std::vector<double> all;
  for (const Column& column : columns) {
    const auto found = column.rows.find(method);
    if (found != column.rows.end() && found->second.rank) all.push_back(*found->second.rank);
  }
  const auto mean = mean_sd(all);
  return mean ? fmt::format("{:>6.2f}", mean->mean) : fmt::format("{:>6}", "n/a");
}

std::string matrix_part(std::span<const Column> columns, std::span<const Column> all,
                        const std::vector<std::string>& methods) {
  std::string first(matrix_method_width + 2, ' '), second = fmt::format("  {:<{}}", "method", matrix_method_width);
  for (const Column& column : columns) {
    const auto [upper, lower] = two_lines(column.block->dataset);
    first += fmt::format("{:>{}} ", upper, column_width - 1);
    second += fmt::format("{:>{}} ", lower, column_width - 1);
  }
  std::string text = first + fmt::format("{:>6}\n", "mean") + second + fmt::format("{:>6}\n", "rank");
  for (const std::string& method : methods) {
    text += fmt::format("  {:<{}}", cut(method, matrix_method_width), matrix_method_width);
    for (const Column& column : columns) text += fmt::format("{:>{}}", matrix_cell(column, method), column_width);
    text += mean_rank(all, method) + '\n';
  }
  return text;
}

}  // namespace

std::string block_table(const DatasetBlock& block) {
  const std::vector<RowSummary> summaries = summarise(block);
  const int decimals = decimals_for(summaries);
  std::string text = wrapped(block.dataset, "  ");
  text += wrapped(fmt::format("{}; mean +- sd over {} repetition{}", describe(block.metric), block.repetitions,
                              block.repetitions == 1 ? "" : "s"),
                  "  ");
  text += fmt::format("  {:<{}}{:>20} {:>7} {:>10} {:>10}\n", "method", method_width, "mean +- sd ", "rank", "time",
                      "worst gap");
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    const RowSummary& row = summaries[i];
    std::string score = row.score
                            ? fmt::format("{:.{}f} +- {:.{}f}", row.score->mean, decimals, row.score->sd, decimals)
                            : std::string("n/a");
    std::string marks;
    for (const std::string& note : footnotes_of(block.rows[i], block.repetitions)) {
      notes.push_back(note);
      marks = " [" + std::to_string(notes.size()) + "]";
    }
    score += row.best ? '*' : ' ';
    text += fmt::format("  {:<{}}{:>20} {:>7} {:>10} {:>10}\n",
                        cut(block.rows[i].method, method_width - marks.size()) + marks, method_width, score,
                        row.rank ? fmt::format("{:.2f}", *row.rank) : "n/a",
                        row.score ? fmt::format("{:.2f} s", row.seconds) : "n/a",
                        row.relative_gap ? fmt::format("{:.1e}", *row.relative_gap) : "n/a");
  }
  for (std::size_t i = 0; i < notes.size(); ++i)
    text += wrapped(fmt::format("[{}] {}", i + 1, notes[i]), "      ", "  ");
  return text;
}

std::string matrix_table(std::span<const DatasetBlock> blocks) {
  std::vector<Column> columns;
  for (const DatasetBlock& block : blocks) columns.push_back(column_of(block));
  std::string text = captions(blocks);
  const std::vector<std::string> methods = methods_of(blocks);
  for (std::size_t first = 0; first < columns.size(); first += columns_at_once) {
    const std::size_t count = std::min(columns_at_once, columns.size() - first);
    if (first > 0) text += '\n';
    text += matrix_part(std::span(columns).subspan(first, count), columns, methods);
  }
  return text;
}

}  // namespace starling::compare
