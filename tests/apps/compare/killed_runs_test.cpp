// Comparisons that are killed at any moment and resumed.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <set>

#include "apps/compare/table.hpp"
#include "lib/base/random.hpp"
#include "tests/apps/compare/fake_runs.hpp"

using namespace starling;
using namespace starling::compare;
using fake::lines_of;
using fake::logged;
using fake::run_quietly;

namespace {

// The tables of the fake experiment, from what the store holds.
std::string tables(const std::vector<Job>& jobs, const Store& store) {
  std::vector<DatasetBlock> blocks;
  const std::size_t repetitions = jobs.size() / 12;
  for (int data = 0; data < 3; ++data) {
    DatasetBlock block{.dataset = "data_" + std::to_string(data),
                       .metric = {.name = "rmse_pooled", .better = Better::lower},
                       .rows = {},
                       .repetitions = repetitions};
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

// A run in a process of its own that says on a pipe what it has committed, line by line, and may be killed.
struct Victim {
  std::vector<Job> jobs;
  std::filesystem::path store, executed;

  struct Round {
    bool killed = false;  // false: it had ended before
    std::size_t acknowledged = 0;
  };

  // Kills it after so many acknowledged results and some more instructions.
  Round run_and_kill(std::size_t acknowledgements, std::uint64_t instructions) const {
    int ends[2];
    BOOST_REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    const pid_t child = fork();
    if (child == 0) run_into("/dev/fd/" + std::to_string(ends[1]));
    close(ends[1]);
    Round round;
    std::FILE* lines = fdopen(ends[0], "r");
    std::string line(1000, ' ');
    const auto next = [&] {
      const bool is_there = std::fgets(line.data(), static_cast<int>(line.size()), lines) != nullptr;
      round.acknowledged += is_there && line.starts_with("[");
      return is_there;
    };
    while (round.acknowledged < acknowledgements && next()) continue;
    for (volatile std::uint64_t i = 0; i < instructions;) i = i + 1;
    kill(child, SIGKILL);
    while (next()) continue;  // what it said before it died
    std::fclose(lines);
    int status = 0;
    BOOST_REQUIRE(waitpid(child, &status, 0) == child);
    round.killed = WIFSIGNALED(status);
    return round;
  }

 private:
  [[noreturn]] void run_into(const std::string& pipe) const {
    {
      std::ofstream committed(pipe);
      Store open(store);
      Progress progress(committed, ProgressStyle::plain, false);
      run_jobs(jobs, {.execute = logged(executed, fake::result), .workers = 2}, open, progress);
    }
    _exit(0);
  }
};

// Runs 60 jobs, killed again and again and resumed where they were, as often as it takes for so many kills.
void kill_and_resume(const std::filesystem::path& folder, std::size_t kills) {
  const auto jobs = fake::jobs(60);
  Store calm(folder / "calm.db");
  run_quietly(jobs, {.execute = fake::result, .workers = 2}, calm);
  const std::string uninterrupted = tables(jobs, calm);
  const RandomStream moments(1, "kill");
  std::uint64_t drawn = 0;
  std::size_t killed = 0, rounds = 0;
  while (killed < kills) {
    const std::string name = "round" + std::to_string(++rounds);
    const Victim victim{jobs, folder / (name + ".db"), folder / (name + "_executed")};
    std::set<std::string> stored;
    while (stored.size() < jobs.size()) {
      std::filesystem::remove(victim.executed);
      const std::size_t acknowledgements = moments.below(12, ++drawn);
      const Victim::Round round = victim.run_and_kill(acknowledgements, moments.below(3'000'000, ++drawn));
      killed += round.killed;
      for (const std::string& key : lines_of(victim.executed)) BOOST_TEST(!stored.contains(key), "run twice");
      const Store open(victim.store);
      std::set<std::string> now;
      for (const auto& [key, outcome] : open.outcomes()) now.insert(key);
      for (const std::string& key : stored) BOOST_TEST(now.contains(key), "lost");
      BOOST_TEST(now.size() >= stored.size() + round.acknowledged);
      stored = std::move(now);
    }
    BOOST_TEST(tables(jobs, Store(victim.store)) == uninterrupted);
  }
  BOOST_TEST_MESSAGE(killed << " kills in " << rounds << " runs");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(killed_runs, fake::Folder)

BOOST_AUTO_TEST_CASE(adv_harness_kill_9_loses_nothing_acknowledged_and_runs_nothing_twice) {
  kill_and_resume(path, 10);
}

// The same at length: ctest -L slow.
BOOST_AUTO_TEST_CASE(adv_harness_kill_9_two_hundred_times, *boost::unit_test::disabled()) {
  kill_and_resume(path, 200);
}

BOOST_AUTO_TEST_SUITE_END()
