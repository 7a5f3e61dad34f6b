// A report of invented results on seven data sets, whose names are as awkward as names can be.
#pragma once

#include "apps/compare/report/report.hpp"

namespace starling::compare::fake {

inline std::vector<JobResult> results() {
  std::vector<JobResult> all;
  const std::vector<std::string> methods = {"independent_ridge", "joint & <b>bold</b>", "third|method"};
  for (int d = 0; d < 7; ++d)
    for (int m = 0; m < 3; ++m)
      for (int r = 0; r < 2; ++r) {
        const double score = 0.5 + 0.1 * m + 0.01 * ((7 * d + 3 * r + m) % 5);
        all.push_back({{.dataset = "data_" + std::to_string(d) + ":n_tasks=3",
                        .method = methods[static_cast<std::size_t>(m)],
                        .repetition = r,
                        .identity = {{"method", m == 0 ? "independent_ridge" : "trace_norm"}, {"split", "its own"}},
                        .data_position = d,
                        .method_position = m},
                       Result{.outcome = Outcome::ok,
                              .status = "optimal",
                              .relative_gap = 1e-7,
                              .metrics = {{"ev_global", score}, {"mse", 1.0 - score}},
                              .task_scores = {{"mse", {1.0 - score, 0.5 + 0.2 * m, 0.3}}},
                              .train_samples = 30,
                              .test_samples = 10}});
      }
  all.back().result = Result{.outcome = Outcome::error, .message = "5 < 6, \"quoted\", 100 %"};
  return all;
}

// A trace, a search and a model to a result.
inline void keep_the_way(Result& result, int number) {
  const double pace = 0.001 * (1 + number % 5);
  result.trace = {{pace, 2.0, 0.5}, {3.0 * pace, 1.5, 1e-3}, {10.0 * pace, 1.0, 1e-7}};
  result.search = {
      .metric = "mse", .points = {{{{"lambda", "1max"}}, 2.0}, {{{"lambda", "0.1max"}}, 1.0 + pace}}, .chosen = 1};
  if (number != 0) return;
  result.kept = {.tasks = {"a", "<b>", "c"},
                 .features = {"f", "g"},
                 .n_tasks = 3,
                 .n_features = 9,
                 .coefficients = {{1, -2, 0}, {0, 0.5, 1}},
                 .relations = {{"groups", arma::rowvec{0, 1, 0}}}};
}

inline Report report() {
  const std::vector<Params> runs = {{{"version", "0.1.0"}, {"processor", "<one>"}}};
  return make_report(results(), runs, {});
}

}  // namespace starling::compare::fake
