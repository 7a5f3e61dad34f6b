#include "apps/compare/runner.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "lib/base/clock.hpp"

namespace starling::compare {
namespace {

bool is_finished(Outcome outcome, Rerun rerun) {
  if (outcome == Outcome::interrupted || rerun == Rerun::all) return false;
  return rerun == Rerun::none || (outcome != Outcome::error && outcome != Outcome::not_converged);
}

Result guarded(const std::function<Result(const Job&)>& execute, const Job& job) {
  try {
    return execute(job);
  } catch (const std::exception& failure) {
    return {.outcome = Outcome::error, .message = failure.what()};
  } catch (...) {
    return {.outcome = Outcome::error, .message = "an exception of an unknown kind"};
  }
}

// The threads that compute, and the queue on which they hand their results over.
class Workers {
 public:
  struct Done {
    const Job* job;
    Result result;
  };

  Workers(std::vector<const Job*> jobs, const RunPlan& plan) : jobs_(std::move(jobs)), plan_(plan) {
    const auto wanted = static_cast<std::size_t>(plan.workers > 1 ? plan.workers : 1);
    const std::lock_guard lock(mutex_);  // nobody ends before everybody is there
    try {
      while (active_ < std::min(wanted, jobs_.size())) {
        threads_.emplace_back([this] { work(); });
        ++active_;
      }
    } catch (const std::system_error&) {
      if (threads_.empty()) throw;  // the system gives fewer threads than asked for: they do all the work
    }
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() { abandon(); }

  // The next result; none with `ended` when there will be no more, none without when `patience` is over.
  std::optional<Done> next(std::chrono::milliseconds patience, bool& ended) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, patience, [&] { return !results_.empty() || active_ == 0; });
    ended = results_.empty() && active_ == 0;
    if (results_.empty()) return {};
    Done done = std::move(results_.front());
    results_.pop_front();
    return done;
  }

 private:
  void work() {
    while (const Job* job = take()) {
      Result result = guarded(plan_.execute, *job);
      const std::lock_guard lock(mutex_);
      results_.push_back({job, std::move(result)});
      arrived_.notify_one();
    }
    const std::lock_guard lock(mutex_);
    --active_;
    arrived_.notify_one();
  }

  const Job* take() {
    const std::lock_guard lock(mutex_);
    const bool stopped = abandoned_ || (plan_.stop && plan_.stop());
    return stopped || next_ == jobs_.size() ? nullptr : jobs_[next_++];
  }

  void abandon() {
    {
      const std::lock_guard lock(mutex_);
      abandoned_ = true;
    }
    for (std::thread& thread : threads_) thread.join();
  }

  std::vector<const Job*> jobs_;
  const RunPlan& plan_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Done> results_;
  std::size_t next_ = 0, active_ = 0;
  bool abandoned_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

RunCount run_jobs(const std::vector<Job>& jobs, const RunPlan& plan, Store& store, Progress& progress) {
  const auto known = store.outcomes();
  std::set<std::string> keys;
  std::vector<const Job*> open;
  RunCount count;
  for (const Job& job : jobs) {
    std::string key = job.key();
    const auto found = known.find(key);
    if (!keys.insert(std::move(key)).second) continue;
    ++count.total;
    if (found != known.end() && is_finished(found->second, plan.rerun))
      ++count.known;
    else
      open.push_back(&job);
  }
  progress.begin(count.total, count.known);
  const Stopwatch clock;
  Workers workers(std::move(open), plan);
  for (bool ended = false; !ended;) {
    if (const auto done = workers.next(std::chrono::milliseconds(500), ended)) {
      store.commit(*done->job, done->result);
      if (done->result.outcome != Outcome::interrupted) ++count.done;
      progress.finished(*done->job, done->result, clock.seconds());
    } else if (!ended) {
      progress.tick(clock.seconds());
    }
  }
  progress.end();
  count.interrupted = count.known + count.done < count.total;
  return count;
}

}  // namespace starling::compare
