#include "lib/data/formats/mat.hpp"

#include <fmt/format.h>

#include <utility>

#include "lib/base/error.hpp"
#include "lib/data/formats/gaps.hpp"

namespace starling {
namespace {

bool is_cell(const MatValue& value) { return std::holds_alternative<MatCell>(value.content()); }

std::vector<std::string> read_words(const MatValue& value) {
  std::vector<std::string> words;
  for (const MatValue& word : value.cell().values) words.push_back(word.text());
  return words;
}

LoadedData read_cells(const MatFile& file) {
  const MatCell& X = file.at("X").cell();
  const MatCell& Y = file.at("Y").cell();
  const MatCell* weights = file.contains("weights") ? &file.at("weights").cell() : nullptr;
  const auto fits = [&](const MatCell& other) { return other.values.size() == X.values.size(); };
  if (!fits(Y) || (weights != nullptr && !fits(*weights)))
    refuse(file.source(), "the cell arrays X, Y and weights are of different length",
           fmt::format("{} cells, as in X", X.values.size()), fmt::format("{} in Y", Y.values.size()));
  std::vector<Task> tasks;
  for (std::size_t t = 0; t < X.values.size(); ++t)
    tasks.push_back(task_with_gaps(X.values[t].design(), Y.values[t].vector(),
                                   weights != nullptr ? weights->values[t].vector() : arma::vec()));
  return {.data = MultiTaskData::from_tasks(std::move(tasks)), .class_names = {}, .form = DataForm::per_task};
}

LoadedData read_matrices(const MatFile& file) {
  const arma::mat weights = file.contains("weights") ? file.at("weights").matrix() : arma::mat();
  return {.data = MultiTaskData::from_shared(file.at("X").design(), file.at("Y").matrix(), weights),
          .class_names = {},
          .form = DataForm::wide};
}

MatValue as_cell(std::vector<MatValue> values) {
  const arma::uword count = values.size();
  return MatValue(MatCell{.rows = 1, .cols = count, .values = std::move(values)});
}

MatValue as_words(const std::vector<std::string>& words) {
  std::vector<MatValue> values;
  for (const std::string& word : words) values.emplace_back(word);
  return as_cell(std::move(values));
}

MatValue as_value(const Design& design) {
  return design.visit([](const auto& X) { return MatValue(X); });
}

void append_wide(std::vector<MatVariable>& variables, const MultiTaskData& data) {
  if (!data.is_shared())
    throw InvalidOption({.what = "tasks of different X do not fit into the wide form",
                         .where = "form",
                         .hint = "write the per-task form"});
  const arma::uword n = data.design(0).rows(), T = data.n_tasks();
  variables.push_back({"X", as_value(data.design(0))});
  variables.push_back({"Y", MatValue(arma::mat(arma::reshape(targets_with_gaps(data), n, T)))});
  if (has_weights(data)) variables.push_back({"weights", MatValue(arma::mat(arma::reshape(data.weights(), n, T)))});
}

void append_per_task(std::vector<MatVariable>& variables, const MultiTaskData& data) {
  std::vector<MatValue> X, Y, weights;
  const arma::vec y = targets_with_gaps(data);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    X.push_back(as_value(data.design(t)));
    Y.emplace_back(arma::mat(y.subvec(rows.begin, rows.end - 1)));
    weights.emplace_back(arma::mat(data.weights_of(t)));
  }
  variables.push_back({"X", as_cell(std::move(X))});
  variables.push_back({"Y", as_cell(std::move(Y))});
  if (has_weights(data)) variables.push_back({"weights", as_cell(std::move(weights))});
}

}  // namespace

LoadedData from_mat(const MatFile& file) {
  LoadedData loaded = is_cell(file.at("X")) ? read_cells(file) : read_matrices(file);
  if (file.contains("task_names")) loaded.data = loaded.data.with_task_names(read_words(file.at("task_names")));
  if (file.contains("feature_names"))
    loaded.data = loaded.data.with_feature_names(read_words(file.at("feature_names")));
  if (file.contains("class_names")) loaded.class_names = read_words(file.at("class_names"));
  return loaded;
}

LoadedData read_mat(const std::filesystem::path& path, const ReadOptions& options) {
  return from_mat(MatFile::read(path, options.memory_limit));
}

std::string to_mat(const MultiTaskData& data, const WriteOptions& options) {
  std::vector<MatVariable> variables;
  DataForm form = options.form;
  if (form == DataForm::automatic) form = data.is_shared() ? DataForm::wide : DataForm::per_task;
  if (form == DataForm::long_rows)
    throw InvalidOption(
        {.what = "a MATLAB file holds the wide or the per-task form", .where = "form", .got = "long_rows"});
  if (form == DataForm::wide) append_wide(variables, data);
  if (form == DataForm::per_task) append_per_task(variables, data);
  variables.push_back({"task_names", as_words(data.task_names())});
  if (!data.feature_names().empty()) variables.push_back({"feature_names", as_words(data.feature_names())});
  if (!options.class_names.empty()) variables.push_back({"class_names", as_words(options.class_names)});
  return to_mat(variables);
}

}  // namespace starling
