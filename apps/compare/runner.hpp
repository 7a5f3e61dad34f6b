// Runs the jobs of an experiment that the store does not hold yet.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "apps/compare/job_process.hpp"
#include "apps/compare/progress.hpp"
#include "apps/compare/result.hpp"
#include "apps/compare/store.hpp"

namespace starling::compare {

// Which finished jobs are run again: none, those that failed, those of one method, or all.
struct Rerun {
  enum class Kind { none, failed, method, all } kind = Kind::none;
  std::string method = {};  // its label
};
// "none", "failed", "all" or "method=LABEL". Throws InvalidOption.
Rerun parse_rerun(const std::string& text);

struct RunPlan {
  // Called here before a job starts: what it needs is then there for all jobs that start later.
  std::function<void(const Job&)> prepare = {};
  // Computes one job, in a process of its own. An exception becomes the outcome `error`, bad_alloc `memout`.
  std::function<Result(const Job&)> execute = {};
  int workers = 1;  // processes side by side
  JobLimits limits = {};
  Rerun rerun = {};
  std::function<bool()> stop = {};  // true: no further job begins, and the running ones are killed
};

struct RunCount {
  std::size_t total = 0, known = 0, done = 0;  // known: finished before; done: finished now
  bool interrupted = false;                    // some job is neither
};

// METHOD  One process a job; the calling thread watches them and alone writes to the store, each result as soon as it
//         is there, in the order of completion. Two jobs of one key run once. However a job ends, it has a result:
//         timeout, memout, crash, error and interrupted are results too.
// EDGES   See JobProcess about other threads. When the store fails, running jobs are killed and its exception thrown.
RunCount run_jobs(const std::vector<Job>& jobs, const RunPlan& plan, Store& store, Progress& progress);

}  // namespace starling::compare
