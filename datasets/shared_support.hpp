// Regression tasks that use the same few features.
//
//     const Dataset data = SharedSupport{{.n_relevant = 5, .sampling = {.n_tasks = 20, .seed = 7}}}.make();
//
// TRUTH   n_relevant rows of W are not zero. With density < 1 each of them is zero in all but round(density T) tasks,
//         drawn afresh per row. Coefficients are normal.
// WHEN    the case the multi-task lasso is made for.
// PAPERS  obozinski2011support, lounici2011oracle
#pragma once

#include "datasets/synthetic.hpp"

namespace starling {

struct SharedSupport {
  static constexpr std::string_view name = "shared_support";
  static constexpr std::string_view summary = "regression tasks that use the same few features (generated)";
  static constexpr Target target = Target::regression;

  struct Options {
    int n_relevant = 5;
    double density = 1.0;
    SamplingOptions sampling = {};

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.n_relevant, Field{.name = "n_relevant",
                                   .help = "features that matter; at most n_features",
                                   .range = Range::between(1, 1e8)});
      visit(self.density, Field{.name = "density",
                                .help = "share of the tasks that use a feature that matters",
                                .range = {.low = 0, .high = 1, .low_open = true}});
      SamplingOptions::describe(self.sampling, visit);
    }
  };
  Options options = {};

  // Throws InvalidOption.
  Dataset make() const;
};

}  // namespace starling
