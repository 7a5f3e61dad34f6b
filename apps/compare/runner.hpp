// Runs the jobs of an experiment that the store does not hold yet.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "apps/compare/progress.hpp"
#include "apps/compare/result.hpp"
#include "apps/compare/store.hpp"

namespace starling::compare {

// Which finished jobs are run again: none, those that ended in error or without convergence, or all.
enum class Rerun { none, failed, all };
inline std::span<const std::string_view> enum_names(Rerun) {
  static constexpr std::array<std::string_view, 3> names = {"none", "failed", "all"};
  return names;
}

struct RunPlan {
  // Computes one job; called from several threads at once. An exception becomes the outcome `error`.
  std::function<Result(const Job&)> execute = {};
  int workers = 1;
  Rerun rerun = Rerun::none;
  std::function<bool()> stop = {};  // true: no further job begins, and the running ones are waited for
};

struct RunCount {
  std::size_t total = 0, known = 0, done = 0;  // known: finished before; done: finished now
  bool interrupted = false;                    // some job is neither
};

// METHOD  `workers` threads compute; the calling thread alone writes to the store, each result as soon as it is there,
//         in the order of completion. Two jobs of one key run once.
// EDGES   When the store fails, running jobs are waited for and its exception is thrown.
RunCount run_jobs(const std::vector<Job>& jobs, const RunPlan& plan, Store& store, Progress& progress);

}  // namespace starling::compare
