#include "lib/data/formats/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/base/names.hpp"
#include "lib/base/params.hpp"
#include "lib/data/formats/binary.hpp"
#include "lib/data/formats/unicode.hpp"

namespace starling {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view delimiters = ",;\t";
constexpr std::size_t none = std::string_view::npos;

bool ends_line(char c) { return c == '\n' || c == '\r'; }

// Behind the line end at `at`.
std::size_t next_line(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  return at + (text.substr(at, 2) == "\r\n" ? 2 : 1);
}

struct Damage {
  std::size_t at = none;
  const char* what = nullptr;
};

// Calls cell(begin, end) for every cell of the row at `at`, quotes included, and returns where the row ends: at a line
// end or the end of the text. Stops at damage.
template <class Cell>
std::size_t split_row(std::string_view text, std::size_t at, char delimiter, Damage& damage, Cell&& cell) {
  for (;;) {
    const std::size_t begin = at;
    if (at < text.size() && text[at] == '"') {
      do {  // a quote straight behind a closing one opens again: it stands for a quote in the cell
        at = text.find('"', at + 1);
        if (at == none) {
          damage = {.at = begin, .what = "a quoted cell has no end"};
          return text.size();
        }
        ++at;
      } while (at < text.size() && text[at] == '"');
    }
    const bool closed = at > begin;
    while (at < text.size() && text[at] != delimiter && !ends_line(text[at])) {
      if (closed || text[at] == '"') {
        damage = {.at = at, .what = closed ? "text behind a closing quote" : "a quote inside a cell without quotes"};
        return at;
      }
      ++at;
    }
    cell(begin, at);
    if (at >= text.size() || text[at] != delimiter) return at;
    ++at;
  }
}

// The cell's content: without quotes, doubled ones made single in `storage`.
std::string_view unquote(std::string_view cell, std::deque<std::string>& storage) {
  if (cell.empty() || cell.front() != '"') return cell;
  cell = cell.substr(1, cell.size() - 2);
  if (cell.find('"') == none) return cell;
  std::string& single = storage.emplace_back();
  for (std::size_t k = 0; k < cell.size(); ++k) {
    single += cell[k];
    if (cell[k] == '"') ++k;
  }
  return single;
}

}  // namespace

std::string show_cell(std::string_view cell) {
  constexpr std::size_t longest = 40;
  if (cell.size() <= longest) return fmt::format("'{}'", cell);
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(cell[cut]) & 0xC0U) == 0x80) --cut;  // not inside a character
  return fmt::format("'{}...' ({} bytes)", cell.substr(0, cut), cell.size());
}

Table::Table(std::string text, std::string source, const TableOptions& options)
    : text_(std::move(text)), source_(std::move(source)) {
  check_text();
  if (std::string_view(text_).starts_with(byte_order_mark)) body_ = byte_order_mark.size();
  while (text_.size() > body_ && ends_line(text_.back())) text_.pop_back();
  if (text_.size() == body_) refuse(source_, "is empty", "a header and rows");
  delimiter_ = options.delimiter != '\0' ? options.delimiter : find_delimiter();
  index_rows();
}

void Table::check_text() const {
  using namespace std::string_view_literals;
  const std::string_view text = text_;
  if (text.size() >= std::numeric_limits<std::uint32_t>::max())
    refuse(source_, "is too long for a text table", "less than 4 GiB", fmt::format("{} bytes", text.size()),
           "use NPZ for data of this size");
  if (text.starts_with("\xFF\xFE"sv) || text.starts_with("\xFE\xFF"sv))
    refuse(source_, "is UTF-16", "UTF-8", {}, "save the table as UTF-8");
  const std::size_t bad = find_non_text(text);
  if (bad == none) return;
  if (text[bad] == '\0') refuse(position(bad), "a NUL byte", "text", {}, "this may be a binary file or UTF-16");
  refuse(position(bad), "bytes that are not UTF-8", {}, {}, "save the table as UTF-8");
}

// The only delimiter of the header's; or, when it holds several, the only one that gives all rows the same length.
char Table::find_delimiter() const {
  std::string seen;
  for (const char candidate : delimiters) {
    std::size_t cells = 0;
    Damage damage;
    split_row(text_, body_, candidate, damage, [&](std::size_t, std::size_t) { ++cells; });
    if (damage.at == none && cells > 1) seen += candidate;
  }
  if (seen.empty()) return ',';
  if (seen.size() == 1) return seen.front();
  std::string fitting;
  for (const char candidate : seen) {
    std::size_t width = 0;
    bool even = true;
    for (std::size_t at = body_; even && at < text_.size();) {
      std::size_t cells = 0;
      Damage damage;
      at = next_line(text_, split_row(text_, at, candidate, damage, [&](std::size_t, std::size_t) { ++cells; }));
      if (width == 0) width = cells;
      even = damage.at == none && cells == width;
    }
    if (even) fitting += candidate;
  }
  if (fitting.size() != 1)
    refuse(position(body_), "the delimiter cannot be told", "one of ',' ';' tab to cut all rows alike",
           fitting.empty() ? "none does" : "several do", "name the delimiter");
  return fitting.front();
}

