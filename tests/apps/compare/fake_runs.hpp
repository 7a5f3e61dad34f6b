// Runs of the jobs of fake_jobs.hpp, and what they leave behind.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "apps/compare/runner.hpp"
#include "tests/apps/compare/fake_jobs.hpp"

namespace starling::compare::fake {

inline RunCount run_quietly(const std::vector<Job>& jobs, const RunPlan& plan, Store& store) {
  std::ostringstream out;
  Progress progress(out, ProgressStyle::none, false);
  return run_jobs(jobs, plan, store, progress);
}

inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// Writes the key of every job that runs, in whatever process, to a file.
inline std::function<Result(const Job&)> logged(const std::filesystem::path& log,
                                                std::function<Result(const Job&)> execute) {
  return [log, execute = std::move(execute)](const Job& job) {
    std::ofstream(log, std::ios::app) << job.key() << std::endl;
    return execute(job);
  };
}

}  // namespace starling::compare::fake
