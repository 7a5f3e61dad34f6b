#include "apps/compare/job_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <vector>

#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling;
using namespace starling::compare;

namespace {

Ending run(const std::function<std::string()>& work, const JobLimits& limits = {}) {
  JobProcess process(work, limits);
  while (!process.ended()) {
    std::vector<pollfd> watched;
    for (const int descriptor : process.descriptors())
      if (descriptor >= 0) watched.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
    poll(watched.data(), watched.size(), static_cast<int>(1000.0 * std::min(process.seconds_left() + 0.001, 10.0)));
  }
  return process.wait();
}

void loop_for_ever() {
  for (volatile unsigned turn = 0;;) turn = turn + 1;
}

// Memory that processes share.
template <class T>
T* shared() {
  void* memory = mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return new (memory) T{};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_job_in_a_process_of_its_own, fake::Folder)

BOOST_AUTO_TEST_CASE(what_the_work_returns_comes_back_whole) {
  std::string text(3'000'000, 'x');
  text[1'234'567] = '\0';
  const Ending ending = run([&] { return text; });
  BOOST_TEST(ending.complete);
  BOOST_TEST((ending.output == text));
  BOOST_TEST(ending.peak_bytes > 1'000'000);
  BOOST_TEST(ending.complaints == "");
}

BOOST_AUTO_TEST_CASE(processor_time_is_that_of_the_job) {
  const Ending ending = run([] {
    rusage used{};
    while (used.ru_utime.tv_sec == 0 && used.ru_utime.tv_usec < 50'000) getrusage(RUSAGE_SELF, &used);
    return std::string("done");
  });
  BOOST_TEST(ending.cpu_seconds >= 0.05);
}

BOOST_AUTO_TEST_CASE(adv_harness_a_job_that_crashes_is_known_by_its_signal) {
  for (const int number : {SIGSEGV, SIGABRT, SIGKILL}) {
    const Ending ending = run([&]() -> std::string {
      signal(number, SIG_DFL);
      raise(number);
      return "never";
    });
    BOOST_TEST(ending.signal == number);
    BOOST_TEST(!ending.complete);
    BOOST_TEST(!ending.timed_out);
  }
}

BOOST_AUTO_TEST_CASE(adv_harness_a_job_that_loops_is_stopped_when_its_time_is_over) {
  const Ending ending = run([]() -> std::string { return loop_for_ever(), ""; }, {.wall_seconds = 0.05});
  BOOST_TEST(ending.timed_out);
  BOOST_TEST(!ending.complete);
}

// The system counts whole seconds, so this takes two.
BOOST_AUTO_TEST_CASE(adv_harness_a_job_is_stopped_when_its_processor_time_is_over_whatever_it_ignores) {
  const Ending ending = run(
      []() -> std::string {
        signal(SIGXCPU, SIG_IGN);
        return loop_for_ever(), "";
      },
      {.cpu_seconds = 1});
  BOOST_TEST(ending.out_of_cpu);
  BOOST_TEST(!ending.timed_out);
  BOOST_TEST(ending.cpu_seconds >= 1.0);
}

BOOST_AUTO_TEST_CASE(adv_harness_a_job_that_ignores_signals_and_its_children_are_stopped_too) {
  pid_t* grandchild = shared<pid_t>();
  JobProcess process(
      [&]() -> std::string {
        for (const int number : {SIGTERM, SIGINT, SIGHUP}) signal(number, SIG_IGN);
        const pid_t child = fork();
        if (child > 0) *grandchild = child;
        return loop_for_ever(), "";
      },
      {});
  while (*static_cast<volatile pid_t*>(grandchild) == 0) continue;
  process.cancel();
  while (!process.ended()) continue;
  BOOST_TEST(process.wait().signal == SIGKILL);
  // It is no child of ours: all that can be seen is that it is gone, or dead and not yet buried by its new parent.
  for (std::string state = "R"; state != "Z" && kill(*grandchild, 0) == 0;) {
    std::ifstream status("/proc/" + std::to_string(*grandchild) + "/stat");
    std::string pid, name;
    if (!(status >> pid >> name >> state)) break;
  }
}

BOOST_AUTO_TEST_CASE(adv_harness_a_job_that_writes_without_end_harms_nobody) {
  const Ending ending = run(
      [] {
        const std::string line = "the last words of a job that talks too much\n";
        for (int i = 0; i < 100'000; ++i)
          if (write(1, line.data(), line.size()) < 0 || write(2, line.data(), line.size()) < 0) break;
        return std::string("done");
      },
      {});
  BOOST_TEST(ending.complete);
  BOOST_TEST(ending.output == "done");
  BOOST_TEST(ending.complaints.size() <= 400);
  BOOST_TEST(ending.complaints.ends_with("too much\n"));
}

#if !defined(__SANITIZE_ADDRESS__)
BOOST_AUTO_TEST_CASE(adv_harness_a_job_that_eats_memory_is_refused_it) {
  const auto eat = [](std::size_t mib) {
    return [mib] {
      std::vector<std::vector<char>> eaten;
      for (std::size_t i = 0; i < mib; ++i) eaten.emplace_back(1 << 20, 'x');
      return std::string("full");
    };
  };
  BOOST_TEST(run(eat(100), {.memory_mib = 50}).out_of_memory);
  BOOST_TEST(run(eat(20), {.memory_mib = 50}).complete);
  BOOST_TEST(run(eat(100)).complete);
}
#endif

BOOST_AUTO_TEST_CASE(adv_harness_a_job_that_ends_without_a_result_has_a_code) {
  const Ending quiet = run([]() -> std::string { _exit(7); });
  BOOST_TEST(quiet.exit_code == 7);
  BOOST_TEST(!quiet.complete);
  const Ending thrown = run([]() -> std::string { throw std::runtime_error("what went wrong"); });
  BOOST_TEST(!thrown.complete);
  BOOST_TEST(thrown.complaints == "what went wrong");
}

BOOST_AUTO_TEST_CASE(a_job_holds_no_file_of_the_process_that_started_it) {
  std::ofstream open_file(path / "open");
  const Ending ending = run([] {
    std::string held;
    for (int descriptor = 4; descriptor < 64; ++descriptor)
      if (fcntl(descriptor, F_GETFD) >= 0) held += std::to_string(descriptor) + " ";
    return held;
  });
  BOOST_TEST(ending.output == "");
}

BOOST_AUTO_TEST_CASE(a_job_dies_with_the_process_that_started_it) {
  pid_t* job = shared<pid_t>();
  int ends[2];
  BOOST_REQUIRE(pipe(ends) == 0);
  const pid_t coordinator = fork();
  if (coordinator == 0) {
    const JobProcess process(
        [&]() -> std::string {
          *job = getpid();
          return loop_for_ever(), "";
        },
        {});
    while (*static_cast<volatile pid_t*>(job) == 0) continue;
    close(ends[1]);
    for (;;) pause();
  }
  close(ends[1]);
  char nothing;
  BOOST_TEST(read(ends[0], &nothing, 1) == 0);  // the job runs
  close(ends[0]);
  const int watch = static_cast<int>(syscall(SYS_pidfd_open, *job, 0));
  BOOST_REQUIRE(watch >= 0);
  kill(coordinator, SIGKILL);
  waitpid(coordinator, nullptr, 0);
  pollfd ended{.fd = watch, .events = POLLIN, .revents = 0};
  BOOST_TEST(poll(&ended, 1, 10'000) == 1);
  close(watch);
}

BOOST_AUTO_TEST_CASE(a_job_that_is_no_longer_wanted_is_killed) {
  JobProcess process([]() -> std::string { return loop_for_ever(), ""; }, {});
  process.cancel();
  while (!process.ended()) continue;
  const Ending ending = process.wait();
  BOOST_TEST(ending.cancelled);
  BOOST_TEST(ending.signal == SIGKILL);
}

BOOST_AUTO_TEST_SUITE_END()
