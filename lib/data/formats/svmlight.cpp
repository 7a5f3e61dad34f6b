#include "lib/data/formats/svmlight.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/base/params.hpp"

namespace starling {
namespace {

constexpr std::string_view blanks = " \t\r";

// The next word of a line, which loses it; empty at its end.
std::string_view next_word(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(blanks), line.size());
  const std::size_t end = std::min(line.find_first_of(blanks, begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

class Lines {
 public:
  Lines(const SvmlightShape& shape, const std::string& where) : shape_(shape), where_(where) {}

  void take(std::string_view line) {
    ++line_;
    line = line.substr(0, line.find('#'));
    const std::string_view target = next_word(line);
    if (target.empty()) return;
    targets_.push_back(number(target, "a target that is not a finite number"));
    for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) take_value(word);
    starts_.push_back(indices_.size());
  }

  SvmlightSamples finish() const {
    // Rows of samples are columns of the transposed matrix.
    const arma::sp_mat transposed(arma::uvec(indices_), arma::uvec(starts_), arma::vec(values_), shape_.n_features,
                                  targets_.size());
    return {transposed.t(), arma::vec(targets_)};
  }

 private:
  [[noreturn]] void refuse(std::string_view what, std::string_view expected, std::string_view got) const {
    throw InvalidData({.what = std::string(what),
                       .where = where_ + ":" + std::to_string(line_),
                       .expected = std::string(expected),
                       .got = "'" + std::string(got) + "'"});
  }

  double number(std::string_view word, std::string_view complaint) const {
    // A plus sign before a label is common; nothing else reads it.
    const auto value = spelling::parse_double(word.starts_with('+') ? word.substr(1) : word);
    if (!value || !std::isfinite(*value)) refuse(complaint, "a number", word);
    return *value;
  }

  void take_value(std::string_view word) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) refuse("a word that is no feature", "index:value", word);
    const auto index = spelling::parse_unsigned(word.substr(0, colon));
    if (!index || *index < shape_.first_index || *index - shape_.first_index >= shape_.n_features)
      refuse("the index of a feature that does not exist",
             std::to_string(shape_.first_index) + " .. " + std::to_string(shape_.first_index + shape_.n_features - 1),
             word);
    const arma::uword j = *index - shape_.first_index;
    if (indices_.size() > starts_.back() && indices_.back() >= j)
      refuse("features that are not in rising order", "an index above the one before it", word);
    const double value = number(word.substr(colon + 1), "a value that is not a finite number");
    if (value == 0.0) return;
    indices_.push_back(j);
    values_.push_back(value);
  }

  const SvmlightShape& shape_;
  const std::string& where_;
  std::size_t line_ = 0;
  std::vector<double> targets_, values_;
  std::vector<arma::uword> indices_, starts_ = {0};
};

}  // namespace

SvmlightSamples parse_svmlight(std::string_view text, const SvmlightShape& shape, const std::string& where) {
  Lines lines(shape, where);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines.finish();
}

SvmlightSamples read_svmlight(const std::filesystem::path& path, const SvmlightShape& shape) {
  return parse_svmlight(read_file(path), shape, path.string());
}

}  // namespace starling
