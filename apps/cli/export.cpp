// starling export MODEL -o FILE: the coefficients for other programs.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "apps/cli/json_object.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/data/formats/npz.hpp"
#include "lib/model/archive.hpp"

namespace starling::cli {
namespace {

struct Request {
  std::string model, output;
};

std::vector<std::string> feature_names(const LinearModel& model) {
  if (!model.info().feature_names.empty()) return model.info().feature_names;
  std::vector<std::string> names;
  for (arma::uword j = 0; j < model.n_features(); ++j) names.push_back(fmt::format("x{}", j + 1));
  return names;
}

std::string as_npz(const LinearModel& model) {
  return to_npz({{"W", to_npy(model.W())},
                 {"b", to_npy(arma::vec(model.b().t()))},
                 {"task_names", to_npy(model.info().task_names)},
                 {"feature_names", to_npy(feature_names(model))}});
}

// One line a feature, one column a task; the intercepts come last.
std::string as_csv(const LinearModel& model) {
  std::string text = "feature";
  for (const std::string& task : model.info().task_names) text += fmt::format(",{}", csv_cell(task));
  const auto line = [&text](std::string_view name, const arma::rowvec& values) {
    text += fmt::format("\n{}", csv_cell(name));
    for (const double value : values) text += fmt::format(",{}", spelling::print(value));
  };
  const auto names = feature_names(model);
  for (arma::uword j = 0; j < model.n_features(); ++j) line(names[j], model.W().row(j));
  line("(intercept)", model.b());
  return text + "\n";
}

std::string as_json(const LinearModel& model) {
  const ModelInfo& info = model.info();
  JsonObject params, json;
  for (const auto& [name, value] : info.params) params.add(name, value);
  std::vector<JsonObject> tasks;
  for (arma::uword t = 0; t < model.n_tasks(); ++t)
    tasks.push_back(JsonObject()
                        .add("name", info.task_names[t])
                        .add("intercept", model.b()(t))
                        .add_list("coefficients", arma::vec(model.W().col(t))));
  json.add("method", info.method).add("params", params).add("lambda", info.lambda);
  json.add_list("feature_names", feature_names(model)).add_list("tasks", tasks);
  return json.add("version", info.version).text() + "\n";
}

ExitCode export_model(const Request& request) {
  const auto model = load_model(request.model);
  const LinearModel& linear = as_linear(*model);
  const std::string extension = std::filesystem::path(request.output).extension();
  if (extension == ".npz")
    save_atomically(request.output, as_npz(linear));
  else if (extension == ".csv")
    save_atomically(request.output, as_csv(linear));
  else if (extension == ".json")
    save_atomically(request.output, as_json(linear));
  else
    throw InvalidOption({.what = "unknown format",
                         .where = "option --output",
                         .expected = "a name that ends in .npz, .csv or .json",
                         .got = "'" + request.output + "'"});
  return ExitCode::ok;
}

}  // namespace

void add_export(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("export", "write the coefficients of a model for other programs");
  verb.add({.names = "MODEL", .help = "a model file", .required = true}, request->model);
  verb.add({.names = "-o,--output", .value = "FILE", .help = ".npz, .csv or .json", .required = true}, request->output);
  verb.action = [request] { return export_model(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
