// Starling's multi-task support vector machine as the process that run_svm.py talks to.
//
//     bench_peer_svm PREFIX C MU LOSS ENGINE THREADS
//
// PREFIX: of the files of svm_workloads.py. ENGINE: method, or task_cd for the solver that the tests compare it with.
#include <iostream>
#include <string>
#include <vector>

#include "bench/peers/answers.hpp"
#include "bench/peers/task_files.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/task_cd.hpp"

namespace starling::bench {
namespace {

struct Job {
  MultiTaskData data;
  MultitaskSvm method;
  bool by_task_cd = false;
  int threads = 1;
};

Answer by_task_cd(const Job& job, const StopRule& rule) {
  const MultitaskSvm::Options& options = job.method.options;
  return visit_one_of<Hinge, SquaredHinge, EpsilonInsensitive>(
      {.name = options.loss, .epsilon = options.epsilon}, [&]<class L>(const L& loss) {
        const Problem<L, QuadraticCoupling> problem{job.data, loss,
                                                    QuadraticCoupling::evgeniou_pontil(job.data.n_tasks(), options.mu),
                                                    Intercept::none, options.C * job.data.loss_weights(Averaging::sum)};
        Solution solution;
        with_threads(job.threads, [&] { solution = task_cd(problem, rule, zero_coefficients(job.data)); });
        return Answer{solution.coefficients.W, solution.report};
      });
}

Answer fit(const Job& job, double gap) {
  const StopRule rule{.gap = gap, .time_limit = 60.0};
  if (job.by_task_cd) return by_task_cd(job, rule);
  const Fit fitted = job.method.fit(job.data, {.stop = rule, .threads = job.threads});
  return {fitted.linear().W(), fitted.report};
}

int serve(const std::vector<std::string>& arguments) {
  if (arguments.size() != 6) {
    std::cerr << "usage: bench_peer_svm PREFIX C MU LOSS method|task_cd THREADS\n";
    return 2;
  }
  Job job{read_tasks(arguments[0]), {}, arguments[4] == "task_cd", std::stoi(arguments[5])};
  set_params(job.method.options,
             {{"C", arguments[1]}, {"mu", arguments[2]}, {"loss", arguments[3]}, {"intercept", "false"}});
  answer_all([&](double gap) { return fit(job, gap); });
  return 0;
}

}  // namespace
}  // namespace starling::bench

int main(int count, char** arguments) { return starling::bench::run(starling::bench::serve, count, arguments); }
