#include "apps/compare/runner.hpp"

#include <signal.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <map>

#include "tests/apps/compare/fake_runs.hpp"

using namespace starling;
using namespace starling::compare;
using fake::lines_of;
using fake::logged;
using fake::run_quietly;

BOOST_FIXTURE_TEST_SUITE(runner, fake::Folder)

BOOST_AUTO_TEST_CASE(every_job_runs_once_and_a_second_run_has_nothing_to_do) {
  const auto jobs = fake::jobs(36);
  const RunPlan plan{.execute = logged(path / "log", fake::result), .workers = 3};
  Store open(store);
  const RunCount first = run_quietly(jobs, plan, open);
  BOOST_TEST(first.total == 36);
  BOOST_TEST(first.done == 36);
  BOOST_TEST(!first.interrupted);
  const RunCount second = run_quietly(jobs, plan, open);
  BOOST_TEST(second.known == 36);
  BOOST_TEST(lines_of(path / "log").size() == 36);
  for (const Job& job : jobs) {
    const Result found = *open.find(job.key());
    BOOST_TEST(fake::same(found, fake::result(job)));
    BOOST_TEST(found.peak_bytes > 0);
  }
}

BOOST_AUTO_TEST_CASE(two_jobs_of_one_identity_run_once) {
  std::vector<Job> jobs = {fake::job(0), fake::job(0)};
  jobs[1].method = "another label";
  Store open(store);
  BOOST_TEST(run_quietly(jobs, {.execute = logged(path / "log", fake::result)}, open).total == 1);
  BOOST_TEST(lines_of(path / "log").size() == 1);
}

BOOST_AUTO_TEST_CASE(what_a_job_needs_is_made_here_before_it_starts) {
  Store open(store);
  int prepared = 0;
  const RunPlan plan{.prepare = [&](const Job&) { ++prepared; },
                     .execute =
                         [&](const Job& job) {
                           Result result = fake::result(job);
                           result.iterations = prepared;
                           return result;
                         }};
  run_quietly(fake::jobs(3), plan, open);
  BOOST_TEST(prepared == 3);
  BOOST_TEST(open.find(fake::job(2).key())->iterations == 3);
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_job_or_of_what_it_needs_is_its_result) {
  Store open(store);
  const auto jobs = fake::jobs(4);
  const RunPlan plan{.prepare =
                         [&](const Job& job) {
                           if (job.method == "method_0") throw Error("no samples");
                         },
                     .execute = [&](const Job& job) -> Result {
                       if (job.method == "method_1") throw Error("the decomposition failed");
                       if (job.method == "method_2") throw 3;
                       return fake::result(job);
                     },
                     .workers = 2};
  BOOST_TEST(run_quietly(jobs, plan, open).done == 4);
  BOOST_TEST(open.find(jobs[0].key())->message == "no samples");
  BOOST_TEST((open.find(jobs[1].key())->outcome == Outcome::error));
  BOOST_TEST(open.find(jobs[1].key())->message == "the decomposition failed");
  BOOST_TEST((open.find(jobs[2].key())->outcome == Outcome::error));
  BOOST_TEST((open.find(jobs[3].key())->outcome == Outcome::ok));
}

BOOST_AUTO_TEST_CASE(adv_harness_however_a_job_ends_it_has_a_row) {
  Store open(store);
  std::vector<Job> jobs = fake::jobs(8);
  const RunPlan plan{.execute = [&](const Job& job) -> Result {
                       const auto which = static_cast<std::size_t>(job.method_position + 4 * job.data_position);
                       if (which == 0) signal(SIGSEGV, SIG_DFL), raise(SIGSEGV);
                       if (which == 1) throw std::bad_alloc();
                       if (which == 2) _exit(0);  // a program that ends well, with nothing to show
                       if (which == 4) signal(SIGABRT, SIG_DFL);
                       if (which == 4 && write(2, "assertion failed\n", 17) > 0) abort();
                       Result result = fake::result(job);
                       if (which == 5) result.metrics["ev_global"] = std::nan("");
                       return result;
                     },
                     .workers = 3};
  const RunCount count = run_quietly(jobs, plan, open);
  BOOST_TEST(count.done == 8);
  const auto found = [&](int number) { return *open.find(fake::job(number).key()); };
  BOOST_TEST((found(0).outcome == Outcome::crash));
  BOOST_TEST(found(0).message == "signal 11 (Segmentation fault)");
  BOOST_TEST((found(1).outcome == Outcome::memout));
  BOOST_TEST((found(2).outcome == Outcome::error));
  BOOST_TEST(found(2).message == "the job ended with code 0 and no result");
  BOOST_TEST(fake::same(found(3), fake::result(fake::job(3))));
  BOOST_TEST((found(4).outcome == Outcome::crash));
  BOOST_TEST(found(4).message == "signal 6 (Aborted); its last words: assertion failed");
  BOOST_TEST((found(5).outcome == Outcome::error));
  BOOST_TEST(fake::same(found(6), fake::result(fake::job(6))));
}

