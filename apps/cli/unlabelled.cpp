#include "apps/cli/unlabelled.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "lib/data/formats/table.hpp"

namespace starling::cli {
namespace {

bool is_table(const std::string& path) {
  const auto ends = [&](std::string_view ending) { return path.ends_with(ending); };
  return std::filesystem::is_regular_file(path) && (ends(".csv") || ends(".tsv") || ends(".csv.gz") || ends(".tsv.gz"));
}

struct Rows {
  std::vector<std::string> tasks;  // in the order they occur
  std::vector<std::vector<double>> cells;
};

}  // namespace

std::optional<MultiTaskData> load_unlabelled(const DataArgument& argument) {
  if (!is_table(argument.data) || !argument.target_cols.empty() || !argument.target_col.empty()) return {};
  const Table table = read_table(argument.data);
  const auto task_column = table.find_column(argument.task_col.empty() ? "task" : argument.task_col);
  if (!task_column || table.find_column("y")) return {};
  const std::vector<std::string> ignored = split_at_commas(argument.ignored_cols);
  std::vector<std::size_t> features;
  std::vector<std::string> feature_names;
  for (std::size_t k = 0; k < table.columns().size(); ++k) {
    if (k == *task_column || std::ranges::find(ignored, table.columns()[k]) != ignored.end()) continue;
    features.push_back(k);
    feature_names.push_back(table.columns()[k]);
  }
  Rows rows;
  std::map<std::string, std::size_t> known;
  TableRow row;
  for (std::size_t i = 0; i < table.n_rows(); ++i) {
    table.read_row(i, row);
    const auto [task, fresh] = known.try_emplace(std::string(row[*task_column]), rows.tasks.size());
    if (fresh) {
      rows.tasks.push_back(task->first);
      rows.cells.emplace_back();
    }
    for (const std::size_t k : features) rows.cells[task->second].push_back(table.number(i, k, row[k]));
  }
  std::vector<Task> tasks;
  for (std::size_t t = 0; t < rows.tasks.size(); ++t) {
    const arma::uword n = features.empty() ? 0 : rows.cells[t].size() / features.size();
    const arma::mat by_columns(rows.cells[t].data(), features.size(), n);
    tasks.push_back({.X = arma::mat(by_columns.t()), .y = arma::vec(n, arma::fill::zeros), .name = rows.tasks[t]});
  }
  return MultiTaskData::from_tasks(std::move(tasks)).with_feature_names(std::move(feature_names));
}

}  // namespace starling::cli
