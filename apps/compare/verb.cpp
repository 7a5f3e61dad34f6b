// starling compare: data sets x methods x repetitions, each result stored once, and the tables.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <thread>

#include "apps/cli/output.hpp"
#include "apps/cli/progress.hpp"
#include "apps/cli/provenance.hpp"
#include "apps/cli/verbs.hpp"
#include "apps/compare/experiment.hpp"
#include "apps/compare/progress.hpp"
#include "apps/compare/report/report.hpp"
#include "apps/compare/runner.hpp"
#include "apps/compare/shard.hpp"
#include "apps/compare/table.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::cli {
namespace {

using namespace starling::compare;

struct Request {
  ExperimentPlan plan;
  bool embedded = false, strict = false;
  std::string data_dir, report, store = "starling-compare.db", rerun = "none", progress = "auto", shard;
  double train_share = 0.0;  // 0: not given
  int jobs = 0;              // 0: one per processor
  JobLimits limits;
};

template <class E>
E parse_name(const std::string& text, const std::string& option) {
  const auto value = spelling::parse<E>(text);
  if (value) return *value;
  const auto names = enum_names(E{});
  throw InvalidOption({.what = "invalid value",
                       .where = "option " + option,
                       .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                       .got = "'" + text + "'",
                       .hint = name_hint(text, names)});
}

// The words of this command as a shell reads them.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string line;
  for (std::string word; std::getline(file, word, '\0');) {
    const bool plain = !word.empty() && word.find_first_not_of(
                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                            "0123456789_-+=:,./@%^") == std::string::npos;
    std::string quoted;
    for (const char letter : word) quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    if (!line.empty()) line += ' ';
    line += plain ? word : fmt::format("'{}'", quoted);
  }
  return line;
}

ExperimentPlan plan_of(const Request& request) {
  ExperimentPlan plan = request.plan;
  plan.source = {.data_dir = request.data_dir};
  if (request.train_share != 0.0) {
    plan.split.train_share = request.train_share;
    plan.split.official = false;
  }
  if (!request.embedded) return plan;
  const ExperimentPlan embedded = embedded_plan();
  if (plan.data.empty()) plan.data = embedded.data;
  if (plan.methods.empty()) plan.methods = embedded.methods;
  return plan;
}

std::string tables(const Experiment& experiment, const Store& store) {
  const auto blocks = experiment.blocks(store);
  std::string text;
  for (const DatasetBlock& block : blocks) text += block_table(block) + "\n";
  text += matrix_table(blocks);
  return text +
         "\n  * best mean   rank: mean over repetitions   time: tuning, fit and prediction\n"
         "  worst gap: certified duality gap over the objective of the intercepts alone\n";
}

ExitCode exit_code(const std::vector<Job>& jobs, const Store& store, bool strict) {
  bool converged = true;
  for (const Job& job : jobs) {
    const auto result = store.find(job.key());
    if (!result || (is_failure(result->outcome) && result->outcome != Outcome::not_converged)) return ExitCode::failed;
    converged = converged && result->outcome != Outcome::not_converged;
  }
  return strict && !converged ? ExitCode::not_converged : ExitCode::ok;
}

void check(const Request& request) {
  const auto require = [](double value, double high, const char* option) {
    if (value >= 0.0 && value <= high) return;
    throw InvalidOption({.what = "invalid value",
                         .where = std::string("option ") + option,
                         .expected = fmt::format("a number from 0 to {}", high),
                         .got = spelling::print(value)});
  };
  require(request.jobs, 1024, "-j,--jobs");
  require(request.limits.wall_seconds, 1e8, "--time-limit");
  require(request.limits.cpu_seconds, 1e8, "--cpu-limit");
  require(request.limits.memory_mib, 1e8, "--memory-limit");
}

// Where the results went, and their tables and report unless this was a part of the experiment only.
void show(const Request& request, const Experiment& experiment, const Store& store) {
  if (!request.shard.empty())
    return write_output(fmt::format("shard {} is done: {}\nput shards together with: starling merge STORE SHARD...\n",
                                    request.shard, store.path().string()));
  if (!request.report.empty())
    write_report(make_report(experiment.results(store), store.runs(), {.metrics = request.plan.metrics, .alone = {}}),
                 request.report);
  write_output(tables(experiment, store));
}

