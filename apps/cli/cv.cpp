// starling cv DATA --method NAME --grid ...: choose options by cross-validation.
#include <fmt/format.h>

#include <memory>

#include "apps/cli/cv_plot.hpp"
#include "apps/cli/data_argument.hpp"
#include "apps/cli/fit_report.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/search_argument.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  MethodArgument method;
  SearchArgument search;
  std::string model, plot, progress = "auto";
  bool json = false;
};

std::string settings(const Params& params) {
  std::string text;
  for (const auto& [name, value] : params) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
  return text;
}

std::string table(const CrossValidation& found, int folds) {
  std::vector<std::vector<std::string>> rows = {{"options", found.metric, "std. error", ""}};
  for (std::size_t k = 0; k < found.points.size(); ++k) {
    const GridPointScore& point = found.points[k];
    rows.push_back({settings(point.params), brief(point.mean), brief(point.standard_error),
                    fmt::format("{}{}", k == found.chosen ? "chosen" : "", k == found.best ? " best" : "")});
  }
  return aligned(rows) +
         fmt::format("\n{} folds; {} is better\nrefit on all data with {}\n", folds,
                     found.higher_is_better ? "higher" : "lower", settings(found.points[found.chosen].params)) +
         proof_line(found.refit.report);
}

JsonObject json_params(const Params& params) {
  JsonObject json;
  for (const auto& [name, value] : params) json.add(name, value);
  return json;
}

JsonObject json_search(const CrossValidation& found, int folds) {
  std::vector<JsonObject> points;
  for (const GridPointScore& point : found.points) {
    points.push_back(JsonObject().add("params", json_params(point.params)));
    add_score(points.back(), point);
  }
  JsonObject json;
  json.add("metric", found.metric).add("higher_is_better", found.higher_is_better).add("folds", folds);
  json.add_list("points", points).add("best", found.best).add("one_se", found.one_se);
  return json.add("chosen", found.chosen).add("chosen_params", json_params(found.points[found.chosen].params));
}

// The x axis of a picture. Throws InvalidOption where the grid has no penalty strength.
std::string searched_strength(const Estimator& estimator, const SearchArgument& argument) {
  for (const GridAxis& axis : grid_of(argument, estimator))
    if (axis.is_lambda) return axis.name;
  throw InvalidOption({.what = "a picture needs the strength of a penalty in the grid", .where = "option --plot"});
}

ExitCode cross_validate_grid(const Request& request) {
  const auto estimator = make(request.method);
  check(request.search.run.stop);
  const std::string strength = request.plot.empty() ? "" : searched_strength(*estimator, request.search);
  const GivenData given = load(request.data);
  ProgressDisplay display(parse_progress(request.progress));
  stop_on_signals();
  const CrossValidation found = search(*estimator, given.data, request.search, display);
  if (!request.plot.empty())
    save_atomically(request.plot, cv_svg(fmt::format("{} on {}, {} folds", estimator->name(), short_source(given),
                                                     request.search.folds),
                                         found, strength));
  if (!request.model.empty()) save_model(*with_class_names(found.refit.model, given.class_names), request.model);
  if (request.json) {
    estimator->set_params(found.points[found.chosen].params);
    JsonObject json = json_search(found, request.search.folds);
    write_output(json.add("refit", json_fit(*estimator, given.data, found.refit)).text() + "\n");
  } else {
    write_output(table(found, request.search.folds));
  }
  return ExitCode::ok;
}

}  // namespace

void add_cv(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("cv", "choose a method's options by cross-validation");
  add_data_argument(verb, request->data);
  add_method_argument(verb, request->method);
  add_search_argument(verb, request->search);
  verb.add({.names = "--folds", .value = "K", .help = "parts every task is cut into (5)"}, request->search.folds);
  verb.add({.names = "-m,--model", .value = "FILE", .help = "where to keep the model refitted to all data"},
           request->model);
  verb.add({.names = "--plot", .value = "FILE.svg", .help = "a picture: mean and standard error against lambda"},
           request->plot);
  add_run_argument(verb, request->search.run);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  add_progress_argument(verb, request->progress);
  verb.action = [request] { return cross_validate_grid(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
