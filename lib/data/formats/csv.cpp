#include "lib/data/formats/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/data/formats/binary.hpp"
#include "lib/data/formats/gaps.hpp"

namespace starling {
namespace {

constexpr std::string_view usual_task = "task", usual_target = "y", usual_weight = "weight";

// Which column is what.
struct Roles {
  std::vector<std::size_t> features, targets;
  std::optional<std::size_t> task, weight;
};

class RoleFinder {
 public:
  RoleFinder(const Table& table, const ReadOptions& options) : table_(table), taken_(table.columns().size(), false) {
    for (const std::string& name : options.ignored_cols) take(name);
    if (!options.target_cols.empty()) {
      if (!options.task_col.empty() || !options.target_col.empty() || !options.weight_col.empty())
        throw InvalidOption({.what = "columns of both the wide and the long form are named",
                             .where = "target_cols",
                             .expected = "either target_cols, or task_col with target_col and weight_col"});
      for (const std::string& name : options.target_cols) roles_.targets.push_back(take(name));
    } else {
      find_long(options);
    }
    for (std::size_t k = 0; k < taken_.size(); ++k)
      if (!taken_[k]) roles_.features.push_back(k);
  }

  const Roles& roles() const { return roles_; }

 private:
  void find_long(const ReadOptions& options) {
    const bool usual = options.task_col.empty() && options.target_col.empty();
    const auto name_of = [&](const std::string& given, std::string_view usual_name) {
      if (given.empty() && !table_.find_column(usual_name))
        throw InvalidOption({.what = "which columns are the targets is not known",
                             .where = table_.source(),
                             .expected = "target_cols (one column per task), or task_col and target_col"});
      return given.empty() ? std::string(usual_name) : given;
    };
    const std::string task = name_of(options.task_col, usual_task), target = name_of(options.target_col, usual_target);
    roles_.task = take(task);
    roles_.targets.push_back(take(target));
    if (!options.weight_col.empty())
      roles_.weight = take(options.weight_col);
    else if (usual && table_.find_column(usual_weight))
      roles_.weight = take(usual_weight);
  }

  std::size_t take(std::string_view name) {
    const std::size_t k = table_.column(name);
    if (taken_[k])
      throw InvalidOption({.what = "the column " + show_cell(name) + " is named twice", .where = "columns"});
    taken_[k] = true;
    return k;
  }

  const Table& table_;
  Roles roles_;
  std::vector<bool> taken_;
};

// Targets as numbers; what the first one is, number or word, all of them must be.
class TargetReader {
 public:
  TargetReader(const Table& table, const ReadOptions& options) : table_(table), options_(options) {}

  // NaN when missing. Words count 0, 1, 2, ... in the order they come.
  double read(std::size_t i, std::size_t k, std::string_view cell) {
    if (is_missing(cell)) return std::numeric_limits<double>::quiet_NaN();
    if (kind_ == Kind::unknown) {
      // An empty cell is no word: it is a missing target that nobody declared.
      const bool word = !cell.empty() && !spelling::parse_double(cell) && !looks_numeric(cell);
      kind_ = word ? Kind::words : Kind::numbers;
      first_ = {i, k};
      first_cell_ = cell;
    }
    if (kind_ == Kind::numbers || cell.empty()) return table_.number(i, k, cell);
    if (spelling::parse_double(cell)) table_.number(first_.first, first_.second, first_cell_);
    const auto known = std::ranges::find(words_, cell);
    if (known == words_.end()) {
      if (words_.size() == most_classes)
        refuse(table_.where(i, k), "more classes than can be", fmt::format("at most {}", most_classes), show_cell(cell),
               "declare the words that mean a missing target");
      words_.emplace_back(cell);
      return static_cast<double>(words_.size() - 1);
    }
    return static_cast<double>(known - words_.begin());
  }

  // The words in alphabetical order.
  std::vector<std::string> class_names() const {
    if (kind_ == Kind::words && words_.size() < 2)
      refuse(table_.source(), "all targets are of one class", "two classes", show_cell(words_.front()));
    std::vector<std::string> names = words_;
    std::ranges::sort(names);
    return names;
  }

  // Turns what read() gave into positions among the class_names().
  void renumber(arma::mat& targets) const {
    const std::vector<std::string> names = class_names();
    if (names == words_) return;
    std::vector<double> places;
    for (const std::string& word : words_)
      places.push_back(static_cast<double>(std::ranges::lower_bound(names, word) - names.begin()));
    for (double& y : targets)
      if (!std::isnan(y)) y = places[static_cast<std::size_t>(y)];
  }

  bool is_missing(std::string_view cell) const {
    return std::ranges::find(options_.missing_words, cell) != options_.missing_words.end();
  }

 private:
  enum class Kind { unknown, numbers, words };
  static constexpr std::size_t most_classes = 100;

  // "1.5x", "0x10", "0,5": meant as a number, so better an error than a class.
  static bool looks_numeric(std::string_view cell) {
    const std::size_t digit = cell.find_first_not_of("+-.");
    return digit != std::string_view::npos && cell[digit] >= '0' && cell[digit] <= '9';
  }

