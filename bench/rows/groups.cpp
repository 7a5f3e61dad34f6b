// The multi-task Lasso with groups of features, from zero to a certified relative gap of 1e-6: descent block by block
// and FISTA. Compare times within one run only.
#include <functional>

#include "bench/rows/certified_time.hpp"
#include "bench/rows/planted_tasks.hpp"
#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/feature_groups.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_bcd.hpp"

namespace starling::bench {
namespace {

struct Grouped {
  std::string name;
  std::function<MultiTaskData()> data;
  int together;  // features a group
};

std::vector<Grouped> cases() {
  return {{"shared_n300_d2000_T10", [] { return masked_targets(300, 2000, 10, 0.5, 0.0); }, 5},
          {"shared_n2000_d500_T20", [] { return masked_targets(2000, 500, 20, 0.5, 0.0); }, 10},
          {"ragged_T30_n50_d300", [] { return planted_tasks({.T = 30, .d = 300, .n_low = 50, .n_high = 50}); }, 5}};
}

template <class Solver>
void time(benchmark::State& state, const Grouped& which, double share, const Solver& solver) {
  const MultiTaskData data = which.data();
  std::vector<int> numbers(data.n_features());
  for (std::size_t j = 0; j < numbers.size(); ++j) numbers[j] = static_cast<int>(j) / which.together;
  with_threads(1, [&] {
    Problem<Squared, FeatureGroupLasso> problem{
        data, {}, {1.0, FeatureGroups::of(numbers)}, Intercept::free, data.loss_weights(Averaging::task_mean)};
    problem.penalty.lambda = share * lambda_max(problem);
    time_certified(state, problem, {.gap = 1e-6}, solver);
  });
}

template <class Solver>
void enrol(const Grouped& which, double share, const std::string& method, const Solver& solver) {
  const std::string name = "groups/" + which.name + "/" + std::to_string(share).substr(0, 4) + "/" + method;
  benchmark::RegisterBenchmark(name.c_str(),
                               [which, share, solver](benchmark::State& state) { time(state, which, share, solver); })
      ->MeasureProcessCPUTime()
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

[[maybe_unused]] const bool enrolled = [] {
  for (const Grouped& each : cases())
    for (const double share : {0.3, 0.1, 0.03}) {
      enrol(each, share, "row_bcd", RowBcd{});
      enrol(each, share, "fista", Fista{});
    }
  return true;
}();

}  // namespace
}  // namespace starling::bench
