// Two-class tasks whose separating hyperplanes are deviations from a common one.
//
//     const Dataset data = RelatedClassifiers{{.relatedness = 0.9, .sampling = {.n_tasks = 20}}}.make();
//
// TRUTH   w_t = sqrt(relatedness) w_0 + sqrt(1 - relatedness) v_t, all normal: relatedness is the share of a task's
//         squared length that all tasks have in common. The label is the sign of x' w_t + b_t + noise e; it is turned
//         round with probability label_noise. b_t makes the expected share of +1 equal to class_balance before labels
//         are turned round (offset, when not zero, then scatters it between tasks).
// WHEN    the case mean-regularised multi-task classifiers are made for.
// EDGES   A small task may hold one class only.
// PAPERS  evgeniou2004regularized
#pragma once

#include "datasets/synthetic.hpp"

namespace starling {

struct RelatedClassifiers {
  static constexpr std::string_view name = "related_classifiers";
  static constexpr std::string_view summary = "two-class tasks that deviate from a common one (generated)";
  static constexpr Target target = Target::classification;

  struct Options {
    double relatedness = 0.8;
    double label_noise = 0.0;
    double class_balance = 0.5;
    SamplingOptions sampling = {.offset = 0.0};

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.relatedness, Field{.name = "relatedness",
                                    .help = "share of a task's coefficients common to all; 1: equal, 0: unrelated",
                                    .range = Range::between(0, 1)});
      visit(self.label_noise, Field{.name = "label_noise",
                                    .help = "probability that a label is turned round",
                                    .range = {.low = 0, .high = 0.5, .high_open = true}});
      visit(self.class_balance, Field{.name = "class_balance",
                                      .help = "expected share of the label +1",
                                      .range = {.low = 0, .high = 1, .low_open = true, .high_open = true}});
      SamplingOptions::describe(self.sampling, visit);
    }
  };
  Options options = {};

  // Throws InvalidOption.
  Dataset make() const;
};

}  // namespace starling
