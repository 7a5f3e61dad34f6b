// starling fit DATA --method NAME: learn, prove, keep.
#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/fit_report.hpp"
#include "apps/cli/method_argument.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/progress.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/model/archive.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  MethodArgument method;
  RunArgument run;
  std::string model, progress = "auto";
  bool json = false, strict = false;
};

ExitCode fit(const Request& request) {
  const auto estimator = make(request.method);
  check(request.run.stop);
  const GivenData given = load(request.data);
  ProgressDisplay display(parse_progress(request.progress));
  stop_on_signals();
  FitControl control{.stop = request.run.stop, .threads = request.run.threads};
  control.stop.on_progress = display.watch(control.stop.gap);
  const Fit fitted = estimator->fit(given.data, control);
  display.close();
  throw_if_interrupted();
  if (!request.model.empty()) save_model(*with_class_names(fitted.model, given.class_names), request.model);
  write_output(request.json ? json_fit(*estimator, given.data, fitted).text() + "\n" : proof_line(fitted.report));
  return request.strict && !converged(fitted.report.status) ? ExitCode::not_converged : ExitCode::ok;
}

}  // namespace

void add_fit(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("fit", "learn a model from data and prove how good its objective is");
  add_data_argument(verb, request->data);
  add_method_argument(verb, request->method);
  verb.add({.names = "-m,--model", .value = "FILE", .help = "where to keep the model"}, request->model);
  add_run_argument(verb, request->run);
  verb.add({.names = "--strict", .help = "exit 5 when the gap is not reached"}, request->strict);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  add_progress_argument(verb, request->progress);
  verb.action = [request] { return fit(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
