#include "apps/compare/runner.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>

#include "apps/compare/table.hpp"
#include "lib/base/random.hpp"
#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling;
using namespace starling::compare;

namespace {

RunCount run_quietly(const std::vector<Job>& jobs, const RunPlan& plan, Store& store) {
  std::ostringstream out;
  Progress progress(out, ProgressStyle::none, false);
  return run_jobs(jobs, plan, store, progress);
}

// The tables of the fake experiment, from what the store holds.
std::string tables(const std::vector<Job>& jobs, const Store& store) {
  std::vector<DatasetBlock> blocks;
  for (int data = 0; data < 3; ++data) {
    DatasetBlock block{.dataset = "data_" + std::to_string(data),
                       .metric = {.name = "rmse_pooled", .better = Better::lower},
                       .rows = {},
                       .repetitions = 3};
    for (int method = 0; method < 4; ++method) {
      MethodRow row{"method_" + std::to_string(method), {}};
      for (const Job& job : jobs)
        if (job.dataset == block.dataset && job.method == row.method) row.results.push_back(store.find(job.key()));
      block.rows.push_back(std::move(row));
    }
    blocks.push_back(std::move(block));
  }
  std::string text;
  for (const DatasetBlock& block : blocks) text += block_table(block);
  return text + matrix_table(blocks);
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// A run that another process may kill: what it computes and what it has committed go to two files, line by line.
struct Victim {
  std::vector<Job> jobs;
  std::filesystem::path store, executed, acknowledged;

  void run(int workers) const {
    std::ofstream log(executed, std::ios::app), committed(acknowledged, std::ios::app);
    std::mutex mutex;
    RunPlan plan{.workers = workers};
    plan.execute = [&](const Job& job) {
      const std::lock_guard lock(mutex);
      log << job.key() << std::endl;
      return fake::result(job);
    };
    Store open(store);
    Progress progress(committed, ProgressStyle::plain, false);
    run_jobs(jobs, plan, open, progress);
  }

  // Starts it in a process of its own and kills that after `acknowledgements` results and some more instructions.
  void run_and_kill(std::size_t acknowledgements, std::uint64_t instructions) const {
    const pid_t child = fork();
    if (child == 0) {
      run(2);
      _exit(0);
    }
    const auto committed = [&] {
      const auto lines = lines_of(acknowledged);
      return static_cast<std::size_t>(
          std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.starts_with("["); }));
    };
    int status = 0;
    while (committed() < acknowledgements && waitpid(child, &status, WNOHANG) == 0) continue;
    for (volatile std::uint64_t i = 0; i < instructions;) i = i + 1;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(runner, fake::Folder)

BOOST_AUTO_TEST_CASE(every_job_runs_once_and_a_second_run_has_nothing_to_do) {
  const auto jobs = fake::jobs(36);
  std::atomic<int> executed = 0;
  const RunPlan plan{.execute = [&](const Job& job) { return ++executed, fake::result(job); }, .workers = 3};
  Store open(store);
  const RunCount first = run_quietly(jobs, plan, open);
  BOOST_TEST(first.total == 36);
  BOOST_TEST(first.done == 36);
  BOOST_TEST(!first.interrupted);
  const RunCount second = run_quietly(jobs, plan, open);
  BOOST_TEST(second.known == 36);
  BOOST_TEST(executed.load() == 36);
  for (const Job& job : jobs) BOOST_TEST(fake::same(*open.find(job.key()), fake::result(job)));
}

BOOST_AUTO_TEST_CASE(two_jobs_of_one_identity_run_once) {
  std::vector<Job> jobs = {fake::job(0), fake::job(0)};
  jobs[1].method = "another label";
  std::atomic<int> executed = 0;
  Store open(store);
  const RunPlan plan{.execute = [&](const Job& job) { return ++executed, fake::result(job); }};
  BOOST_TEST(run_quietly(jobs, plan, open).total == 1);
  BOOST_TEST(executed.load() == 1);
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_job_is_its_result) {
  Store open(store);
  const auto jobs = fake::jobs(4);
  const RunPlan plan{.execute = [&](const Job& job) -> Result {
                       if (job.method == "method_1") throw Error("the decomposition failed");
                       if (job.method == "method_2") throw 3;
                       return fake::result(job);
                     },
                     .workers = 2};
  BOOST_TEST(run_quietly(jobs, plan, open).done == 4);
  BOOST_TEST((open.find(jobs[1].key())->outcome == Outcome::error));
  BOOST_TEST(open.find(jobs[1].key())->message == "the decomposition failed");
  BOOST_TEST((open.find(jobs[2].key())->outcome == Outcome::error));
  BOOST_TEST((open.find(jobs[3].key())->outcome == Outcome::ok));
}

BOOST_AUTO_TEST_CASE(failed_jobs_run_again_only_when_asked_for) {
  Store open(store);
  const auto jobs = fake::jobs(4);
  const std::vector<Outcome> before = {Outcome::ok, Outcome::error, Outcome::not_converged, Outcome::interrupted};
  for (std::size_t i = 0; i < 4; ++i) open.commit(jobs[i], {.outcome = before[i]});
  std::set<std::string> ran;
  RunPlan plan{.execute = [&](const Job& job) { return ran.insert(job.method), Result{.outcome = Outcome::error}; }};
  run_quietly(jobs, plan, open);
  BOOST_TEST((ran == std::set<std::string>{"method_3"}));
  ran.clear();
  plan.rerun = Rerun::failed;
  run_quietly(jobs, plan, open);
  BOOST_TEST((ran == std::set<std::string>{"method_1", "method_2", "method_3"}));
  plan.rerun = Rerun::all;
  run_quietly(jobs, plan, open);
  BOOST_TEST(ran.size() == 4);
}

BOOST_AUTO_TEST_CASE(a_stopped_run_keeps_what_is_done_and_resumes) {
  Store open(store);
  const auto jobs = fake::jobs(12);
  std::atomic<bool> stop = false;
  std::atomic<int> executed = 0;
  RunPlan plan{.execute =
                   [&](const Job& job) {
                     if (++executed == 5) {
                       stop = true;
                       return Result{.outcome = Outcome::interrupted};
                     }
                     return fake::result(job);
                   },
               .stop = [&] { return stop.load(); }};
  const RunCount first = run_quietly(jobs, plan, open);
  BOOST_TEST(first.interrupted);
  BOOST_TEST(first.done == 4);
  BOOST_TEST(executed.load() == 5);
  stop = false;
  const RunCount second = run_quietly(jobs, plan, open);
  BOOST_TEST(!second.interrupted);
  BOOST_TEST(second.known == 4);
  BOOST_TEST(executed.load() == 13);
}

BOOST_AUTO_TEST_CASE(adv_harness_kill_9_loses_nothing_acknowledged_and_runs_nothing_twice) {
  const auto jobs = fake::jobs(36);
  std::string uninterrupted;
  {
    const Victim calm{jobs, path / "calm.db", path / "calm_executed", path / "calm_acknowledged"};
    calm.run(2);
    uninterrupted = tables(jobs, Store(calm.store));
  }
  const RandomStream moments(1, "kill");
  std::uint64_t drawn = 0;
  for (int round = 0; round < 3; ++round) {
    const std::string name = "round" + std::to_string(round);
    const Victim victim{jobs, path / (name + ".db"), path / (name + "_executed"), path / (name + "_acknowledged")};
    std::set<std::string> stored;
    for (std::size_t kills = 0; stored.size() < jobs.size() && kills < 200; ++kills) {
      std::filesystem::remove(victim.executed);
      std::filesystem::remove(victim.acknowledged);
      const std::size_t acknowledgements = moments.below(8, ++drawn);
      victim.run_and_kill(acknowledgements, moments.below(3'000'000, ++drawn));
      for (const std::string& key : lines_of(victim.executed)) BOOST_TEST(!stored.contains(key), "run twice");
      const Store open(victim.store);
      std::set<std::string> now;
      for (const auto& [key, outcome] : open.outcomes()) now.insert(key);
      for (const std::string& key : stored) BOOST_TEST(now.contains(key), "lost");
      const auto acknowledged = lines_of(victim.acknowledged);
      const auto fresh = std::count_if(acknowledged.begin(), acknowledged.end(),
                                       [](const auto& line) { return line.starts_with("["); });
      BOOST_TEST(now.size() >= stored.size() + static_cast<std::size_t>(fresh));
      stored = std::move(now);
    }
    BOOST_TEST(tables(jobs, Store(victim.store)) == uninterrupted);
  }
}

BOOST_AUTO_TEST_SUITE_END()
