#include "apps/compare/request.hpp"

#include <fmt/format.h>

#include "apps/cli/config.hpp"
#include "lib/base/error.hpp"

namespace starling::compare {

void add_experiment_options(cli::Verb& verb, ExperimentRequest& asked) {
  verb.add({.names = "--data", .value = "SPEC", .help = "a data set"}, asked.plan.data);
  verb.add({.names = "--method", .value = "SPEC", .help = "a method"}, asked.plan.methods);
  verb.add({.names = "--embedded", .help = "methods of every kind on four generated data sets"}, asked.embedded);
  verb.add({.names = "--seeds", .value = "N", .help = "repetitions, each with its own samples (3)"},
           asked.plan.repetitions);
  verb.add({.names = "--folds", .value = "N", .help = "folds of the search inside every job (3)"}, asked.plan.folds);
  verb.add({.names = "--tune-by",
            .value = "NAME",
            .help = "what options are searched by (mse, log_loss or error, by the method's loss)"},
           asked.plan.tune_by);
  verb.add({.names = "--train-share", .value = "P", .help = "share of every task to learn from; no official splits"},
           asked.train_share);
  verb.add({.names = "--train-per-task", .value = "N", .help = "samples of every task to learn from"},
           asked.plan.split.train_per_task);
  verb.add({.names = "--metric", .value = "NAME", .help = "what the tables compare by (ev_global, auc)"},
           asked.plan.metrics);
  verb.add({.names = "--gap",
            .value = "G",
            .help = "relative duality gap of every fit (1e-6)",
            .environment = "STARLING_GAP"},
           asked.plan.gap);
  verb.add(
      {.names = "--max-iter", .value = "N", .help = "most iterations of a fit", .environment = "STARLING_MAX_ITER"},
      asked.plan.max_iterations);
  verb.add({.names = "--keep",
            .value = "NAME",
            .help = "coefficients or relations of tasks: kept of the first repetition, and drawn in reports"},
           asked.plan.keep);
  verb.add({.names = "--time-limit", .value = "S", .help = "most seconds of a job (none)"}, asked.limits.wall_seconds);
  verb.add({.names = "--cpu-limit", .value = "S", .help = "most seconds of processor time of a job (none)"},
           asked.limits.cpu_seconds);
  verb.add({.names = "--memory-limit", .value = "MIB", .help = "most memory of a job, beside the data (none)"},
           asked.limits.memory_mib);
  verb.add(
      {.names = "--data-dir", .value = "DIR", .help = "where the files of classic data sets are; else STARLING_DATA"},
      asked.data_dir);
}

ExperimentPlan plan_of(const ExperimentRequest& asked) {
  ExperimentPlan plan = asked.plan;
  plan.source = {.data_dir = asked.data_dir};
  if (asked.train_share != 0.0) {
    plan.split.train_share = asked.train_share;
    plan.split.official = false;
  }
  if (!asked.embedded) return plan;
  const ExperimentPlan embedded = embedded_plan();
  if (plan.data.empty()) plan.data = embedded.data;
  if (plan.methods.empty()) plan.methods = embedded.methods;
  return plan;
}

void check_limits(const JobLimits& limits) {
  static constexpr double most = 1e8;
  const auto require = [](double value, const char* option) {
    if (value >= 0.0 && value <= most) return;
    throw InvalidOption({.what = "invalid value",
                         .where = std::string("option ") + option,
                         .expected = fmt::format("a number from 0 to {}", most),
                         .got = spelling::print(value)});
  };
  require(limits.wall_seconds, "--time-limit");
  require(limits.cpu_seconds, "--cpu-limit");
  require(limits.memory_mib, "--memory-limit");
}

ExperimentRequest read_experiment(const std::string& path) {
  ExperimentRequest asked;
  cli::Verb verb("compare", "");
  add_experiment_options(verb, asked);
  cli::take_settings(verb, cli::read_settings(path, verb));
  check_limits(asked.limits);
  return asked;
}

}  // namespace starling::compare
