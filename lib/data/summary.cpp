#include "lib/data/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "lib/data/standardize.hpp"

namespace starling {
namespace {

// Beyond this ratio of deviations a penalty common to all features is a penalty on units.
constexpr double large_ratio = 100.0;

arma::uword n_designs(const MultiTaskData& data) { return data.is_shared() ? 1 : data.n_tasks(); }

// Calls f(i, value) for the entries of a column that are not zero.
template <class Matrix, class F>
void for_nonzeros(const Matrix& X, arma::uword j, F&& f) {
  if constexpr (std::is_same_v<Matrix, arma::sp_mat>) {
    for (arma::uword k = X.col_ptrs[j]; k < X.col_ptrs[j + 1]; ++k) f(X.row_indices[k], X.values[k]);
  } else {
    for (arma::uword i = 0; i < X.n_rows; ++i)
      if (X.at(i, j) != 0.0) f(i, X.at(i, j));
  }
}

struct ColumnFacts {
  arma::uword n_nonzero = 0;
  double smallest = arma::datum::inf, largest = -arma::datum::inf;
  std::uint64_t fingerprint = 0;  // of places and values

  bool is_constant() const { return smallest >= largest; }
};

std::uint64_t mix(std::uint64_t state, std::uint64_t value) {
  state = (state ^ value) * 0x9E3779B97F4A7C15ULL;
  return state ^ (state >> 29U);
}

std::vector<ColumnFacts> look_at_columns(const MultiTaskData& data) {
  std::vector<ColumnFacts> facts(data.n_features());
  for (arma::uword t = 0; t < n_designs(data); ++t)
    data.design(t).visit([&](const auto& X) {
      for (arma::uword j = 0; j < X.n_cols; ++j) {
        ColumnFacts& column = facts[j];
        arma::uword seen = 0;
        for_nonzeros(X, j, [&](arma::uword i, double value) {
          ++seen;
          column.smallest = std::min(column.smallest, value);
          column.largest = std::max(column.largest, value);
          column.fingerprint = mix(mix(mix(column.fingerprint, t), i), std::bit_cast<std::uint64_t>(value));
        });
        column.n_nonzero += seen;
        if (seen < X.n_rows) {
          column.smallest = std::min(column.smallest, 0.0);
          column.largest = std::max(column.largest, 0.0);
        }
      }
    });
  return facts;
}

bool same_columns(const MultiTaskData& data, arma::uword a, arma::uword b) {
  for (arma::uword t = 0; t < n_designs(data); ++t) {
    const bool same = data.design(t).visit([&](const auto& X) {
      arma::vec rest(X.n_rows, arma::fill::zeros);
      for_nonzeros(X, a, [&](arma::uword i, double value) { rest[i] = value; });
      bool equal = true;
      for_nonzeros(X, b, [&](arma::uword i, double value) { equal = std::exchange(rest[i], 0.0) == value && equal; });
      return equal && rest.is_zero();
    });
    if (!same) return false;
  }
  return true;
}

// A fingerprint finds the candidates, the columns themselves decide.
std::vector<DuplicateColumn> find_duplicates(const MultiTaskData& data, const std::vector<ColumnFacts>& facts) {
  std::vector<DuplicateColumn> duplicates;
  std::unordered_multimap<std::uint64_t, arma::uword> seen;
  for (arma::uword j = 0; j < facts.size(); ++j) {
    if (facts[j].is_constant()) continue;
    const auto [begin, end] = seen.equal_range(facts[j].fingerprint);
    const auto first = std::find_if(begin, end, [&](const auto& other) { return same_columns(data, other.second, j); });
    if (first != end)
      duplicates.push_back({.column = j, .first = first->second});
    else
      seen.emplace(facts[j].fingerprint, j);
  }
  return duplicates;
}

TaskSummary summarize_task(const MultiTaskData& data, arma::uword t, std::set<double>& all_values) {
  TaskSummary task{.name = data.task_names()[t]};
  const arma::vec y = data.targets_of(t);
  const arma::vec present = y.elem(arma::find(data.weights_of(t) > 0.0));
  task.n_samples = present.n_elem;
  task.n_missing = y.n_elem - present.n_elem;
  if (present.is_empty()) return task;
  task.target_mean = arma::mean(present);
  task.target_deviation = arma::stddev(present, 1);
  std::set<double> values;
  for (arma::uword i = 0; i < present.n_elem && values.size() < 3; ++i) values.insert(present[i]);
  task.n_target_values = values.size();
  for (const double value : values)
    if (all_values.size() < 3) all_values.insert(value);
  if (values.size() == 2) {
    const double share = arma::mean(arma::conv_to<arma::vec>::from(present == *values.begin()));
    task.larger_class = std::max(share, 1.0 - share);
  }
  return task;
}

void add_advice(DataSummary& summary) {
  const auto count = [](std::size_t n, std::string_view one, std::string_view many) {
    return n == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}", n, many);
  };
  if (summary.smallest_deviation > 0.0 && summary.largest_deviation > large_ratio * summary.smallest_deviation)
    summary.advice.push_back(
        fmt::format("features differ in scale by a factor of {:.2g}: standardize=true makes a penalty treat them alike",
                    summary.largest_deviation / summary.smallest_deviation));
  if (!summary.constant_columns.empty())
    summary.advice.push_back(count(summary.constant_columns.size(), "column is constant: it repeats the intercept",
                                   "columns are constant: they repeat the intercept"));
  if (!summary.duplicate_columns.empty())
    summary.advice.push_back(count(summary.duplicate_columns.size(),
                                   "column equals an earlier one: coefficients of such columns are not unique",
                                   "columns equal earlier ones: coefficients of such columns are not unique"));
  const auto single = std::ranges::count_if(summary.tasks, [](const TaskSummary& t) { return t.n_target_values == 1; });
  if (single > 0 && summary.two_classes)
    summary.advice.push_back(count(static_cast<std::size_t>(single), "task has one class only: its AUC is not defined",
                                   "tasks have one class only: their AUC is not defined"));
  else if (single > 0)
    summary.advice.push_back(
        count(static_cast<std::size_t>(single), "task has a constant target", "tasks have a constant target"));
  const auto few =
      std::ranges::count_if(summary.tasks, [&](const TaskSummary& t) { return t.n_samples < summary.n_features; });
  if (few > 0)
    summary.advice.push_back(count(static_cast<std::size_t>(few),
                                   "task has fewer samples than features: learning it alone needs a penalty",
                                   "tasks have fewer samples than features: learning them alone needs a penalty"));
}

}  // namespace

