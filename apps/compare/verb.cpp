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
#include "apps/compare/request.hpp"
#include "apps/compare/runner.hpp"
#include "apps/compare/shard.hpp"
#include "apps/compare/table.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::cli {
namespace {

using namespace starling::compare;

struct Request {
  ExperimentRequest experiment;
  bool strict = false;
  std::string file, report, store = "starling-compare.db", rerun = "none", progress = "auto", shard;
  int jobs = 0;  // 0: one per processor
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
  check_limits(request.experiment.limits);
  constexpr int most = 1024;
  if (request.jobs < 0 || request.jobs > most)
    throw InvalidOption({.what = "invalid value",
                         .where = "option -j,--jobs",
                         .expected = fmt::format("a number from 0 to {}", most),
                         .got = std::to_string(request.jobs)});
}

// Where the results went, and their tables and report unless this was a part of the experiment only.
void show(const Request& request, const Experiment& experiment, const Store& store) {
  if (!request.shard.empty())
    return write_output(fmt::format("shard {} is done: {}\nput shards together with: starling merge STORE SHARD...\n",
                                    request.shard, store.path().string()));
  if (!request.report.empty())
    write_report(
        make_report(experiment.results(store), store.runs(), {.metrics = request.experiment.plan.metrics, .alone = {}}),
        request.report);
  write_output(tables(experiment, store));
}

ExitCode compare(const Request& request) {
  const auto style = parse_name<compare::ProgressStyle>(request.progress, "--progress");
  check(request);
  const Rerun rerun = parse_rerun(request.rerun);
  const Shard shard = parse_shard(request.shard);
  const Experiment experiment(plan_of(request.experiment));
  const std::vector<Job> jobs = shard.of(experiment.jobs());
  Store store(request.store);
  stop_on_signals();
  Params run = provenance();
  run.emplace("command", command_line());
  run.emplace("jobs", std::to_string(jobs.size()));
  store.begin_run(run);
  store.plan(jobs);
  compare::Progress progress(std::cerr, style, stderr_is_terminal());
  const int processors = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const RunCount count = run_jobs(jobs,
                                  {.prepare = [&](const Job& job) { experiment.prepare(job); },
                                   .execute = [&](const Job& job) { return experiment.run(job); },
                                   .workers = request.jobs > 0 ? request.jobs : processors,
                                   .limits = request.experiment.limits,
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

An experiment may be kept in a file: data = ["school"], method = ["trace_norm"],
seeds = 10 and so on; what the line says wins over it.

Every job runs in a process of its own; whatever it does, its outcome is stored:
ok, not_converged, timeout, memout, crash, error or skipped. Results go to the
store one by one. Run the same line again to resume.
)";

}  // namespace

void add_compare(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("compare", "compare methods on data sets, with tuning, repetitions and resume");
  verb.add({.names = "EXPERIMENT.toml", .help = "a file of these options by their long names", .settings = true},
           request->file);
  add_experiment_options(verb, request->experiment);
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
  verb.add(
      {.names = "--shard", .value = "I/N", .help = "run every N-th job only, from the I-th on, for starling merge"},
      request->shard);
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
