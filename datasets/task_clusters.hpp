// Regression tasks that fall into groups of similar coefficient vectors.
//
//     const Dataset data = TaskClusters{{.n_clusters = 3, .spread = 0.2, .sampling = {.n_tasks = 30}}}.make();
//
// TRUTH   w_t = (centre of t's cluster + spread x deviation) / sqrt(1 + spread^2), centres and deviations normal and
//         of the same expected length. Cluster sizes differ by at most one.
// WHEN    the case clustered multi-task learning is made for; spread 0 gives equal tasks within a cluster.
// PAPERS  jacob2008clustered
#pragma once

#include "datasets/synthetic.hpp"

namespace starling {

struct TaskClusters {
  static constexpr std::string_view name = "task_clusters";
  static constexpr std::string_view summary = "regression tasks in groups of similar ones (generated)";
  static constexpr Target target = Target::regression;

  struct Options {
    int n_clusters = 3;
    double spread = 0.2;
    SamplingOptions sampling = {};

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.n_clusters,
            Field{.name = "n_clusters", .help = "groups of tasks; at most n_tasks", .range = Range::between(1, 1e8)});
      visit(self.spread, Field{.name = "spread",
                               .help = "length of a task's deviation over the length of its cluster's centre",
                               .range = Range::at_least(0)});
      SamplingOptions::describe(self.sampling, visit);
    }
  };
  Options options = {};

  // Throws InvalidOption.
  Dataset make() const;
};

}  // namespace starling