  const Table& table_;
  const ReadOptions& options_;
  Kind kind_ = Kind::unknown;
  std::pair<std::size_t, std::size_t> first_;
  std::string first_cell_;
  std::vector<std::string> words_;
};

double read_feature(const Table& table, std::size_t i, std::size_t k, std::string_view cell,
                    const TargetReader& targets) {
  if (targets.is_missing(cell))
    refuse(table.where(i, k), "a missing feature in column " + show_cell(table.columns()[k]), "a finite number",
           show_cell(cell), "only targets may be missing");
  return table.number(i, k, cell);
}

std::vector<std::string> names_of(const Table& table, const std::vector<std::size_t>& columns) {
  std::vector<std::string> names;
  for (const std::size_t k : columns) names.push_back(table.columns()[k]);
  return names;
}

LoadedData read_wide(const Table& table, const Roles& roles, TargetReader& reader) {
  arma::mat X(table.n_rows(), roles.features.size()), Y(table.n_rows(), roles.targets.size());
  TableRow row;
  for (std::size_t i = 0; i < table.n_rows(); ++i) {
    table.read_row(i, row);
    for (std::size_t j = 0; j < roles.features.size(); ++j)
      X(i, j) = read_feature(table, i, roles.features[j], row[roles.features[j]], reader);
    for (std::size_t t = 0; t < roles.targets.size(); ++t)
      Y(i, t) = reader.read(i, roles.targets[t], row[roles.targets[t]]);
  }
  reader.renumber(Y);
  return {.data = MultiTaskData::from_shared(std::move(X), Y)
                      .with_task_names(names_of(table, roles.targets))
                      .with_feature_names(names_of(table, roles.features)),
          .class_names = reader.class_names(),
          .form = DataForm::wide};
}

// Tasks in the order they occur, with as many rows as they have.
struct TaskCensus {
  std::vector<std::string> names;
  std::vector<arma::uword> counts;
  std::vector<std::uint32_t> task_of_row;
};

TaskCensus count_tasks(const Table& table, std::size_t task_column) {
  TaskCensus census;
  std::unordered_map<std::string, std::uint32_t> known;
  TableRow row;
  for (std::size_t i = 0; i < table.n_rows(); ++i) {
    table.read_row(i, row);
    const std::string name(row[task_column]);
    if (name.empty()) refuse(table.where(i, task_column), "a sample without a task");
    const auto [found, fresh] = known.try_emplace(name, static_cast<std::uint32_t>(census.names.size()));
    if (fresh) {
      census.names.push_back(name);
      census.counts.push_back(0);
    }
    ++census.counts[found->second];
    census.task_of_row.push_back(found->second);
  }
  return census;
}

LoadedData read_long(const Table& table, const Roles& roles, TargetReader& reader) {
  const TaskCensus census = count_tasks(table, *roles.task);
  const std::size_t T = census.names.size(), target = roles.targets.front();
  std::vector<arma::mat> X(T);
  std::vector<arma::vec> y(T), weights(T);
  for (std::size_t t = 0; t < T; ++t) {
    X[t].set_size(census.counts[t], roles.features.size());
    y[t].set_size(census.counts[t]);
    weights[t].ones(census.counts[t]);
  }
  std::vector<arma::uword> filled(T, 0);
  TableRow row;
  for (std::size_t i = 0; i < table.n_rows(); ++i) {
    table.read_row(i, row);
    const std::uint32_t t = census.task_of_row[i];
    const arma::uword at = filled[t]++;
    for (std::size_t j = 0; j < roles.features.size(); ++j)
      X[t](at, j) = read_feature(table, i, roles.features[j], row[roles.features[j]], reader);
    if (roles.weight) weights[t][at] = table.number(i, *roles.weight, row[*roles.weight]);
    y[t][at] = reader.read(i, target, row[target]);
  }
  std::vector<Task> tasks;
  for (std::size_t t = 0; t < T; ++t) {
    reader.renumber(y[t]);
    tasks.push_back(task_with_gaps(std::move(X[t]), std::move(y[t]), std::move(weights[t]), census.names[t]));
  }
  return {.data = MultiTaskData::from_tasks(std::move(tasks)).with_feature_names(names_of(table, roles.features)),
          .class_names = reader.class_names(),
          .form = DataForm::long_rows};
}

}  // namespace

LoadedData from_table(const Table& table, const ReadOptions& options) {
  const Roles roles = RoleFinder(table, options).roles();
  if (table.n_rows() == 0) refuse(table.source(), "has a header but no rows");
  TargetReader reader(table, options);
  return roles.task ? read_long(table, roles, reader) : read_wide(table, roles, reader);
}

LoadedData read_csv(const std::filesystem::path& path, const ReadOptions& options) {
  return from_table(read_table(path, {.delimiter = options.delimiter, .memory_limit = options.memory_limit}), options);
}

}  // namespace starling
