// Regression tasks whose coefficient vectors lie in one subspace of few dimensions.
//
//     const Dataset data = LowRank{{.rank = 3, .sampling = {.n_tasks = 20, .seed = 7}}}.make();
//
// TRUTH   W = A B' with normal A (d x rank) and B (T x rank).
// WHEN    the case trace norm regularisation is made for.
// PAPERS  argyriou2008convex, ji2009accelerated
#pragma once

#include "datasets/synthetic.hpp"

namespace starling {

struct LowRank {
  static constexpr std::string_view name = "low_rank";
  static constexpr std::string_view summary = "regression tasks in one subspace of few dimensions (generated)";
  static constexpr Target target = Target::regression;

  struct Options {
    int rank = 2;
    SamplingOptions sampling = {};

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.rank, Field{.name = "rank",
                             .help = "dimensions of the subspace; at most min(n_features, n_tasks)",
                             .range = Range::between(1, 1e8)});
      SamplingOptions::describe(self.sampling, visit);
    }
  };
  Options options = {};

  // Throws InvalidOption.
  Dataset make() const;
};

}  // namespace starling
