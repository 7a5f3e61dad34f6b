// starling score DATA -m MODEL: how good a model's predictions are.
#include <fmt/format.h>

#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/json_object.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/version.hpp"
#include "lib/estimator/metrics.hpp"
#include "lib/model/archive.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  std::string model;
  std::vector<std::string> metrics;
  bool json = false, new_tasks = false;
};

// Those asked for by name, otherwise all that suit the predictions.
std::vector<const Metric*> chosen(const Request& request, const Judged& judged) {
  std::vector<const Metric*> list;
  for (const std::string& name : request.metrics) list.push_back(&find_metric(name));
  const auto suited = judged.classes ? MetricNeeds::classification : MetricNeeds::regression;
  if (list.empty())
    for (const Metric& metric : metrics())
      if (metric.needs == suited) list.push_back(&metric);
  return list;
}

std::string undefined_or(const Score& score) { return score.value ? fmt::format("{:.6g}", *score.value) : "n/a"; }

ExitCode score(const Request& request) {
  for (const std::string& name : request.metrics) find_metric(name);
  const auto model = load_model(request.model);
  const GivenData given = load(request.data, Part::test);
  const auto unknown = request.new_tasks ? UnknownTasks::predicted : UnknownTasks::refused;
  const Judged judged = judge(*for_tasks_of(given.data, model, unknown), labelled_as_in(*model, given));
  std::vector<std::vector<std::string>> rows;
  JsonObject scores;
  for (const Metric* metric : chosen(request, judged)) {
    const Score value = metric->score(judged);
    const auto left_out = count(value.tasks_left_out, "task") + " left out";
    rows.push_back({std::string(metric->name), undefined_or(value), value.tasks_left_out > 0 ? left_out : ""});
    if (value.value)
      scores.add(metric->name, *value.value);
    else
      scores.add_null(metric->name);
  }
  if (request.json) {
    JsonObject json;
    json.add("data", given.source).add("method", model->info().method).add("metrics", scores);
    json.add("n_tasks", given.data.n_tasks()).add("n_samples", given.data.n_samples());
    write_output(json.add("version", STARLING_VERSION).text() + "\n");
  } else {
    write_output(fmt::format("{}, {}\n", given.source, count(given.data.n_samples(), "sample")) + aligned(rows));
  }
  return ExitCode::ok;
}

}  // namespace

void add_score(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("score", "measure a model's predictions on data");
  add_data_argument(verb, request->data);
  verb.add({.names = "-m,--model", .value = "FILE", .help = "the model", .required = true}, request->model);
  verb.add({.names = "--metric", .value = "NAME", .help = "such as rmse_pooled, ev_global, auc; none: all that apply"},
           request->metrics);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  verb.add({.names = "--new-tasks", .help = "take tasks the model does not know, by what its tasks have in common"},
           request->new_tasks);
  verb.action = [request] { return score(*request); };
  verb.notes = wrapped("Of a data set by name that has a test part, that part is scored.", 0);
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
