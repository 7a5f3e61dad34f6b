#include "apps/compare/runner.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>
#include <exception>
#include <list>
#include <set>
#include <utility>

#include "lib/base/clock.hpp"
#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

constexpr double patience = 0.5;  // seconds after which the progress is drawn anew, and `stop` asked

bool is_finished(const Job& job, Outcome outcome, const Rerun& rerun) {
  if (outcome == Outcome::interrupted) return false;
  switch (rerun.kind) {
    case Rerun::Kind::failed:
      return !is_failure(outcome);
    case Rerun::Kind::method:
      return job.method != rerun.method;
    case Rerun::Kind::all:
      return false;
    default:
      return true;
  }
}

std::string work(const std::function<Result(const Job&)>& execute, const Job& job) {
  try {
    return result_text(execute(job));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& failure) {
    return result_text({.outcome = Outcome::error, .message = failure.what()});
  } catch (...) {
    return result_text({.outcome = Outcome::error, .message = "an exception of an unknown kind"});
  }
}

std::string with_complaints(std::string message, const Ending& ending) {
  std::string last = ending.complaints;
  while (!last.empty() && (last.back() == '\n' || last.back() == ' ')) last.pop_back();
  return last.empty() ? message : message + "; its last words: " + last;
}

Result failed(const Ending& ending, const JobLimits& limits) {
  if (ending.cancelled) return {.outcome = Outcome::interrupted};
  if (ending.timed_out)
    return {.outcome = Outcome::timeout, .message = fmt::format("more than {} s", limits.wall_seconds)};
  if (ending.out_of_cpu)
    return {.outcome = Outcome::timeout,
            .message = fmt::format("more than {} s of processor time", limits.cpu_seconds)};
  if (ending.out_of_memory)
    return {.outcome = Outcome::memout,
            .message = limits.memory_mib > 0.0 ? fmt::format("more than {} MiB of memory", limits.memory_mib)
                                               : "the system has no memory left"};
  if (ending.signal != 0)
    return {.outcome = Outcome::crash,
            .message = with_complaints(fmt::format("signal {} ({})", ending.signal, strsignal(ending.signal)), ending)};
  return {
      .outcome = Outcome::error,
      .message = with_complaints(fmt::format("the job ended with code {} and no result", ending.exit_code), ending)};
}

Result result_of(const Ending& ending, const JobLimits& limits) {
  Result result;
  try {
    result = ending.complete ? parse_result(ending.output) : failed(ending, limits);
  } catch (const InvalidModel&) {
    result = failed(ending, limits);
  }
  result.cpu_seconds = ending.cpu_seconds;
  result.peak_bytes = ending.peak_bytes;
  return result;
}

struct Running {
  Running(const Job& one, const RunPlan& plan)
      : job(&one), process([&] { return work(plan.execute, one); }, plan.limits) {}
  const Job* job;
  JobProcess process;
};

// Until something happens to one of the processes, or patience is over.
void wait_for(const std::list<Running>& running) {
  std::vector<pollfd> watched;
  double seconds = patience;
  for (const Running& one : running) {
    for (const int descriptor : one.process.descriptors())
      if (descriptor >= 0) watched.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
    seconds = std::min(seconds, one.process.seconds_left());
  }
  poll(watched.data(), watched.size(), static_cast<int>(std::ceil(1000.0 * seconds)));
}

// The jobs that have to be run, each key once.
std::deque<const Job*> open_jobs(const std::vector<Job>& jobs, const RunPlan& plan, const Store& store,
                                 RunCount& count) {
  const auto known = store.outcomes();
  std::set<std::string> keys;
  std::deque<const Job*> open;
  for (const Job& job : jobs) {
    std::string key = job.key();
    const auto found = known.find(key);
    if (!keys.insert(std::move(key)).second) continue;
    ++count.total;
    if (found != known.end() && is_finished(job, found->second, plan.rerun))
      ++count.known;
    else
      open.push_back(&job);
  }
  return open;
}

using Finished = std::vector<std::pair<const Job*, Result>>;

// As many jobs as may run side by side.
void start(std::deque<const Job*>& open, const RunPlan& plan, std::list<Running>& running, Finished& finished) {
  while (!open.empty() && running.size() < static_cast<std::size_t>(std::max(1, plan.workers))) {
    const Job& job = *open.front();
    open.pop_front();
    try {
      if (plan.prepare) plan.prepare(job);
    } catch (const std::exception& failure) {
      finished.emplace_back(&job, Result{.outcome = Outcome::error, .message = failure.what()});
      continue;
    }
    running.emplace_back(job, plan);
  }
}

// The results of the processes that have ended.
void collect(std::list<Running>& running, const JobLimits& limits, Finished& finished) {
  for (auto one = running.begin(); one != running.end();) {
    if (!one->process.ended()) {
      ++one;
      continue;
    }
    finished.emplace_back(one->job, result_of(one->process.wait(), limits));
    one = running.erase(one);
  }
}

}  // namespace

Rerun parse_rerun(const std::string& text) {
  if (text == "none") return {.kind = Rerun::Kind::none};
  if (text == "failed") return {.kind = Rerun::Kind::failed};
  if (text == "all") return {.kind = Rerun::Kind::all};
  constexpr std::string_view method = "method=";
  if (text.starts_with(method)) return {.kind = Rerun::Kind::method, .method = text.substr(method.size())};
  throw InvalidOption({.what = "invalid value",
                       .where = "option --rerun",
                       .expected = "none, failed, all or method=LABEL",
                       .got = "'" + text + "'"});
}

RunCount run_jobs(const std::vector<Job>& jobs, const RunPlan& plan, Store& store, Progress& progress) {
  RunCount count;
  std::deque<const Job*> open = open_jobs(jobs, plan, store, count);
  progress.begin(count.total, count.known);
  const Stopwatch clock;
  std::list<Running> running;
  Finished finished;
  bool stopped = false;
  while (!open.empty() || !running.empty() || !finished.empty()) {
    if (!stopped && plan.stop && plan.stop()) {
      stopped = true;
      open.clear();
      for (Running& one : running) one.process.cancel();
    }
    // The disk takes its time over a result: the next jobs begin before it is written.
    start(open, plan, running, finished);
    for (const auto& [job, result] : finished) {
      store.commit(*job, result);
      if (result.outcome != Outcome::interrupted) ++count.done;
      progress.finished(*job, result, clock.seconds());
    }
    finished.clear();
    if (!running.empty()) wait_for(running);
    collect(running, plan.limits, finished);
    progress.tick(clock.seconds());
  }
  progress.end();
  count.interrupted = count.known + count.done < count.total;
  return count;
}

}  // namespace starling::compare