DataSummary summarize(const MultiTaskData& data) {
  DataSummary summary{.n_tasks = data.n_tasks(),
                      .n_features = data.n_features(),
                      .n_samples = data.n_samples(),
                      .n_missing = data.size() - data.n_samples(),
                      .shared = data.is_shared(),
                      .sparse = data.any_sparse()};
  std::set<double> values;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) summary.tasks.push_back(summarize_task(data, t, values));
  summary.two_classes = values.size() == 2;
  const std::vector<ColumnFacts> facts = look_at_columns(data);
  const arma::vec deviations = Standardizer::of(data).scale;
  double nonzero = 0.0, entries = 0.0;
  for (arma::uword t = 0; t < n_designs(data); ++t) entries += static_cast<double>(data.design(t).rows());
  entries *= static_cast<double>(data.n_features());
  for (arma::uword j = 0; j < facts.size(); ++j) {
    nonzero += static_cast<double>(facts[j].n_nonzero);
    if (facts[j].is_constant()) {
      summary.constant_columns.push_back(j);
      continue;
    }
    summary.largest_deviation = std::max(summary.largest_deviation, deviations[j]);
    const bool first = summary.smallest_deviation == 0.0;
    summary.smallest_deviation = first ? deviations[j] : std::min(summary.smallest_deviation, deviations[j]);
  }
  summary.nonzero_share = entries > 0.0 ? nonzero / entries : 0.0;
  summary.duplicate_columns = find_duplicates(data, facts);
  add_advice(summary);
  return summary;
}

}  // namespace starling
