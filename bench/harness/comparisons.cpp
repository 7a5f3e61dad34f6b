// What the harness of comparisons costs beside the jobs it runs: processes, the store, resuming and reporting.
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include <cmath>
#include <filesystem>
#include <sstream>

#include "apps/compare/report/report.hpp"
#include "apps/compare/runner.hpp"
#include "lib/base/clock.hpp"

namespace {

using namespace starling;
using namespace starling::compare;

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "starling_bench.XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

// 20 data sets, 10 methods, as many repetitions as it takes.
std::vector<Job> invented_jobs(int count) {
  std::vector<Job> jobs;
  for (int i = 0; i < count; ++i) {
    const int method = i % 10, data = i / 10 % 20, repetition = i / 200;
    const std::string name = method == 0 ? "independent_ridge" : "method_" + std::to_string(method);
    jobs.push_back(
        {.dataset = "data_" + std::to_string(data),
         .method = name,
         .repetition = repetition,
         .identity = {{"data", std::to_string(data)}, {"method", name}, {"repetition", std::to_string(repetition)}},
         .data_position = data,
         .method_position = method});
  }
  return jobs;
}

// As long as it can be.
Trace invented_trace() {
  Trace trace;
  for (std::size_t k = 0; k < most_trace_points; ++k)
    trace.push_back(
        {.seconds = 1e-4 * std::pow(1.1, k), .primal = 1.0 + std::pow(0.8, k), .relative_gap = std::pow(0.8, k)});
  return trace;
}

Search invented_search() {
  Search search{.metric = "mse", .points = {}, .chosen = 5};
  for (int k = 0; k < 8; ++k)
    search.points.push_back(
        {.params = {{"lambda", std::to_string(std::pow(0.4, k)) + "max"}}, .score = 1.0 + std::abs(k - 5) / 3.0});
  return search;
}

Result invented_result(const Job& job) {
  static const Trace trace = invented_trace();
  static const Search search = invented_search();
  const double score = 0.5 + 0.01 * job.method_position + 0.001 * ((7 * job.repetition + 3 * job.data_position) % 11);
  return {.outcome = Outcome::ok,
          .status = "optimal",
          .relative_gap = 1e-7,
          .iterations = 10,
          .params = {{"lambda", "0.1max"}},
          .metrics = {{"ev_global", score}, {"rmse_pooled", 1.0 - score}},
          .task_scores = {{"mse", std::vector<double>(20, 1.0 - score)}},
          .trace = trace,
          .search = search,
          .train_samples = 600,
          .test_samples = 200};
}

double processor_seconds(int whose) {
  rusage used{};
  getrusage(whose, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

double all_processor_seconds() { return processor_seconds(RUSAGE_SELF) + processor_seconds(RUSAGE_CHILDREN); }

// Computes for so many seconds of processor time.
void compute_for(double seconds) {
  timespec now{};
  do clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  while (static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) < seconds);
}

RunCount run_quietly(const std::vector<Job>& jobs, const RunPlan& plan, Store& store) {
  std::ostringstream nowhere;
  Progress progress(nowhere, ProgressStyle::none, false);
  return run_jobs(jobs, plan, store, progress);
}

// Jobs of 0.2 s one after the other. Counters: shares of the time of the jobs that all else takes.
void overhead(benchmark::State& state) {
  constexpr double seconds = 0.2;
  const auto jobs = invented_jobs(50);
  double processor = 0.0, wall = 0.0, work = 0.0;
  for (auto _ : state) {
    const Folder folder;
    Store store(folder.path / "results.db");
    const double before = all_processor_seconds();
    const Stopwatch clock;
    const auto job = [](const Job& one) {
      compute_for(seconds);
      return invented_result(one);
    };
    if (run_quietly(jobs, {.execute = job}, store).done != jobs.size()) state.SkipWithError("a job is missing");
    wall += clock.seconds();
    processor += all_processor_seconds() - before;
    work += seconds * static_cast<double>(jobs.size());
  }
  state.counters["processor_overhead"] = processor / work - 1.0;
  state.counters["wall_overhead"] = wall / work - 1.0;
}
BENCHMARK(overhead)->Unit(benchmark::kSecond)->UseRealTime();

// A finished store of 10000 results.
const std::filesystem::path& large_store() {
  static const Folder folder;
  static const std::filesystem::path path = [] {
    Store store(folder.path / "half.db");
    store.begin_run({{"version", "bench"}});
    StoreContent content{.records = {}, .runs = store.runs(), .planned = {}};
    for (const Job& job : invented_jobs(10000)) content.records.push_back({job, invented_result(job), 0});
    Store(folder.path / "results.db").absorb(content);
    return folder.path / "results.db";
  }();
  return path;
}

void resume_10000(benchmark::State& state) {
  const std::filesystem::path& path = large_store();
  const auto jobs = invented_jobs(10000);
  for (auto _ : state) {
    Store store(path);
    store.plan(jobs);
    if (run_quietly(jobs, {}, store).known != jobs.size()) state.SkipWithError("a result is missing");
  }
}
BENCHMARK(resume_10000)->Unit(benchmark::kSecond)->UseRealTime();

void report_10000(benchmark::State& state) {
  const std::filesystem::path& path = large_store();
  const Folder folder;
  for (auto _ : state) {
    StoreContent content = read_store(path);
    const std::vector<Params> runs = content.runs;
    const Report report = make_report(records_of(std::move(content)), runs, {});
    if (report.blocks.size() != 20) state.SkipWithError("a data set is missing");
    write_report(report, folder.path);
  }
}
BENCHMARK(report_10000)->Unit(benchmark::kSecond)->UseRealTime();

}  // namespace
