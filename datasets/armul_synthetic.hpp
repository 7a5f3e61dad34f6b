// The regression tasks of the ARMUL paper, by its own random numbers: tasks near one vector, near one of a few or near
// a subspace, and some that are anywhere.
//
//     const Dataset data = ArmulSynthetic{{.delta = 0.4, .outliers = 0.2, .seed = 3}}.make();
//
// The vector of a task (one for all, one of n_groups, or random in the first n_groups coordinates, of length 2) is
// moved by delta in a random direction; that of an outlier is a random direction of length 2. Features and noise are
// standard normal, and there is no intercept. The training samples of seed s are those of NumPy's seed 1000 (10 + s),
// as the authors drew them for s = 0 .. 99; test samples are our own.
//
// TRUTH   W, noise 1, outlier_tasks; clusters of the form groups, rank of the form subspace at delta = 0.
// PAPERS  duan2023adaptive
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

enum class ArmulForm { common, groups, subspace };
inline std::span<const std::string_view> enum_names(ArmulForm) {
  static constexpr std::array<std::string_view, 3> names = {"common", "groups", "subspace"};
  return names;
}

struct ArmulSynthetic {
  static constexpr std::string_view name = "armul_synthetic";
  static constexpr std::string_view summary = "the tasks of the ARMUL paper, by its seeds (generated)";
  static constexpr Target target = Target::regression;

  struct Options {
    ArmulForm form = ArmulForm::common;
    double delta = 0.0;
    double outliers = 0.0;
    int n_groups = 3;
    int n_tasks = 30;
    int n_features = 50;
    int n_samples = 200;
    int n_test = 50;
    std::uint64_t seed = 0;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      constexpr Range count = Range::between(1, 1e6);
      visit(self.form, Field{.name = "form", .help = "what the tasks are near to"});
      visit(self.delta, Field{.name = "delta", .help = "how far from it they are", .range = Range::at_least(0)});
      visit(self.outliers,
            Field{.name = "outliers", .help = "share of tasks that are anywhere", .range = Range::between(0, 1)});
      visit(self.n_groups, Field{.name = "n_groups",
                                 .help = "groups, or dimensions of the subspace; at most n_features and n_tasks",
                                 .range = count});
      visit(self.n_tasks, Field{.name = "n_tasks", .help = "number of tasks", .range = count});
      visit(self.n_features, Field{.name = "n_features", .help = "number of features", .range = count});
      visit(self.n_samples, Field{.name = "n_samples", .help = "training samples of a task", .range = count});
      visit(
          self.n_test,
          Field{.name = "n_test", .help = "test samples of a task; 0: no test part", .range = Range::between(0, 1e6)});
      visit(self.seed, Field{.name = "seed", .help = "0 .. 99: the repetitions of the paper"});
    }
  };
  Options options = {};

  // Throws InvalidOption.
  Dataset make() const;
};

}  // namespace starling
