#include "apps/cli/model_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling::cli {
namespace {

void check_features(const Model& model, const MultiTaskData& data) {
  if (data.n_features() != model.n_features())
    throw InvalidData({.what = "the data have another number of features than the model",
                       .expected = std::to_string(model.n_features()),
                       .got = std::to_string(data.n_features())});
  const std::vector<std::string>& known = model.info().feature_names;
  const std::vector<std::string>& found = data.feature_names();
  if (known.empty() || found.empty()) return;
  const auto [expected, got] = std::ranges::mismatch(known, found);
  if (expected == known.end()) return;
  throw InvalidData({.what = "the data have other features than the model",
                     .where = fmt::format("feature {}", expected - known.begin() + 1),
                     .expected = "'" + *expected + "'",
                     .got = "'" + *got + "'"});
}

}  // namespace

bool is_model_file(const std::filesystem::path& path) {
  constexpr std::string_view magic = "STARLING";
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) return false;
  std::ifstream file(path, std::ios::binary);
  std::string start(magic.size(), '\0');
  return file.read(start.data(), static_cast<std::streamsize>(start.size())) && start == magic;
}

const LinearModel& as_linear(const Model& model) {
  if (const auto* linear = dynamic_cast<const LinearModel*>(&model)) return *linear;
  throw InvalidModel(
      {.what = "the model has no coefficients", .expected = "a linear model", .got = std::string(model.kind())});
}

std::shared_ptr<const Model> with_class_names(const std::shared_ptr<const Model>& model,
                                              const std::vector<std::string>& names) {
  if (names.empty() || !model->info().labels) return model;
  ModelInfo info = model->info();
  info.labels->names = names;
  return model->with_info(std::move(info));
}

std::shared_ptr<const Model> for_tasks_of(const MultiTaskData& data, const std::shared_ptr<const Model>& model,
                                          UnknownTasks unknown) {
  check_features(*model, data);
  const std::vector<std::string>& known = model->info().task_names;
  if (data.task_names() == known) return model;
  std::vector<std::optional<arma::uword>> tasks;
  for (const std::string& name : data.task_names()) {
    const auto found = std::ranges::find(known, name);
    const bool is_known = found != known.end();
    if (!is_known && unknown == UnknownTasks::refused)
      throw InvalidData({.what = "the model does not know the task '" + name + "'",
                         .hint = name_hint(name, std::vector<std::string_view>(known.begin(), known.end()))});
    tasks.push_back(is_known ? std::optional(static_cast<arma::uword>(found - known.begin())) : std::nullopt);
  }
  return model->for_tasks(tasks, data.task_names());
}

}  // namespace starling::cli
