// How the cost of a fit grows with the samples of a task and with the number of tasks: 20 features, every method from
// zero to a certified relative gap of 1e-6, on one thread.
#include "algorithms/catalogue.hpp"
#include "bench/random_data.hpp"

namespace starling::bench {
namespace {

void fit(benchmark::State& state, std::string_view name, const Sizes& sizes) {
  const MultiTaskData data = ragged_tasks(sizes);
  const auto method = make_estimator(name);
  const FitControl control{.threads = 1};
  const Fit first = method->fit(data, control);
  const bool is_settled = first.report.status == Status::stationary;
  if (!is_settled && !(first.report.certificate.proved_relative_gap() <= control.stop.gap))
    return state.SkipWithError("the gap is not certified");
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(method->fit(data, control));
  state.counters["iterations"] = first.report.iterations;
}

void with_samples(benchmark::State& state, std::string_view name) {
  fit(state, name, {static_cast<arma::uword>(state.range(0)), 20, 50});
}
void with_tasks(benchmark::State& state, std::string_view name) {
  fit(state, name, {50, 20, static_cast<arma::uword>(state.range(0))});
}

[[maybe_unused]] const int registered = [] {
  for (const std::string_view name : {"trace_norm", "clustered_regression", "task_relationship", "mean_regularised",
                                      "kmeans_clustering", "go_mtl", "armul"}) {
    const std::string title(name);
    benchmark::RegisterBenchmark((title + "/samples").c_str(), with_samples, name)
        ->RangeMultiplier(4)
        ->Range(100, 6400)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark((title + "/tasks").c_str(), with_tasks, name)
        ->RangeMultiplier(4)
        ->Range(16, 1024)
        ->Unit(benchmark::kMillisecond);
  }
  return 0;
}();

}  // namespace
}  // namespace starling::bench
