#include "apps/reproduce/cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "apps/compare/shown_metric.hpp"
#include "lib/base/error.hpp"
#include "lib/base/names.hpp"
#include "lib/base/params.hpp"
#include "lib/data/formats/table.hpp"

namespace starling::reproduce {
namespace {

constexpr std::string_view per_cent = " %", in_per_cent = " in %";

// The rows of the table with their columns by name.
class Reader {
 public:
  Reader(const std::string& csv, const std::string& file, std::span<const StudyExperiment> experiments)
      : table_(csv, file, {.delimiter = ','}), experiments_(experiments) {}

  std::vector<Cell> cells() {
    std::vector<Cell> all;
    for (i_ = 0; i_ < table_.n_rows(); ++i_) {
      table_.read_row(i_, row_);
      all.push_back(cell());
    }
    return all;
  }

 private:
  std::string text(std::string_view column) const { return std::string(row_[table_.column(column)]); }

  [[noreturn]] void refuse(std::string_view column, std::string what, std::string expected,
                           std::string hint = {}) const {
    throw InvalidData({.what = std::move(what),
                       .where = table_.where(i_, table_.column(column)),
                       .expected = std::move(expected),
                       .got = show_cell(text(column)),
                       .hint = std::move(hint)});
  }

  std::optional<double> number(std::string_view column) const {
    const std::size_t k = table_.column(column);
    if (row_[k].empty()) return {};
    return table_.number(i_, k, row_[k]);
  }

  Mark mark() const {
    static constexpr std::array<std::pair<std::string_view, Mark>, 4> marks = {
        {{"V", Mark::verified}, {"S", Mark::second_hand}, {"M", Mark::from_memory}, {"", Mark::none}}};
    for (const auto& [letter, mark] : marks)
      if (text("mark") == letter) return mark;
    refuse("mark", "unknown mark", "V, S, M or nothing");
  }

  void check_labels(const Cell& cell) const {
    const auto experiment = std::ranges::find(experiments_, cell.experiment, &StudyExperiment::label);
    std::vector<std::string_view> labels;
    for (const StudyExperiment& known : experiments_) labels.push_back(known.label);
    if (experiment == experiments_.end())
      refuse("experiment", "unknown experiment", "the label of one", name_hint(cell.experiment, labels));
    std::vector<std::string> methods;
    for (const std::string& spec : experiment->plan.methods) methods.push_back(compare::parse_method_spec(spec).label);
    if (std::ranges::find(methods, cell.method) == methods.end())
      refuse("method", "unknown method", "the label of one",
             name_hint(cell.method, std::vector<std::string_view>(methods.begin(), methods.end())));
  }

  compare::ShownMetric metric() const {
    std::string name = text("metric");
    const bool percent = name.ends_with(in_per_cent);
    if (percent) name.resize(name.size() - in_per_cent.size());
    try {
      compare::ShownMetric shown = compare::find_shown_metric(name);
      shown.percent = percent;
      return shown;
    } catch (const InvalidOption& error) {
      refuse("metric", "unknown metric", "an exact name, or NAME in %", error.complaint().hint);
    }
  }

  double band(const Cell& cell) const {
    std::string_view width = cell.band_text;
    const bool relative = width.ends_with(per_cent);
    if (relative) width.remove_suffix(per_cent.size());
    const auto value = spelling::parse_double(width);
    if (!value || !(*value > 0.0) || !std::isfinite(*value))
      refuse("band", "invalid band", "a number > 0 such as 0.02, or a share of the published one such as 5 %");
    return relative ? *value / 100.0 * std::abs(*cell.published) : *value;
  }

  Cell cell() const {
    Cell cell{.experiment = text("experiment"), .method = text("method"), .metric = metric(), .published = {}};
    check_labels(cell);
    cell.published = number("published");
    cell.published_text = text("published");
    number("spread");
    cell.spread_text = text("spread");
    cell.mark = mark();
    cell.band_text = text("band");
    cell.note = text("note");
    if (cell.published.has_value() != (cell.mark != Mark::none))
      refuse("mark", "a number and its mark go together", cell.published ? "V, S or M" : "nothing");
    const bool is_compared = cell.mark == Mark::verified || cell.mark == Mark::second_hand;
    if (is_compared || !cell.band_text.empty()) cell.band = cell.published ? band(cell) : 0.0;
    return cell;
  }

  Table table_;
  std::span<const StudyExperiment> experiments_;
  std::size_t i_ = 0;
  TableRow row_;
};

}  // namespace

std::vector<Cell> parse_cells(const std::string& csv, const std::string& file,
                              std::span<const StudyExperiment> experiments) {
  return Reader(csv, file, experiments).cells();
}

}  // namespace starling::reproduce