ExitCode compare(const Request& request) {
  const auto style = parse_name<compare::ProgressStyle>(request.progress, "--progress");
  check(request);
  const Rerun rerun = parse_rerun(request.rerun);
  const Shard shard = parse_shard(request.shard);
  const Experiment experiment(plan_of(request));
  const std::vector<Job> jobs = shard.of(experiment.jobs());
  Store store(request.store);
  stop_on_signals();
  Params run = provenance();
  run.emplace("command", command_line());
  run.emplace("jobs", std::to_string(jobs.size()));
  store.begin_run(run);
  compare::Progress progress(std::cerr, style, stderr_is_terminal());
  const int processors = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const RunCount count = run_jobs(jobs,
                                  {.prepare = [&](const Job& job) { experiment.prepare(job); },
                                   .execute = [&](const Job& job) { return experiment.run(job); },
                                   .workers = request.jobs > 0 ? request.jobs : processors,
                                   .limits = request.limits,
                                   .rerun = rerun,
                                   .stop = [] { return interrupted(); }},
                                  store, progress);
  if (count.interrupted)
    throw Interrupted(fmt::format("interrupted: {} of {} results are in {}; resume with: {}", count.known + count.done,
                                  count.total, store.path().string(), command_line()));
  show(request, experiment, store);
  return exit_code(jobs, store, request.strict);
}

constexpr const char* notes = R"(Data sets are written NAME[:KEY=VALUE,...]. Methods are written alike, and an
option may have a grid in the place of a value: lambda=auto:20 (shares of
lambda_max), C=0.01:100:5 (five by equal factors) or C='0.1;1;10'. Options on a
logarithmic scale that are not given are searched by default; the search is
cross-validation within the training samples. LABEL=METHOD|METHOD is one row of
the table: the first that takes a data set's kind of target. See starling
methods and starling datasets.

Every job runs in a process of its own; whatever it does, its outcome is stored:
ok, not_converged, timeout, memout, crash, error or skipped. Results go to the
store one by one. Run the same line again to resume.
)";

}  // namespace

void add_compare(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("compare", "compare methods on data sets, with tuning, repetitions and resume");
  verb.add({.names = "--data", .value = "SPEC", .help = "a data set"}, request->plan.data);
  verb.add({.names = "--method", .value = "SPEC", .help = "a method"}, request->plan.methods);
  verb.add({.names = "--embedded", .help = "methods of every kind on four generated data sets"}, request->embedded);
  verb.add({.names = "--seeds", .value = "N", .help = "repetitions, each with its own samples (3)"},
           request->plan.repetitions);
  verb.add({.names = "--folds", .value = "N", .help = "folds of the search inside every job (3)"}, request->plan.folds);
  verb.add({.names = "--train-share", .value = "P", .help = "share of every task to learn from; no official splits"},
           request->train_share);
  verb.add({.names = "--train-per-task", .value = "N", .help = "samples of every task to learn from"},
           request->plan.split.train_per_task);
  verb.add({.names = "--metric", .value = "NAME", .help = "what the tables compare by (ev_global, auc)"},
           request->plan.metrics);
  verb.add({.names = "--gap",
            .value = "G",
            .help = "relative duality gap of every fit (1e-6)",
            .environment = "STARLING_GAP"},
           request->plan.gap);
  verb.add(
      {.names = "--max-iter", .value = "N", .help = "most iterations of a fit", .environment = "STARLING_MAX_ITER"},
      request->plan.max_iterations);
  verb.add({.names = "-j,--jobs",
            .value = "N",
            .help = "jobs side by side; 0: one per processor",
            .environment = "STARLING_JOBS"},
           request->jobs);
  verb.add({.names = "--store",
            .value = "FILE",
            .help = "where results are kept (starling-compare.db)",
            .environment = "STARLING_STORE"},
           request->store);
  verb.add({.names = "--rerun",
            .value = "WHICH",
            .help = "stored results to compute again: none, failed, method=LABEL or all (none)"},
           request->rerun);
  verb.add({.names = "--time-limit", .value = "S", .help = "most seconds of a job (none)"},
           request->limits.wall_seconds);
  verb.add({.names = "--cpu-limit", .value = "S", .help = "most seconds of processor time of a job (none)"},
           request->limits.cpu_seconds);
  verb.add({.names = "--memory-limit", .value = "MIB", .help = "most memory of a job, beside the data (none)"},
           request->limits.memory_mib);
  verb.add(
      {.names = "--shard", .value = "I/N", .help = "run every N-th job only, from the I-th on, for starling merge"},
      request->shard);
  verb.add(
      {.names = "--data-dir", .value = "DIR", .help = "where the files of classic data sets are; else STARLING_DATA"},
      request->data_dir);
  verb.add({.names = "--progress",
            .value = "STYLE",
            .help = "auto, bar, plain or none (auto), on stderr",
            .environment = "STARLING_PROGRESS"},
           request->progress);
  verb.add({.names = "--report", .value = "DIR", .help = "write a report there too; see starling report"},
           request->report);
  verb.add({.names = "--strict", .help = "exit 5 when a fit has not converged"}, request->strict);
  verb.notes = notes;
  // Jobs are forks of this process: no other thread may be at work in it.
  verb.action = [request] {
    ExitCode code = ExitCode::ok;
    with_threads(1, [&] { code = compare(*request); });
    return code;
  };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
