// Starling's kernel machine as the process that run_kernel_svm.py talks to.
//
//     bench_peer_kernel_svm PREFIX C THREADS
//
// PREFIX: of the files of svm_workloads.py, of one task whose features are the kernel itself.
#include <iostream>
#include <string>
#include <vector>

#include "bench/peers/answers.hpp"
#include "bench/peers/task_files.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/hinge.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/kernel_smo.hpp"

namespace starling::bench {
namespace {

int serve(const std::vector<std::string>& arguments) {
  if (arguments.size() != 3) {
    std::cerr << "usage: bench_peer_kernel_svm PREFIX C THREADS\n";
    return 2;
  }
  const MultiTaskData data = read_tasks(arguments[0]);
  const KernelSamples kernel(data, {.name = KernelName::precomputed});
  const Problem<Hinge, QuadraticCoupling> problem{data,
                                                  {},
                                                  QuadraticCoupling(arma::mat(1, 1, arma::fill::ones)),
                                                  Intercept::free,
                                                  std::stod(arguments[1]) * data.weights()};
  answer_all([&](double gap) {
    Solution solution;
    const StopRule rule{.gap = gap, .max_iterations = 10000000, .time_limit = 100.0};
    with_threads(std::stoi(arguments[2]), [&] { solution = KernelSmo{}(problem, kernel, rule); });
    return Answer{arma::mat(solution.report.certificate.dual_point), solution.report};
  });
  return 0;
}

}  // namespace
}  // namespace starling::bench

int main(int count, char** arguments) { return starling::bench::run(starling::bench::serve, count, arguments); }
