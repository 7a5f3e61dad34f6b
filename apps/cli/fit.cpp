// starling fit DATA --method NAME: learn, prove, keep.
#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/data_summary.hpp"
#include "apps/cli/fit_report.hpp"
#include "apps/cli/model_file.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/search_argument.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/model/archive.hpp"
#include "lib/selection/probabilities.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  MethodArgument method;
  SearchArgument search;
  std::string model, proved_zero, progress = "auto";
  bool json = false, strict = false, probabilities = false;
};

// The fit, after a search for the options of the grid where one is asked for. The estimator then has them.
Fit learn(const Request& request, Estimator& estimator, const MultiTaskData& data) {
  ProgressDisplay display(parse_progress(request.progress));
  stop_on_signals();
  const SearchArgument& asked = request.search;
  if (asked.folds != 0) {
    const CrossValidation found = search(estimator, data, asked, display);
    estimator.set_params(found.points[found.chosen].params);
    return found.refit;
  }
  if (!asked.grid.empty()) throw InvalidOption({.what = "there is a grid but no --cv", .where = "option --grid"});
  FitControl control{.stop = asked.run.stop, .threads = asked.run.threads};
  control.stop.on_progress = display.watch(control.stop.gap);
  Fit fitted = estimator.fit(data, control);
  display.close();
  throw_if_interrupted();
  return fitted;
}

Fit with_sigmoids(const Request& request, const Estimator& estimator, const MultiTaskData& data, Fit fitted) {
  ProgressDisplay display(parse_progress(request.progress));
  const SearchArgument& asked = request.search;
  ProbabilityPlan plan{.seed = asked.seed, .control = {.stop = asked.run.stop, .threads = asked.run.threads}};
  if (asked.folds != 0) plan.folds = asked.folds;
  plan.control.stop.on_progress = display.watch(plan.control.stop.gap);
  Fit found = with_probabilities(estimator, data, std::move(fitted), plan);
  display.close();
  throw_if_interrupted();
  return found;
}

// One name a line: features that no optimum of this problem uses.
std::string irrelevant_features(const Estimator& estimator, const MultiTaskData& data, const Fit& fitted) {
  const std::vector<std::string> names = feature_names(data);
  const std::vector<bool> zero = estimator.proved_zero(data, fitted);
  std::string text;
  for (std::size_t j = 0; j < zero.size(); ++j)
    if (zero[j]) text += names[j] + "\n";
  return text;
}

ExitCode fit(const Request& request) {
  const auto estimator = make(request.method);
  check(request.search.run.stop);
  if (!request.proved_zero.empty() && !estimator->proves_zeros())
    throw InvalidOption({.what = "this method cannot prove features irrelevant",
                         .where = "option --proved-zero, method " + estimator->name(),
                         .hint = "multitask_lasso can"});
  const GivenData given = load(request.data);
  if (request.probabilities && !estimator->is_classifier())
    throw InvalidOption({.what = "this method predicts numbers, which have no probabilities",
                         .where = "option --probabilities, method " + estimator->name()});
  Fit fitted = learn(request, *estimator, given.data);
  if (request.probabilities) fitted = with_sigmoids(request, *estimator, given.data, std::move(fitted));
  if (!request.model.empty()) save_model(*with_class_names(fitted.model, given.class_names), request.model);
  std::string told = proof_line(fitted.report);
  with_threads(request.search.run.threads, [&] {
    if (!request.proved_zero.empty())
      save_atomically(request.proved_zero, irrelevant_features(*estimator, given.data, fitted));
    if (request.json) told = json_fit(*estimator, given.data, fitted).text() + "\n";
  });
  write_output(told);
  return request.strict && !converged(fitted.report.status) ? ExitCode::not_converged : ExitCode::ok;
}

}  // namespace

void add_fit(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("fit", "learn a model from data and prove how good its objective is");
  add_data_argument(verb, request->data);
  add_method_argument(verb, request->method);
  verb.add({.names = "-m,--model", .value = "FILE", .help = "where to keep the model"}, request->model);
  add_run_argument(verb, request->search.run);
  request->search.folds = 0;
  verb.add({.names = "--cv", .value = "K", .help = "choose options from --grid by K-fold cross-validation"},
           request->search.folds);
  add_search_argument(verb, request->search);
  verb.add({.names = "--proved-zero",
            .value = "FILE",
            .help = "write the features that are proved to have zero coefficients in every optimum, one name a line"},
           request->proved_zero);
  verb.add(
      {.names = "--probabilities",
       .help =
           "learn probabilities of classes too, from decisions for samples left out, in as many folds as --cv or 5"},
      request->probabilities);
  verb.add({.names = "--strict", .help = "exit 5 when the gap is not reached"}, request->strict);
  verb.add({.names = "--json", .help = "print one JSON object"}, request->json);
  add_progress_argument(verb, request->progress);
  verb.action = [request] { return fit(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
