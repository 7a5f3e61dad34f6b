// starling path DATA --method NAME: the solutions along the strength of the penalty.
#include <algorithm>
#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/data_summary.hpp"
#include "apps/cli/method_argument.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/path_plot.hpp"
#include "apps/cli/path_report.hpp"
#include "apps/cli/progress.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  MethodArgument method;
  RunArgument run;
  int count = 100;
  double least_share = 1e-3;
  bool cv = false;
  int folds = 5;
  std::uint64_t seed = 0;
  std::string metric;
  std::string output, plot, progress = "auto";
  bool json = false;
};

// Takes the points of a path as they come and shows how far it is.
PathReport walk(const Request& request, const Estimator& estimator, const MultiTaskData& data) {
  CrossValidatedPathPlan plan{.path = {.count = request.count,
                                       .least_share = request.least_share,
                                       .control = {.stop = request.run.stop, .threads = request.run.threads}},
                              .folds = request.folds,
                              .metric = request.metric,
                              .seed = request.seed};
  ProgressDisplay display(parse_progress(request.progress));
  stop_on_signals();
  const int paths = request.cv ? request.folds + 1 : 1;
  const auto all = static_cast<std::size_t>(std::max(request.count, 1)) * static_cast<std::size_t>(std::max(paths, 1));
  plan.path.control.stop.on_progress = [&display, all, started = std::size_t{0}](const Progress& now) mutable {
    if (now.iteration == 0) ++started;  // as every fit does
    return display.step(std::clamp(started, std::size_t{1}, all), all, "fits");
  };
  PathReport path{.method = estimator.name(), .steps = {}};
  const auto take = [&](PathPoint point) {
    path.steps.push_back(summarise(std::move(point)));
    return !interrupted();
  };
  if (request.cv)
    path.scores = cross_validate_path(estimator, data, plan, take);
  else
    lambda_path(estimator, data, plan.path, take);
  display.close();
  throw_if_interrupted();
  return path;
}

std::string picture(const std::string& title, const MultiTaskData& data, const PathReport& path) {
  PathCurves curves{.title = title, .lambdas = {}, .norms = {}, .names = feature_names(data)};
  curves.norms.resize(data.n_features());
  for (const PathStep& step : path.steps) {
    curves.lambdas.push_back(step.lambda);
    for (arma::uword j = 0; j < step.norms.n_elem; ++j) curves.norms[j].push_back(step.norms[j]);
  }
  return path_svg(curves, path.scores ? &*path.scores : nullptr);
}

ExitCode follow_path(const Request& request) {
  if (!request.cv && !request.metric.empty())
    throw InvalidOption({.what = "there is a metric but no --cv", .where = "option --metric"});
  const auto estimator = make(request.method);
  const GivenData given = load(request.data);
  const PathReport path = walk(request, *estimator, given.data);
  if (!request.plot.empty())
    save_atomically(request.plot, picture(estimator->name() + " on " + short_source(given), given.data, path));
  if (request.output.empty() || request.output == "-")
    write_output(request.json ? path_json(path) : request.output.empty() ? path_table(path) : path_csv(path));
  else
    save_atomically(request.output, request.json ? path_json(path) : path_csv(path));
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
  verb.add({.names = "--cv", .help = "judge every strength by cross-validation within the tasks"}, request->cv);
  verb.add({.names = "--folds", .value = "K", .help = "parts every task is cut into for --cv (5)"}, request->folds);
  verb.add({.names = "--metric", .value = "NAME", .help = "what to judge by (the method's natural one)"},
           request->metric);
  verb.add({.names = "--seed", .value = "S", .help = "of the folds (0)"}, request->seed);
  verb.add({.names = "-o,--output",
            .value = "FILE",
            .help = "one CSV line a fit; -: standard output, in place of the table"},
           request->output);
  verb.add({.names = "--plot",
            .value = "FILE.svg",
            .help = "a picture: norms of the rows of W against lambda, with --cv also the scores"},
           request->plot);
  add_run_argument(verb, request->run);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  add_progress_argument(verb, request->progress);
  verb.action = [request] { return follow_path(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
