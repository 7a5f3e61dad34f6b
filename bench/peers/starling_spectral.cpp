// Starling's spectral methods as the process that run_spectral.py talks to.
//
//     bench_peer_spectral PREFIX PENALTY ENGINE THREADS
//
// PREFIX: of the files of task_files.hpp. PENALTY: trace:LAMBDA[,LAMBDA...] (several, falling: a path) or
// cluster:RHO1,RHO2,K. ENGINE: method, or fista for the solver that the tests compare it with.
#include <iostream>
#include <string>
#include <vector>

#include "bench/peers/answers.hpp"
#include "bench/peers/task_files.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/fista.hpp"

namespace starling::bench {
namespace {

struct Job {
  MultiTaskData data;
  bool clusters = false;
  std::vector<double> numbers;
  bool by_fista = false;
  int threads = 1;
};

template <class P>
Answer by_fista(const Job& job, const P& penalty, const StopRule& rule) {
  const Problem<Squared, P> problem{
      job.data, {}, penalty, Intercept::free, job.data.loss_weights(Averaging::task_mean)};
  Solution solution;
  with_threads(job.threads, [&] { solution = fista(problem, rule, zero_coefficients(job.data)); });
  return {solution.coefficients.W, solution.report};
}

Answer by_method(const Fit& fit) { return {fit.linear().W(), fit.report}; }

// The last fit, with the largest gap of all and their iterations together.
Answer along_path(const Job& job, const FitControl& control) {
  Answer last;
  double worst = 0.0;
  int iterations = 0;
  const std::vector<Lambda> strengths(job.numbers.begin(), job.numbers.end());
  erase(TraceNorm{})->fit_path(job.data, strengths, control, [&](double, const Fit& fit) {
    last = by_method(fit);
    worst = std::max(worst, last.report.certificate.relative_gap);
    iterations += last.report.iterations;
    return true;
  });
  last.report.certificate.relative_gap = worst;
  last.report.iterations = iterations;
  return last;
}

Answer fit(const Job& job, double gap) {
  const StopRule rule{.gap = gap, .time_limit = 60.0};
  const FitControl control{.stop = rule, .threads = job.threads};
  const std::vector<double>& numbers = job.numbers;
  if (job.clusters) {
    const int k = static_cast<int>(numbers.at(2));
    if (job.by_fista)
      return by_fista(job, ClusterNorm(numbers.at(0), numbers.at(1), static_cast<arma::uword>(k)), rule);
    return by_method(
        ClusteredRegression{{.rho1 = numbers.at(0), .rho2 = numbers.at(1), .n_clusters = k}}.fit(job.data, control));
  }
  if (numbers.size() > 1) return along_path(job, control);
  if (job.by_fista) return by_fista(job, TraceNormPenalty{numbers.at(0)}, rule);
  return by_method(TraceNorm{{.lambda = numbers.at(0)}}.fit(job.data, control));
}

int serve(const std::vector<std::string>& arguments) {
  const std::size_t colon = arguments.size() == 4 ? arguments[1].find(':') : std::string::npos;
  if (colon == std::string::npos) {
    std::cerr << "usage: bench_peer_spectral PREFIX trace:LAMBDA|cluster:RHO1,RHO2,K method|fista THREADS\n";
    return 2;
  }
  Job job{read_tasks(arguments[0]),
          arguments[1].starts_with("cluster"),
          {},
          arguments[2] == "fista",
          std::stoi(arguments[3])};
  std::istringstream numbers(arguments[1].substr(colon + 1));
  for (std::string number; std::getline(numbers, number, ',');) job.numbers.push_back(std::stod(number));
  answer_all([&](double gap) { return fit(job, gap); });
  return 0;
}

}  // namespace
}  // namespace starling::bench

int main(int count, char** arguments) { return starling::bench::run(starling::bench::serve, count, arguments); }
