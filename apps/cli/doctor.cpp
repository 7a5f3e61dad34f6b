// starling doctor: what this command is built of, where it runs, and whether it works there.
#include "algorithms/catalogue.hpp"
#include "apps/cli/fit_report.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/provenance.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"
#include "datasets/catalogue.hpp"

namespace starling::cli {
namespace {

// A small fit whose proof must hold here as it does elsewhere.
FitReport self_check() {
  const Dataset dataset = make_dataset("low_rank:n_tasks=6,n_features=15,n_samples=30,n_test=0,seed=1");
  FitControl control;
  control.stop.gap = 1e-9;
  return make_estimator("trace_norm", {{"lambda", "0.1max"}})->fit(dataset.train, control).report;
}

ExitCode examine() {
  Params facts = provenance();
  std::string text;
  const auto say = [&text](std::string_view name, std::string_view value) { text += defined(name, value, 15); };
  say("starling", facts["version"]);
  say("commit", facts["commit"]);
  say("compiler", facts["compiler"]);
  say("flags", facts["compiler_flags"]);
  say("Armadillo", facts["armadillo"]);
  say("BLAS", facts["blas"]);
  say("BLAS kernel", facts["blas_kernel"]);
  say("processor", facts["processor"]);
  say("threads", facts["threads"]);
  say("memory", facts["memory_mib"] + " MiB");
  for (const auto& place : data_directories({})) say("data", place.string());
  const FitReport report = self_check();
  say("self-check", proof_line(report));
  write_output(text);
  return converged(report.status) ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

void add_doctor(std::vector<Verb>& verbs) {
  Verb verb("doctor", "say what this command is built of and check that it works here");
  verb.action = examine;
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
