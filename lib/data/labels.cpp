#include "lib/data/labels.hpp"

#include <set>
#include <variant>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"

namespace starling {
namespace {

constexpr std::size_t most_named = 5;  // values that a message lists

// The two labels, or what is wrong.
std::variant<Labels, Complaint> find_labels(const MultiTaskData& data) {
  std::set<double> values;
  for (arma::uword i = 0; i < data.size(); ++i) {
    if (data.weights()[i] == 0.0) continue;
    values.insert(data.targets()[i]);
    if (values.size() > most_named) break;
  }
  if (values.size() == 2) return Labels{*values.begin(), *values.rbegin(), {}};
  std::string found;
  std::size_t named = 0;
  for (const double value : values) {
    if (named++ == most_named) break;
    found += (found.empty() ? "" : ", ") + spelling::print(value);
  }
  const bool one = values.size() == 1;
  return Complaint{
      .what = one ? "targets of a classification method hold one class only"
                  : "targets of a classification method hold more than two values",
      .where = "all tasks together",
      .expected = "two distinct values, such as 0 and 1",
      .got = found + (values.size() > most_named ? ", ..." : ""),
      .hint = one ? "the other class is missing" : "choose a regression loss, or one class against the rest"};
}

}  // namespace

EncodedData encode_labels(const MultiTaskData& data) {
  const auto found = find_labels(data);
  if (const auto* complaint = std::get_if<Complaint>(&found)) throw InvalidData(*complaint);
  const Labels& labels = std::get<Labels>(found);
  return {encode_labels(data, labels), labels};
}

MultiTaskData encode_labels(const MultiTaskData& data, const Labels& labels) {
  arma::vec sides(data.size());
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      const double y = data.targets()[i];
      sides[i] = y == labels.positive ? 1.0 : -1.0;
      if (data.weights()[i] > 0.0 && y != labels.positive && y != labels.negative)
        throw InvalidData({.what = "a target that is neither label",
                           .where = "task " + data.task_names()[t] + ", row " + std::to_string(i - rows.begin),
                           .expected = spelling::print(labels.negative) + " or " + spelling::print(labels.positive),
                           .got = spelling::print(y)});
    }
  }
  return data.with_targets(std::move(sides));
}

std::optional<std::string> not_two_classes(const MultiTaskData& data) {
  const auto found = find_labels(data);
  if (const auto* complaint = std::get_if<Complaint>(&found)) return to_string(*complaint);
  return {};
}

}  // namespace starling
