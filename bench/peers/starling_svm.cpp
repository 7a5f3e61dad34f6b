// Starling's multi-task support vector machine as the process that run_svm.py talks to.
//
//     bench_peer_svm PREFIX C MU LOSS ENGINE THREADS
//
// PREFIX: of the files of svm_workloads.py. ENGINE: method, or task_cd for the solver that the tests compare it with.
// Reads requests "GAP [FILE]" line by line, fits to that certified relative gap, prints one JSON object with the
// seconds of the fit, and writes the coefficients (d x T doubles, column by column) to FILE.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <starling.hpp>
#include <string>
#include <vector>

#include "lib/base/input_file.hpp"
#include "lib/data/formats/npy.hpp"
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

NpyArray read_array(const std::string& path) {
  const std::string bytes = read_file(path);
  MemoryBudget budget(path, bytes.size());
  return parse_npy(bytes, path, budget);
}
arma::vec read_vector(const std::string& path) { return read_array(path).vector(); }

// The rows of one task, of a dense matrix or of three arrays of compressed rows.
class Features {
 public:
  explicit Features(const std::string& prefix) : sparse_(std::filesystem::exists(prefix + "-indptr.npy")) {
    if (sparse_) {
      starts_ = arma::conv_to<arma::uvec>::from(read_vector(prefix + "-indptr.npy"));
      indices_ = arma::conv_to<arma::uvec>::from(read_vector(prefix + "-indices.npy"));
      values_ = read_vector(prefix + "-data.npy");
      width_ = indices_.max() + 1;
    } else {
      dense_ = read_array(prefix + "-X.npy").matrix();
    }
  }
  Design rows(arma::uword begin, arma::uword end) const {
    if (!sparse_) return arma::mat(dense_.rows(begin, end - 1));
    const arma::uword first = starts_[begin], last = starts_[end];
    const arma::uvec starts = starts_.subvec(begin, end) - first;
    const arma::sp_mat transposed(indices_.subvec(first, last - 1), starts, values_.subvec(first, last - 1), width_,
                                  end - begin);
    return arma::sp_mat(transposed.t());
  }

 private:
  bool sparse_;
  arma::mat dense_;
  arma::uvec starts_, indices_;
  arma::vec values_;
  arma::uword width_ = 0;
};

MultiTaskData read_tasks(const std::string& prefix) {
  const Features features(prefix);
  const arma::vec y = read_vector(prefix + "-y.npy");
  std::vector<Task> tasks;
  arma::uword begin = 0;
  for (const double size : read_vector(prefix + "-sizes.npy")) {
    const arma::uword end = begin + static_cast<arma::uword>(size);
    tasks.push_back({.X = features.rows(begin, end), .y = y.subvec(begin, end - 1)});
    begin = end;
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

struct Answer {
  arma::mat W;
  FitReport report;
};

Answer by_task_cd(const Job& job, const StopRule& rule) {
  const MultitaskSvm::Options& options = job.method.options;
  return visit_one_of<Hinge, SquaredHinge>({.name = options.loss}, [&]<class L>(const L& loss) {
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

void answer(const Job& job, const std::string& request) {
  std::istringstream words(request);
  double gap = 0.0;
  std::string path;
  words >> gap >> path;
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t busy_before = std::clock();
  const Answer found = fit(job, gap);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const double busy = static_cast<double>(std::clock() - busy_before) / CLOCKS_PER_SEC;
  const Certificate& proof = found.report.certificate;
  std::printf(
      "{\"seconds\": %.9f, \"busy\": %.6f, \"status\": \"%s\", \"relative_gap\": %.3e, \"primal\": %.15g, \"scale\": "
      "%.15g, "
      "\"iterations\": %d}\n",
      seconds.count(), busy, std::string(to_string(found.report.status)).c_str(), proof.relative_gap, proof.primal,
      proof.scale, found.report.iterations);
  std::fflush(stdout);
  if (path.empty()) return;
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(found.W.memptr()),
             static_cast<std::streamsize>(found.W.n_elem * sizeof(double)));
  if (!file.flush()) throw IoError(path + ": cannot be written");
  std::printf("{\"written\": \"%s\"}\n", path.c_str());
  std::fflush(stdout);
}

int serve(const std::vector<std::string>& arguments) {
  if (arguments.size() != 6) {
    std::cerr << "usage: bench_peer_svm PREFIX C MU hinge|squared_hinge method|task_cd THREADS\n";
    return 2;
  }
  Job job{read_tasks(arguments[0]), {}, arguments[4] == "task_cd", std::stoi(arguments[5])};
  job.method.options = {.C = std::stod(arguments[1]),
                        .mu = std::stod(arguments[2]),
                        .loss = arguments[3] == "hinge" ? LossName::hinge : LossName::squared_hinge,
                        .intercept = false};
  std::printf("{\"ready\": \"starling %s\"}\n", STARLING_VERSION);
  std::fflush(stdout);
  for (std::string request; std::getline(std::cin, request);) answer(job, request);
  return 0;
}

}  // namespace
}  // namespace starling::bench

int main(int count, char** arguments) {
  try {
    return starling::bench::serve({arguments + 1, arguments + count});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
