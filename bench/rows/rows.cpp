// The multi-task Lasso on tasks with features of their own, from zero to a certified relative gap of 1e-6: sweeps
// alone, Newton's method alone, both (the hybrid) and FISTA. Compare times within one run only; the column CPU is what
// counts on a machine with other work. FISTA is left out where it takes minutes.
#include <functional>
#include <memory>

#include "bench/rows/certified_time.hpp"
#include "bench/rows/planted_tasks.hpp"
#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/names.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_newton/row_hybrid.hpp"

namespace starling::bench {
namespace {

struct Case {
  std::string name;
  std::function<MultiTaskData()> data;
  std::vector<double> shares;  // of lambda_max
  Targets targets = Targets::real;
  bool with_fista = true;
};

// Huber and Poisson losses, on tasks with features of their own and on one X.
void add_curved_cases(std::vector<Case>& list) {
  for (const Targets targets : {Targets::outliers, Targets::counts})
    for (const double rho : {0.5, 0.9}) {
      const std::string end = std::string("_rho") + (rho > 0.7 ? "9" : "5");
      const std::string loss = targets == Targets::counts ? "poisson" : "huber";
      list.push_back({loss + "_T20_d500_n60_120" + end,
                      [=] {
                        return planted_tasks(
                            {.T = 20, .d = 500, .n_low = 60, .n_high = 120, .rho = rho, .targets = targets});
                      },
                      {0.3, 0.1, 0.03},
                      targets,
                      false});
      list.push_back({loss + "_T50_d200_n800" + end,
                      [=] {
                        return planted_tasks(
                            {.T = 50, .d = 200, .n_low = 800, .n_high = 800, .rho = rho, .targets = targets});
                      },
                      {0.3, 0.03},
                      targets,
                      false});
      list.push_back({loss + "_shared_n150_d1000_T10" + end,
                      [=] { return masked_targets(150, 1000, 10, rho, 0.0, targets); },
                      {0.3, 0.1, 0.03},
                      targets,
                      false});
    }
}

std::vector<Case> cases() {
  const auto planted = [](Planted size) { return [size] { return planted_tasks(size); }; };
  std::vector<Case> list = {
      {"school_sizes", planted({.T = 139, .d = 27, .n_low = 22, .n_high = 200}), {0.3, 0.1, 0.03}},
      {"T30_d2000_n50_150", planted({.T = 30, .d = 2000, .n_low = 50, .n_high = 150}), {0.1, 0.03}},
      {"T100_d500_n1000", planted({.T = 100, .d = 500, .n_low = 1000, .n_high = 1000}), {0.03}},
      {"T200_d5000_n40", planted({.T = 200, .d = 5000, .n_low = 40, .n_high = 40}), {0.1, 0.03}, Targets::real, false},
      {"T10_d20000_n80_rho9", planted({.T = 10, .d = 20000, .n_low = 80, .n_high = 80, .rho = 0.9}), {0.03}},
      {"masked_n500_d4000_T50", [] { return masked_targets(500, 4000, 50, 0.5, 0.2); }, {0.1}},
      {"sparse_T50_d2000_n200",
       planted({.T = 50, .d = 2000, .n_low = 200, .n_high = 200, .sparse = true}),
       {0.1, 0.03}},
      {"sparse_T100_d2000_n1000",
       planted({.T = 100, .d = 2000, .n_low = 1000, .n_high = 1000, .sparse = true}),
       {0.1},
       Targets::real,
       false},
      {"logistic_T200_d2000_n40",
       planted({.T = 200, .d = 2000, .n_low = 40, .n_high = 40, .targets = Targets::classes}),
       {0.1, 0.03},
       Targets::classes},
      {"logistic_T30_d500_n50_150",
       planted({.T = 30, .d = 500, .n_low = 50, .n_high = 150, .targets = Targets::classes}),
       {0.3, 0.1, 0.03},
       Targets::classes},
      {"logistic_school_sizes",
       planted({.T = 139, .d = 27, .n_low = 22, .n_high = 200, .targets = Targets::classes}),
       {0.3, 0.1, 0.03},
       Targets::classes},
  };
  add_curved_cases(list);
  return list;
}

// The data of the case that runs now: cases run one after the other.
const MultiTaskData& data_of(const Case& which) {
  static std::string name;
  static std::unique_ptr<MultiTaskData> data;
  if (name != which.name) {
    data.reset();
    data = std::make_unique<MultiTaskData>(which.data());
    name = which.name;
  }
  return *data;
}

template <class L, class Solver>
void time(benchmark::State& state, const Case& which, const L& loss, double share, const Solver& solver) {
  using Rows = Ridged<RowGroupLasso>;
  const MultiTaskData& data = data_of(which);
  with_threads(1, [&] {
    Problem<L, Rows> problem{data, loss, Rows(RowGroupLasso{1.0}, 0.0), Intercept::free,
                             data.loss_weights(Averaging::task_mean)};
    problem.penalty = Rows(RowGroupLasso{share * lambda_max(problem)}, 0.0);
    time_certified(state, problem, {.gap = 1e-6}, solver);
  });
}

template <class Solver>
void enrol(const Case& which, double share, const std::string& method, const Solver& solver) {
  const std::string name = which.name + "/" + std::to_string(share).substr(0, 4) + "/" + method;
  benchmark::RegisterBenchmark(name.c_str(),
                               [which, share, solver](benchmark::State& state) {
                                 switch (which.targets) {
                                   case Targets::real:
                                     return time(state, which, Squared{}, share, solver);
                                   case Targets::classes:
                                     return time(state, which, Logistic{}, share, solver);
                                   case Targets::counts:
                                     if constexpr (!std::is_same_v<Solver, Fista>)
                                       return time(state, which, Poisson{}, share, solver);
                                     return;
                                   case Targets::outliers:
                                     return time(state, which, Huber{1.0}, share, solver);
                                 }
                               })
      ->MeasureProcessCPUTime()
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

[[maybe_unused]] const bool enrolled = [] {
  for (const Case& each : cases())
    for (const double share : each.shares) {
      enrol(each, share, "row_bcd", RowBcd{});
      enrol(each, share, "ragged_newton", RaggedNewton{});
      enrol(each, share, "row_hybrid", RowHybrid{});
      if (each.with_fista) enrol(each, share, "fista", Fista{});
    }
  return true;
}();

}  // namespace
}  // namespace starling::bench
