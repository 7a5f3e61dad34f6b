#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/data/formats/binary.hpp"
#include "lib/data/formats/csv.hpp"
#include "lib/data/formats/unicode.hpp"

namespace starling {
namespace {

// A cell that a reader takes as this text and not as a number, a delimiter or a mark of the encoding.
std::string as_cell(std::string_view text) {
  if (find_non_text(text) != std::string_view::npos)
    throw InvalidOption({.what = "a name that is not text in UTF-8", .where = "names"});
  const bool plain = !text.empty() && text.find_first_of(",;\t\"\r\n") == std::string_view::npos &&
                     !spelling::parse_double(text) && !text.starts_with('\xEF');
  if (plain) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

class CsvWriter {
 public:
  CsvWriter(const MultiTaskData& data, const WriteOptions& options) : data_(data), options_(options) {
    if (options.class_names.size() == 1)
      throw InvalidOption({.what = "the name of one class alone", .where = "class_names"});
    features_ = data.feature_names();
    for (arma::uword j = features_.size(); j < data.n_features(); ++j) features_.push_back(fmt::format("x{}", j + 1));
  }

  std::string wide() {
    if (!data_.is_shared())
      throw InvalidOption({.what = "tasks of different X do not fit into a wide table",
                           .where = "form",
                           .hint = "write the long form"});
    for (const double weight : data_.weights())
      if (weight != 0.0 && weight != 1.0)
        throw InvalidOption(
            {.what = "sample weights do not fit into a wide table", .where = "form", .hint = "write the long form"});
    std::vector<std::string> header = features_;
    header.insert(header.end(), data_.task_names().begin(), data_.task_names().end());
    write_header(header);
    const arma::uword n = data_.design(0).rows();
    for (arma::uword i = 0; i < n; ++i) {
      write_features(0, i);
      for (arma::uword t = 0; t < data_.n_tasks(); ++t) {
        const arma::uword at = data_.rows_of(t).begin + i;
        write_cell(data_.weights()[at] > 0.0 ? target(at) : as_cell(options_.missing_word));
      }
      end_row();
    }
    return std::move(out_);
  }

  std::string long_rows() {
    // In a shared X weight 0 means a missing target, elsewhere a sample like the others.
    const auto left_out = [&](arma::uword at) { return data_.is_shared() && data_.weights()[at] == 0.0; };
    bool weighted = false;
    for (arma::uword at = 0; at < data_.size(); ++at)
      weighted = weighted || (data_.weights()[at] != 1.0 && !left_out(at));
    std::vector<std::string> header = features_;
    header.push_back(options_.task_col);
    header.push_back(options_.target_col);
    if (weighted) header.push_back(options_.weight_col);
    write_header(header);
    for (arma::uword t = 0; t < data_.n_tasks(); ++t) {
      const Rows rows = data_.rows_of(t);
      const std::string task = as_cell(data_.task_names()[t]);
      for (arma::uword at = rows.begin; at < rows.end; ++at) {
        if (left_out(at)) continue;
        write_features(t, at - rows.begin);
        write_cell(task);
        write_cell(target(at));
        if (weighted) write_cell(spelling::print(data_.weights()[at]));
        end_row();
      }
    }
    return std::move(out_);
  }

 private:
  void write_header(const std::vector<std::string>& names) {
    std::set<std::string_view> seen;
    for (const std::string& name : names) {
      if (!seen.insert(name).second)
        throw InvalidOption({.what = "two columns would be named " + show_cell(name),
                             .where = "columns",
                             .hint = "rename the task, target or weight column"});
      write_cell(as_cell(name));
    }
    end_row();
  }

  void write_features(arma::uword t, arma::uword i) {
    data_.design(t).visit([&](const auto& X) {
      for (arma::uword j = 0; j < data_.n_features(); ++j) write_cell(spelling::print(X.at(i, j)));
    });
  }

  std::string target(arma::uword at) const {
    const double y = data_.targets()[at];
    if (options_.class_names.empty()) return spelling::print(y);
    const std::size_t names = options_.class_names.size();
    if (!(y >= 0.0) || y >= static_cast<double>(names) || y != std::floor(y))
      throw InvalidOption({.what = "classes are named but a target has no name",
                           .where = "class_names",
                           .expected = fmt::format("a whole number from 0 to {}", names - 1),
                           .got = spelling::print(y)});
    return as_cell(options_.class_names[static_cast<std::size_t>(y)]);
  }

  void write_cell(const std::string& cell) {
    if (!at_start_) out_ += options_.delimiter;
    at_start_ = false;
    out_ += cell;
  }
  void end_row() {
    out_ += '\n';
    at_start_ = true;
  }

  const MultiTaskData& data_;
  const WriteOptions& options_;
  std::vector<std::string> features_;
  std::string out_;
  bool at_start_ = true;
};

}  // namespace

std::string to_csv(const MultiTaskData& data, const WriteOptions& options) {
  CsvWriter writer(data, options);
  switch (options.form) {
    case DataForm::wide:
      return writer.wide();
    case DataForm::long_rows:
      return writer.long_rows();
    case DataForm::automatic:
      return data.is_shared() ? writer.wide() : writer.long_rows();
    case DataForm::per_task:
      break;
  }
  throw InvalidOption({.what = "a table holds the wide or the long form", .where = "form", .got = "per_task"});
}

}  // namespace starling