// Fills columns_ and row_starts_; the cells of every row are counted once, here.
void Table::index_rows() {
  Damage damage;
  std::deque<std::string> storage;
  std::vector<std::size_t> begins;
  std::size_t at = split_row(text_, body_, delimiter_, damage, [&](std::size_t begin, std::size_t end) {
    begins.push_back(begin);
    columns_.emplace_back(unquote(std::string_view(text_).substr(begin, end - begin), storage));
  });
  if (damage.at != none) refuse(position(damage.at), damage.what);
  std::unordered_set<std::string_view> names;
  bool all_numbers = true;
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    if (!names.insert(columns_[k]).second)
      refuse(position(begins[k]), "two columns are named " + show_cell(columns_[k]));
    all_numbers = all_numbers && text_[begins[k]] != '"' && spelling::parse_double(columns_[k]).has_value();
  }
  if (all_numbers) refuse(position(body_), "no header", "the names of the columns in the first line", "numbers");

  while ((at = next_line(text_, at)) < text_.size()) {
    row_starts_.push_back(static_cast<std::uint32_t>(at));
    std::size_t cells = 0, surplus = none;
    at = split_row(text_, at, delimiter_, damage, [&](std::size_t begin, std::size_t) {
      if (cells++ == columns_.size()) surplus = begin;
    });
    if (damage.at != none) refuse(position(damage.at), damage.what);
    if (cells != columns_.size())
      refuse(position(surplus != none ? surplus : at), "a row of another length than the header",
             fmt::format("{} cells", columns_.size()), fmt::format("{}", cells));
  }
}

std::optional<std::size_t> Table::find_column(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

std::size_t Table::column(std::string_view name) const {
  if (const auto found = find_column(name)) return *found;
  const std::vector<std::string_view> names(columns_.begin(), columns_.end());
  const std::string nearest = nearest_name(name, names);
  refuse(source_, "no column is named " + show_cell(name), {}, {},
         nearest.empty() ? std::string() : "did you mean " + show_cell(nearest) + "?");
}

void Table::read_row(std::size_t i, TableRow& row) const {
  row.cells_.clear();
  row.unquoted_.clear();
  Damage damage;
  split_row(text_, row_starts_[i], delimiter_, damage, [&](std::size_t begin, std::size_t end) {
    row.cells_.push_back(unquote(std::string_view(text_).substr(begin, end - begin), row.unquoted_));
  });
}

double Table::number(std::size_t i, std::size_t k, std::string_view cell) const {
  const auto value = spelling::parse_double(cell);
  if (value && std::isfinite(*value)) return *value;
  const bool comma = cell.find(',') != none;
  refuse(where(i, k), "no number in column " + show_cell(columns_[k]), "a finite number",
         cell.empty() ? "an empty cell" : show_cell(cell), comma ? "write decimals with a point" : "");
}

std::string Table::where(std::size_t i, std::size_t k) const {
  std::size_t cells = 0, found = row_starts_[i];
  Damage damage;
  split_row(text_, row_starts_[i], delimiter_, damage, [&](std::size_t begin, std::size_t) {
    if (cells++ == k) found = begin;
  });
  return position(found);
}

std::string Table::position(std::size_t at) const {
  std::size_t line = 1, start = 0;
  for (std::size_t next = 0; next < at;) {
    while (next < at && !ends_line(text_[next])) ++next;
    if (next >= at) break;
    next = next_line(text_, next);
    if (next > at) break;
    ++line;
    start = next;
  }
  if (start == 0) start = std::min(body_, at);
  return fmt::format("{}:{}:{}", source_, line, at - start + 1);
}

Table unpacked_table(std::string bytes, const std::string& source, const TableOptions& options) {
  if (bytes.starts_with("\x1F\x8B")) {
    MemoryBudget budget(source, bytes.size(), options.memory_limit);
    bytes = inflate(bytes, Compression::gzip, source, budget);
  }
  return {std::move(bytes), source, options};
}

Table read_table(const std::filesystem::path& path, const TableOptions& options) {
  return unpacked_table(read_file(path), path.string(), options);
}

}  // namespace starling
