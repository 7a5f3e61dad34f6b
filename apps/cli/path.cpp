// starling path DATA --method NAME: the solutions along the strength of the penalty.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "apps/cli/data_argument.hpp"
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
  std::string output = "-", plot, progress = "auto";
  bool json = false;
};

std::vector<PathPoint> walk(const Request& request, const Estimator& estimator, const MultiTaskData& data) {
  PathPlan plan{.count = request.count,
                .least_share = request.least_share,
                .control = {.stop = request.run.stop, .threads = request.run.threads}};
  ProgressDisplay display(parse_progress(request.progress));
  stop_on_signals();
  const auto all = static_cast<std::size_t>(std::max(request.count, 1));
  plan.control.stop.on_progress = [&display, all, started = std::size_t{0}](const Progress& now) mutable {
    if (now.iteration == 0) ++started;
    return display.step(std::min(started, all), all, "fits");
  };
  std::vector<PathPoint> points = lambda_path(estimator, data, plan);
  display.close();
  throw_if_interrupted();
  return points;
}

std::string table(const std::vector<PathPoint>& points) {
  std::string text = "lambda,objective,relative_gap,nonzero_rows,rank,iterations,status\n";
  for (const PathPoint& point : points) {
    const FitReport& report = point.fit.report;
    text += fmt::format("{},{},{},{},{},{},{}\n", spelling::print(point.lambda),
                        spelling::print(report.certificate.primal), spelling::print(report.certificate.relative_gap),
                        point.nonzero_rows, point.fit.linear().rank(), report.iterations, to_string(report.status));
  }
  return text;
}

std::string json_path(const Estimator& estimator, const std::vector<PathPoint>& points) {
  std::vector<JsonObject> list;
  for (const PathPoint& point : points) {
    JsonObject json;
    json.add("lambda", point.lambda).add("status", to_string(point.fit.report.status));
    json.add("iterations", point.fit.report.iterations).add("seconds", point.fit.report.seconds);
    add_certificate(json, point.fit.report.certificate);
    list.push_back(json.add("nonzero_rows", point.nonzero_rows).add("rank", point.fit.linear().rank()));
  }
  JsonObject json;
  json.add("method", estimator.name()).add_list("points", list).add("version", STARLING_VERSION);
  return json.text() + "\n";
}

PathCurves curves(const Estimator& estimator, const MultiTaskData& data, const std::vector<PathPoint>& points) {
  PathCurves picture{.title = estimator.name() + " path", .lambdas = {}, .norms = {}, .names = data.feature_names()};
  picture.norms.resize(data.n_features());
  for (arma::uword j = picture.names.size(); j < data.n_features(); ++j)
    picture.names.push_back(fmt::format("x{}", j + 1));
  for (const PathPoint& point : points) {
    picture.lambdas.push_back(point.lambda);
    const arma::mat& W = point.fit.linear().W();
    for (arma::uword j = 0; j < W.n_rows; ++j) picture.norms[j].push_back(arma::norm(W.row(j)));
  }
  return picture;
}

ExitCode follow_path(const Request& request) {
  const auto estimator = make(request.method);
  const MultiTaskData data = load(request.data).data;
  const std::vector<PathPoint> points = walk(request, *estimator, data);
  if (!request.plot.empty()) save_atomically(request.plot, path_svg(curves(*estimator, data, points)));
  const std::string text = request.json ? json_path(*estimator, points) : table(points);
  if (request.output == "-")
    write_output(text);
  else
    save_atomically(request.output, text);
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
  verb.add({.names = "-o,--output", .value = "FILE", .help = "one CSV line a fit; -: standard output (-)"},
           request->output);
  verb.add({.names = "--plot", .value = "FILE.svg", .help = "norms of the rows of W against lambda"}, request->plot);
  add_run_argument(verb, request->run);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  add_progress_argument(verb, request->progress);
  verb.action = [request] { return follow_path(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
