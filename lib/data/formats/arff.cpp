#include "lib/data/formats/arff.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/base/params.hpp"
#include "lib/data/formats/table.hpp"

namespace starling {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

// What is left of a line, read from the left.
class Line {
 public:
  Line(std::string_view text, const std::string& where, std::size_t number)
      : text_(text), where_(where), number_(number) {}

  [[noreturn]] void refuse(std::string what, std::string expected, std::string_view got) const {
    throw InvalidData({.what = std::move(what),
                       .where = where_ + ":" + std::to_string(number_),
                       .expected = std::move(expected),
                       .got = show_cell(got)});
  }
  bool at_end() {
    text_.remove_prefix(std::min(text_.find_first_not_of(blanks), text_.size()));
    return text_.empty();
  }
  char peek() { return at_end() ? '\0' : text_.front(); }
  // Takes this character, if it is next.
  bool take(char wanted) {
    if (peek() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  // A word up to a blank or one of these characters, or what stands in quotes.
  std::string word(std::string_view ends) {
    if (const char quote = peek(); quote == '\'' || quote == '"') return quoted(quote);
    const std::size_t end = std::min(text_.find_first_of(std::string(ends) + " \t\r"), text_.size());
    std::string result(text_.substr(0, end));
    text_.remove_prefix(end);
    return result;
  }
  std::string_view rest() const { return text_; }

 private:
  std::string quoted(char quote) {
    std::string result;
    for (std::size_t i = 1; i < text_.size(); ++i) {
      if (text_[i] == quote) {
        text_.remove_prefix(i + 1);
        return result;
      }
      if (text_[i] == '\\' && i + 1 < text_.size()) ++i;
      result += text_[i];
    }
    refuse("a quote that does not end", "another one", text_);
  }

  std::string_view text_;
  const std::string& where_;
  std::size_t number_;
};

class Reader {
 public:
  explicit Reader(const std::string& where) : where_(where) {}

  void take(std::string_view text) {
    ++number_;
    Line line(text, where_, number_);
    if (line.at_end() || line.peek() == '%') return;
    if (in_data_)
      line.peek() == '{' ? take_sparse(line) : take_dense(line);
    else
      take_declaration(line);
  }

  ArffTable finish() {
    if (!in_data_) throw InvalidData({.what = "no @data", .where = where_, .expected = "an ARFF file"});
    const arma::uword m = attributes_.size(), n = m == 0 ? 0 : cells_.size() / m;
    if (n == 0) return {std::move(attributes_), arma::mat(0, m)};
    return {std::move(attributes_), arma::mat(cells_.data(), m, n).t()};
  }

 private:
  void take_declaration(Line& line) {
    const std::string keyword = lower(line.word(""));
    if (keyword == "@relation") return;
    if (keyword == "@attribute") return take_attribute(line);
    if (keyword != "@data") line.refuse("no declaration", "@relation, @attribute or @data", keyword);
    if (!line.at_end()) line.refuse("text after @data", "the end of the line", line.rest());
    in_data_ = true;
  }

  void take_attribute(Line& line) {
    ArffAttribute attribute{.name = line.word("{")};
    if (attribute.name.empty() || !names_.insert(attribute.name).second)
      line.refuse("an attribute without a name or with one that is given twice", "a name of its own", attribute.name);
    if (line.take('{')) {
      do {
        attribute.values.push_back(line.word(",}"));
        if (attribute.values.back().empty()) line.refuse("a value without a name", "{value, value}", line.rest());
      } while (line.take(','));
      if (!line.take('}')) line.refuse("a list of values that does not end", "}", line.rest());
    } else if (const std::string type = lower(line.word(""));
               type != "numeric" && type != "real" && type != "integer") {
      line.refuse("an attribute of another type", "numeric, real, integer or {value, value}", type);
    }
    if (!line.at_end()) line.refuse("text after an attribute", "the end of the line", line.rest());
    attributes_.push_back(std::move(attribute));
  }

  double cell(Line& line, arma::uword j, std::string_view ends) const {
    const ArffAttribute& attribute = attributes_[j];
    const bool in_quotes = line.peek() == '\'' || line.peek() == '"';
    const std::string word = line.word(ends);
    if (word == "?" && !in_quotes) return arma::datum::nan;
    if (!attribute.values.empty()) {
      const auto found = std::ranges::find(attribute.values, word);
      if (found == attribute.values.end())
        line.refuse("a value that '" + attribute.name + "' does not list", "one of them", word);
      return static_cast<double>(found - attribute.values.begin());
    }
    const auto value = spelling::parse_double(word);
    if (!value || !std::isfinite(*value))
      line.refuse("a cell of '" + attribute.name + "' that is no number", "a number", word);
    return *value;
  }

  void take_dense(Line& line) {
    for (arma::uword j = 0; j < attributes_.size(); ++j) {
      if (j > 0 && !line.take(',')) line.refuse("a row that is too short", count(), line.rest());
      cells_.push_back(cell(line, j, ","));
    }
    if (!line.at_end()) line.refuse("a row that is too long", count(), line.rest());
  }

  void take_sparse(Line& line) {
    const std::size_t begin = cells_.size();
    cells_.resize(begin + attributes_.size(), 0.0);
    line.take('{');
    std::size_t least = 0;
    while (line.peek() != '}') {
      const std::string position = line.word(",}");
      const auto j = spelling::parse_unsigned(position);
      if (!j || *j < least || *j >= attributes_.size())
        line.refuse("the position of a cell", "rising numbers from 0 to below " + std::to_string(attributes_.size()),
                    position);
      cells_[begin + *j] = cell(line, *j, ",}");
      least = *j + 1;
      if (!line.take(',') && line.peek() != '}') line.refuse("cells that do not part", ", or }", line.rest());
    }
    line.take('}');
    if (!line.at_end()) line.refuse("text after a sparse row", "the end of the line", line.rest());
  }

  std::string count() const { return std::to_string(attributes_.size()) + " cells with commas between them"; }

  const std::string& where_;
  std::size_t number_ = 0;
  bool in_data_ = false;
  std::vector<ArffAttribute> attributes_;
  std::set<std::string> names_;
  std::vector<double> cells_;  // row by row
};

}  // namespace

ArffTable parse_arff(std::string_view text, const std::string& where) {
  Reader reader(where);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.finish();
}

ArffTable read_arff(const std::filesystem::path& path) { return parse_arff(read_file(path), path.string()); }

}  // namespace starling
