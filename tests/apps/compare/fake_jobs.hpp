// Jobs without data or methods: what stores, runners and tables are tried with.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "apps/compare/result.hpp"
#include "tests/support/fresh_folder.hpp"

namespace starling::compare::fake {

// A fresh folder, removed with all it holds at the end of the case.
struct Folder {
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path = tests::fresh_folder("starling_compare"), store = path / "results.db";
};

inline Job job(int number) {
  const std::string method = "method_" + std::to_string(number % 4);
  return {.dataset = "data_" + std::to_string(number / 4 % 3),
          .method = method,
          .repetition = number / 12,
          .identity = {{"data", std::to_string(number / 4 % 3)},
                       {"method", method},
                       {"repetition", std::to_string(number / 12)}},
          .data_position = number / 4 % 3,
          .method_position = number % 4};
}

inline std::vector<Job> jobs(int count) {
  std::vector<Job> all;
  for (int i = 0; i < count; ++i) all.push_back(job(i));
  return all;
}

// Numbers that only depend on the job, and need all their digits.
inline Result result(const Job& job) {
  const double number = std::sqrt(static_cast<double>(job.key()[0] + 3 * job.repetition));
  return {.outcome = Outcome::ok,
          .status = "optimal",
          .relative_gap = 1e-7 / number,
          .iterations = 10 * job.repetition,
          .seconds = {.tune = 0.1 * number, .fit = 0.01 * number, .predict = 0.001 * number},
          .params = {{"lambda", "0.1"}, {"loss", "squared"}},
          .metrics = {{"rmse_pooled", number}, {"ev_global", 1.0 / number}},
          .task_scores = {{"mse", {number, 0.5 * number, 1e-3 / number}}},
          .trace = {{0.001 * number, 2.0, 0.1 / number}, {0.01 * number, 1.0 + number, 1e-7 / number}},
          .search = {.metric = "mse",
                     .points = {{{{"lambda", "1max"}}, number}, {{{"lambda", "0.1max"}}, 1.0 / number}},
                     .chosen = 1},
          .kept = {.tasks = {"a", "b"},
                   .features = {"f"},
                   .n_tasks = 2,
                   .n_features = 1,
                   .coefficients = {{number, -1.0 / number}},
                   .relations = {{"groups", arma::rowvec{0, 1}}}},
          .train_samples = 60,
          .test_samples = 20};
}

inline bool same(const Result& a, const Result& b) {
  return a.outcome == b.outcome && a.message == b.message && a.status == b.status && a.relative_gap == b.relative_gap &&
         a.iterations == b.iterations && a.seconds.tune == b.seconds.tune && a.seconds.fit == b.seconds.fit &&
         a.seconds.predict == b.seconds.predict && a.params == b.params && a.metrics == b.metrics &&
         a.task_scores == b.task_scores && a.trace == b.trace && canonical_json(a.search) == canonical_json(b.search) &&
         canonical_json(a.kept) == canonical_json(b.kept) && a.train_samples == b.train_samples &&
         a.test_samples == b.test_samples;
}

inline bool mentions(const std::exception& error, std::string_view words) {
  return std::string_view(error.what()).find(words) != std::string_view::npos;
}

// What f returns in a process of its own; 99 for an exception.
inline int in_child(const std::function<int()>& f) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 99;
    try {
      code = f();
    } catch (...) {
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace starling::compare::fake
