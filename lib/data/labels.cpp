#include "lib/data/labels.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <variant>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"

namespace starling {
namespace {

constexpr std::size_t most_named = 5;  // values that a message lists
constexpr std::size_t most_classes = 1000;

// The distinct targets; where there are more than `most`, that many and one more.
std::set<double> distinct_targets(const MultiTaskData& data, std::size_t most) {
  std::set<double> values;
  for (arma::uword i = 0; i < data.size() && values.size() <= most; ++i)
    if (data.weights()[i] > 0.0) values.insert(data.targets()[i]);
  return values;
}

Complaint complain(std::string what, std::string expected, const std::set<double>& values, std::string hint) {
  std::string found;
  std::size_t named = 0;
  for (const double value : values) {
    if (named++ == most_named) break;
    found += (found.empty() ? "" : ", ") + spelling::print(value);
  }
  return {.what = std::move(what),
          .where = "all tasks together",
          .expected = std::move(expected),
          .got = found + (values.size() > most_named ? ", ..." : ""),
          .hint = std::move(hint)};
}

Complaint one_class(const std::set<double>& values) {
  return complain("targets of a classification method hold one class only", "two distinct values, such as 0 and 1",
                  values, "the other class is missing");
}

Labels labels_of(const std::set<double>& values) { return {.values = {values.begin(), values.end()}}; }

// The labels, or what is wrong.
std::variant<Labels, Complaint> find_two(const MultiTaskData& data) {
  const std::set<double> values = distinct_targets(data, most_named);
  if (values.size() == 2) return labels_of(values);
  if (values.size() < 2) return one_class(values);
  return complain("targets of a classification method hold more than two values",
                  "two distinct values, such as 0 and 1", values,
                  "choose a regression loss, or one class against the rest");
}

std::variant<Labels, Complaint> find_all(const MultiTaskData& data) {
  const std::set<double> values = distinct_targets(data, most_classes);
  if (values.size() < 2) return one_class(values);
  const bool whole = std::ranges::all_of(values, [](double value) { return value == std::round(value); });
  if (values.size() == 2 || (whole && values.size() <= most_classes)) return labels_of(values);
  return complain("targets of a classification method are no classes",
                  "two distinct values, or at most " + std::to_string(most_classes) + " whole numbers", values,
                  "choose a regression loss");
}

Labels or_throw(std::variant<Labels, Complaint> found) {
  if (auto* complaint = std::get_if<Complaint>(&found)) throw InvalidData(std::move(*complaint));
  return std::get<Labels>(std::move(found));
}

std::optional<std::string> or_why(const std::variant<Labels, Complaint>& found) {
  if (const auto* complaint = std::get_if<Complaint>(&found)) return to_string(*complaint);
  return {};
}

std::string listed(const std::vector<double>& values) {
  std::string text;
  for (std::size_t k = 0; k < std::min(values.size(), most_named); ++k)
    text += (k == 0 ? "" : k + 1 == values.size() ? " or " : ", ") + spelling::print(values[k]);
  return values.size() > most_named ? text + ", ..." : text;
}

}  // namespace

std::optional<std::size_t> Labels::position(double value) const {
  const auto found = std::ranges::lower_bound(values, value);
  if (found == values.end() || *found != value) return {};
  return static_cast<std::size_t>(found - values.begin());
}

EncodedData encode_labels(const MultiTaskData& data) {
  Labels labels = or_throw(find_two(data));
  return {encode_labels(data, labels), labels};
}

MultiTaskData encode_labels(const MultiTaskData& data, const Labels& labels) {
  const bool two = labels.values.size() == 2;
  arma::vec codes(data.size());
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      const double y = data.targets()[i];
      const auto position = labels.position(y);
      const auto code = static_cast<double>(position.value_or(0));
      codes[i] = two ? 2.0 * code - 1.0 : code;
      if (data.weights()[i] > 0.0 && !position)
        throw InvalidData({.what = two ? "a target that is neither label" : "a target that is no label",
                           .where = "task " + data.task_names()[t] + ", row " + std::to_string(i - rows.begin),
                           .expected = listed(labels.values),
                           .got = spelling::print(y)});
    }
  }
  return data.with_targets(std::move(codes));
}

std::optional<std::string> not_two_classes(const MultiTaskData& data) { return or_why(find_two(data)); }

bool has_many_classes(const MultiTaskData& data) { return distinct_targets(data, 2).size() > 2; }

Labels find_classes(const MultiTaskData& data) { return or_throw(find_all(data)); }

EncodedData encode_classes(const MultiTaskData& data) {
  Labels labels = find_classes(data);
  return {encode_labels(data, labels), labels};
}

std::optional<std::string> not_classes(const MultiTaskData& data) { return or_why(find_all(data)); }

MultiTaskData against_the_rest(const MultiTaskData& data, double label) {
  arma::vec sides(data.size());
  for (arma::uword i = 0; i < data.size(); ++i) sides[i] = data.targets()[i] == label ? 1.0 : -1.0;
  return data.with_targets(std::move(sides));
}

}  // namespace starling
