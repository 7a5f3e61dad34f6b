// starling path DATA --method NAME: the solutions along the strength of the penalty.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/data_summary.hpp"
#include "apps/cli/fit_report.hpp"
#include "apps/cli/method_argument.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/path_plot.hpp"
#include "apps/cli/progress.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/version.hpp"
#include "lib/selection/path.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  MethodArgument method;
  RunArgument run;
  int count = 100;
  double least_share = 1e-3;
  std::string output, plot, progress = "auto";
  bool json = false;
};

// What is told of a fit. Its coefficients are not kept: a hundred of them may not fit in memory.
struct Step {
  double lambda = 0.0;
  FitReport report = {};
  arma::uword nonzero_rows = 0, rank = 0;
  arma::vec norms = {};  // of the rows of W
};

Step summarise(PathPoint point) {
  const LinearModel& model = point.fit.linear();
  Step step{point.lambda, std::move(point.fit.report), point.nonzero_rows, model.rank(),
            arma::sqrt(arma::sum(arma::square(model.W()), 1))};
  step.report.certificate.dual_point.reset();
  step.report.history.clear();
  return step;
}

std::vector<Step> walk(const Request& request, const Estimator& estimator, const MultiTaskData& data) {
  PathPlan plan{.count = request.count,
                .least_share = request.least_share,
                .control = {.stop = request.run.stop, .threads = request.run.threads}};
  ProgressDisplay display(parse_progress(request.progress));
  stop_on_signals();
  const auto all = static_cast<std::size_t>(std::max(request.count, 1));
  std::vector<Step> steps;
  plan.control.stop.on_progress = [&](const Progress&) {
    return display.step(std::min(steps.size() + 1, all), all, "fits");
  };
  lambda_path(estimator, data, plan, [&](PathPoint point) {
    steps.push_back(summarise(std::move(point)));
    return !interrupted();
  });
  display.close();
  throw_if_interrupted();
  return steps;
}

std::string csv(const std::vector<Step>& steps) {
  std::string text = "lambda,objective,relative_gap,nonzero_rows,rank,iterations,status\n";
  for (const Step& step : steps)
    text += fmt::format("{},{},{},{},{},{},{}\n", spelling::print(step.lambda),
                        spelling::print(step.report.certificate.primal),
                        spelling::print(step.report.certificate.relative_gap), step.nonzero_rows, step.rank,
                        step.report.iterations, to_string(step.report.status));
  return text;
}

std::string table(const std::vector<Step>& steps) {
  std::vector<std::vector<std::string>> rows = {
      {"lambda", "objective", "gap", "features", "rank", "iterations", "status"}};
  for (const Step& step : steps)
    rows.push_back({brief(step.lambda), brief(step.report.certificate.primal),
                    fmt::format("{:.1e}", step.report.certificate.relative_gap), std::to_string(step.nonzero_rows),
                    std::to_string(step.rank), std::to_string(step.report.iterations),
                    std::string(to_string(step.report.status))});
  return aligned(rows);
}

std::string json_path(const Estimator& estimator, const std::vector<Step>& steps) {
  std::vector<JsonObject> list;
  for (const Step& step : steps) {
    JsonObject json;
    json.add("lambda", step.lambda).add("status", to_string(step.report.status));
    json.add("iterations", step.report.iterations).add("seconds", step.report.seconds);
    add_certificate(json, step.report.certificate);
    list.push_back(json.add("nonzero_rows", step.nonzero_rows).add("rank", step.rank));
  }
  JsonObject json;
  json.add("method", estimator.name()).add_list("points", list).add("version", STARLING_VERSION);
  return json.text() + "\n";
}

PathCurves curves(const std::string& title, const MultiTaskData& data, const std::vector<Step>& steps) {
  PathCurves picture{.title = title, .lambdas = {}, .norms = {}, .names = feature_names(data)};
  picture.norms.resize(data.n_features());
  for (const Step& step : steps) {
    picture.lambdas.push_back(step.lambda);
    for (arma::uword j = 0; j < step.norms.n_elem; ++j) picture.norms[j].push_back(step.norms[j]);
  }
  return picture;
}

ExitCode follow_path(const Request& request) {
  const auto estimator = make(request.method);
  const GivenData given = load(request.data);
  const std::vector<Step> steps = walk(request, *estimator, given.data);
  if (!request.plot.empty())
    save_atomically(request.plot,
                    path_svg(curves(estimator->name() + " on " + short_source(given), given.data, steps)));
  if (request.output.empty() || request.output == "-")
    write_output(request.json ? json_path(*estimator, steps) : request.output.empty() ? table(steps) : csv(steps));
  else
    save_atomically(request.output, request.json ? json_path(*estimator, steps) : csv(steps));
  return ExitCode::ok;
}

}  // namespace

void add_path(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("path", "fit a method along the strength of its penalty");
  add_data_argument(verb, request->data);
  add_method_argument(verb, request->method);
  verb.add({.names = "--lambdas", .value = "COUNT", .help = "how many strengths, from lambda_max down (100)"},
           request->count);
  verb.add({.names = "--least", .value = "SHARE", .help = "the last one as a share of lambda_max (0.001)"},
           request->least_share);
  verb.add({.names = "-o,--output",
            .value = "FILE",
            .help = "one CSV line a fit; -: standard output, in place of the table"},
           request->output);
  verb.add({.names = "--plot", .value = "FILE.svg", .help = "a picture: norms of the rows of W against lambda"},
           request->plot);
  add_run_argument(verb, request->run);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  add_progress_argument(verb, request->progress);
  verb.action = [request] { return follow_path(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