BOOST_AUTO_TEST_CASE(adv_harness_a_job_that_never_ends_has_a_row) {
  Store open(store);
  const auto loop = [](const Job&) -> Result {
    for (volatile unsigned turn = 0;;) turn = turn + 1;
  };
  BOOST_TEST(run_quietly(fake::jobs(2), {.execute = loop, .workers = 2, .limits = {.wall_seconds = 0.05}}, open).done ==
             2);
  BOOST_TEST((open.find(fake::job(0).key())->outcome == Outcome::timeout));
  BOOST_TEST(open.find(fake::job(1).key())->message == "more than 0.05 s");
  run_quietly(fake::jobs(1), {.execute = loop, .limits = {.cpu_seconds = 1}, .rerun = parse_rerun("failed")}, open);
  BOOST_TEST((open.find(fake::job(0).key())->outcome == Outcome::timeout));
  BOOST_TEST(open.find(fake::job(0).key())->message == "more than 1 s of processor time");
}

BOOST_AUTO_TEST_CASE(failed_jobs_run_again_only_when_asked_for) {
  Store open(store);
  const std::vector<Outcome> before = {Outcome::ok,     Outcome::error,   Outcome::not_converged, Outcome::interrupted,
                                       Outcome::memout, Outcome::timeout, Outcome::crash,         Outcome::skipped};
  const auto jobs = fake::jobs(8);
  std::map<std::string, Outcome> outcomes;  // for jobs, which cannot ask the store from their own process
  for (std::size_t i = 0; i < 8; ++i) outcomes[jobs[i].key()] = before[i];
  const auto same = [&](const Job& job) { return Result{.outcome = outcomes.at(job.key())}; };
  const auto rerun = [&](const std::string& which) {
    std::filesystem::remove(path / "log");
    for (std::size_t i = 0; i < 8; ++i) open.commit(jobs[i], {.outcome = before[i]});
    run_quietly(jobs, {.execute = logged(path / "log", same), .rerun = parse_rerun(which)}, open);
    for (const Job& job : jobs) BOOST_TEST((open.find(job.key())->outcome == outcomes.at(job.key())));
    return lines_of(path / "log").size();
  };
  BOOST_TEST(rerun("none") == 1);
  BOOST_TEST(rerun("failed") == 6);
  BOOST_TEST(rerun("method=method_1") == 3);  // two of that method, and the interrupted one
  BOOST_TEST(rerun("all") == 8);
  BOOST_CHECK_THROW(parse_rerun("some"), InvalidOption);
}

BOOST_AUTO_TEST_CASE(a_stopped_run_kills_what_runs_keeps_what_is_done_and_resumes) {
  Store open(store);
  const auto jobs = fake::jobs(12);
  const auto loops_at_fifth = [](const Job& job) {
    if (job.key() == fake::job(4).key())
      for (volatile unsigned turn = 0;;) turn = turn + 1;
    return fake::result(job);
  };
  RunPlan plan{.execute = logged(path / "log", loops_at_fifth),
               .stop = [&] { return lines_of(path / "log").size() == 5; }};
  const RunCount first = run_quietly(jobs, plan, open);
  BOOST_TEST(first.interrupted);
  BOOST_TEST(first.done == 4);
  BOOST_TEST((open.find(jobs[4].key())->outcome == Outcome::interrupted));
  const RunCount second = run_quietly(jobs, {.execute = logged(path / "log", fake::result)}, open);
  BOOST_TEST(!second.interrupted);
  BOOST_TEST(second.known == 4);
  BOOST_TEST(lines_of(path / "log").size() == 13);
}

BOOST_AUTO_TEST_SUITE_END()
