// starling info DATA|MODEL: what is in a file.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/data_summary.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/model_picture.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/kernel_model.hpp"
#include "lib/model/one_vs_rest_model.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  bool json = false;
  std::string picture;
};

// "basis, 27 x 3: -0.5 to 0.8"; of few numbers the numbers.
std::string learned_text(const std::string& name, const arma::mat& matrix) {
  const std::string shape = fmt::format("{}, {} x {}", name, matrix.n_rows, matrix.n_cols);
  if (matrix.is_empty()) return shape;
  if (!matrix.is_vec()) return fmt::format("{}: {} to {}", shape, brief(matrix.min()), brief(matrix.max()));
  std::vector<std::string> numbers;
  for (const double value : matrix) numbers.push_back(brief(value));
  return fmt::format("{}: {}", shape, listed(numbers));
}

std::string model_page(const Model& model) {
  const ModelInfo& info = model.info();
  std::string text, params;
  for (const auto& [name, value] : info.params) params += fmt::format("{}={} ", name, value);
  const auto say = [&text](std::string_view name, std::string_view value) { text += defined(name, value, 14); };
  say("model", fmt::format("{} by {}, Starling {}", model.kind(), info.method, info.version));
  say("tasks", fmt::format("{}: {}", model.n_tasks(), fmt::join(info.task_names, ", ")));
  say("features", std::to_string(model.n_features()));
  say("options", params);
  say("lambda", spelling::print(info.lambda));
  if (info.labels && !info.labels->names.empty())
    say("classes", fmt::format("{}", fmt::join(info.labels->names, ", ")));
  if (const auto* linear = dynamic_cast<const LinearModel*>(&model))
    say("coefficients",
        fmt::format("{} of {} rows not zero, rank {}", linear->nonzero_rows(), model.n_features(), linear->rank()));
  if (const auto* kernel = dynamic_cast<const KernelModel*>(&model))
    say("support", fmt::format("{}, {} kernel, gamma {:.6g}", count(kernel->n_support_vectors(), "vector"),
                               spelling::print_value(kernel->machine().kernel.name), kernel->machine().kernel.gamma));
  if (const auto* classes = dynamic_cast<const OneVsRestModel*>(&model))
    say("machines", fmt::format("{}, one a class", classes->machines().size()));
  if (!info.sigmoids.empty()) say("probabilities", "by sigmoids of decisions for samples left out");
  for (const auto& [name, matrix] : info.learned) say("learned", learned_text(name, matrix));
  say("proof", fmt::format("{}: relative gap {:.1e}, objective {:.6g}", info.status, info.relative_gap, info.primal));
  return text;
}

JsonObject model_json(const Model& model) {
  const ModelInfo& info = model.info();
  JsonObject params, json;
  for (const auto& [name, value] : info.params) params.add(name, value);
  json.add("kind", model.kind()).add("method", info.method).add("params", params).add("lambda", info.lambda);
  json.add("n_tasks", model.n_tasks()).add("n_features", model.n_features());
  json.add_list("task_names", info.task_names).add_list("feature_names", info.feature_names);
  if (info.labels) json.add_list("class_names", info.labels->names);
  if (const auto* linear = dynamic_cast<const LinearModel*>(&model))
    json.add("nonzero_rows", linear->nonzero_rows()).add("rank", linear->rank());
  if (const auto* kernel = dynamic_cast<const KernelModel*>(&model))
    json.add("support_vectors", kernel->n_support_vectors());
  if (info.labels) json.add("n_classes", info.labels->values.size());
  JsonObject learned;
  for (const auto& [name, matrix] : info.learned) learned.add_matrix(name, matrix);
  json.add("learned", learned);
  json.add("status", info.status).add("primal", info.primal).add("dual", info.dual);
  return json.add("relative_gap", info.relative_gap).add("version", info.version);
}

ExitCode inform(const Request& request) {
  if (is_model_file(request.data.data)) {
    const auto model = load_model(request.data.data);
    if (!request.picture.empty()) save_atomically(request.picture, model_svg(*model));
    write_output(request.json ? model_json(*model).text() + "\n" : model_page(*model));
  } else {
    if (!request.picture.empty())
      throw InvalidOption({.what = "a picture of something that is no model", .where = "option --picture"});
    const GivenData given = load(request.data);
    write_output(request.json ? data_json(given).text() + "\n" : data_page(given));
  }
  return ExitCode::ok;
}

}  // namespace

void add_info(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("info", "say what is in a data or model file");
  add_data_argument(verb, request->data);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  verb.add({.names = "--picture",
            .value = "FILE.svg",
            .help = "a picture of what a model learned: its tree of merges and its matrices"},
           request->picture);
  verb.action = [request] { return inform(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
