#include "apps/cli/unlabelled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "lib/base/error.hpp"
#include "lib/data/formats/mat.hpp"
#include "lib/data/formats/npz.hpp"
#include "lib/data/formats/table.hpp"

namespace starling::cli {
namespace {

struct Samples {
  Design X;
  std::vector<std::string> tasks = {};  // of every row; none: all of the model's
  std::vector<std::string> feature_names = {};
};

std::optional<Samples> read_table_of_samples(const DataArgument& argument) {
  const Table table = read_table(argument.data);
  const auto task_column = table.find_column(argument.task_col.empty() ? "task" : argument.task_col);
  if ((!task_column && !argument.task_col.empty()) || table.find_column("y")) return {};
  const std::vector<std::string> ignored = split_at_commas(argument.ignored_cols);
  std::vector<std::size_t> features;
  Samples samples;
  for (std::size_t k = 0; k < table.columns().size(); ++k) {
    if (k == task_column || std::ranges::find(ignored, table.columns()[k]) != ignored.end()) continue;
    features.push_back(k);
    samples.feature_names.push_back(table.columns()[k]);
  }
  arma::mat X(table.n_rows(), features.size());
  TableRow row;
  for (std::size_t i = 0; i < table.n_rows(); ++i) {
    table.read_row(i, row);
    if (task_column) samples.tasks.emplace_back(row[*task_column]);
    for (std::size_t j = 0; j < features.size(); ++j) X(i, j) = table.number(i, features[j], row[features[j]]);
  }
  samples.X = std::move(X);
  return samples;
}

std::vector<std::string> task_names_of(const NpyArray& task) {
  if (task.is_text()) return task.words();
  std::vector<std::string> names;
  for (const double value : task.vector()) {
    if (std::floor(value) != value)
      throw InvalidData({.what = "tasks are neither whole numbers nor text", .where = task.where()});
    names.push_back(fmt::format("{:.0f}", value));
  }
  return names;
}

std::optional<Samples> read_npz_of_samples(const std::string& path) {
  NpzFile file = NpzFile::open(path);
  if (!file.contains("X") || file.contains("y") || file.contains("Y")) return {};
  Samples samples{.X = file.read("X").matrix()};
  if (!file.contains("task")) return samples;
  samples.tasks = task_names_of(file.read("task"));
  if (samples.tasks.size() != samples.X.rows())
    throw InvalidData({.what = "X and task are of different length",
                       .where = path,
                       .expected = fmt::format("{} rows each", samples.X.rows()),
                       .got = std::to_string(samples.tasks.size())});
  return samples;
}

std::optional<Samples> read_mat_of_samples(const std::string& path) {
  const MatFile file = MatFile::read(path);
  if (!file.contains("X") || file.contains("Y")) return {};
  if (std::holds_alternative<MatCell>(file.at("X").content())) return {};
  return Samples{.X = file.at("X").design()};
}

std::optional<Samples> read_samples(const DataArgument& argument) {
  const std::string& path = argument.data;
  const auto ends = [&](std::string_view ending) { return path.ends_with(ending); };
  if (!std::filesystem::is_regular_file(path)) return {};
  if (ends(".npz")) return read_npz_of_samples(path);
  if (ends(".mat")) return read_mat_of_samples(path);
  if (ends(".csv") || ends(".tsv") || ends(".csv.gz") || ends(".tsv.gz")) return read_table_of_samples(argument);
  return {};
}

MultiTaskData split_by_task(const Samples& samples) {
  std::vector<std::string> names;
  std::vector<std::vector<arma::uword>> rows;
  std::map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < samples.tasks.size(); ++i) {
    const auto [task, fresh] = known.try_emplace(samples.tasks[i], names.size());
    if (fresh) {
      names.push_back(samples.tasks[i]);
      rows.emplace_back();
    }
    rows[task->second].push_back(i);
  }
  std::vector<Task> tasks;
  for (std::size_t t = 0; t < names.size(); ++t)
    tasks.push_back({.X = samples.X.select_rows(arma::uvec(rows[t])),
                     .y = arma::vec(rows[t].size(), arma::fill::zeros),
                     .name = names[t]});
  return MultiTaskData::from_tasks(std::move(tasks));
}

}  // namespace

std::optional<MultiTaskData> load_unlabelled(const DataArgument& argument, const Model& model) {
  if (!argument.target_cols.empty() || !argument.target_col.empty()) return {};
  const auto samples = read_samples(argument);
  if (!samples) return {};
  const arma::mat none(samples->X.rows(), model.n_tasks(), arma::fill::zeros);
  MultiTaskData data = samples->tasks.empty()
                           ? MultiTaskData::from_shared(samples->X, none).with_task_names(model.info().task_names)
                           : split_by_task(*samples);
  return samples->feature_names.empty() ? data : data.with_feature_names(samples->feature_names);
}

}  // namespace starling::cli
