// Starling's multi-task Lasso as the process that conversation.py talks to.
//
//     bench_peer_lasso X.npy Y.npy LAMBDA[,LAMBDA...] THREADS
//
// Reads requests "TOLERANCE [FILE]" line by line, fits to that certified relative gap, and prints one JSON object with
// the seconds of the fit; then writes the coefficients to FILE in the format of coefficients.py.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <starling.hpp>
#include <string>
#include <vector>

#include "lib/base/input_file.hpp"
#include "lib/data/formats/npy.hpp"
#include "lib/selection/path.hpp"

namespace starling::bench {
namespace {

struct Job {
  MultiTaskData data;
  std::vector<double> lambdas;  // falling
  int threads = 1;
};

arma::mat read_matrix(const std::string& path) {
  const std::string bytes = read_file(path);
  MemoryBudget budget(path, bytes.size());
  return parse_npy(bytes, path, budget).matrix();
}

std::vector<double> numbers_of(const std::string& list) {
  std::vector<double> numbers;
  std::istringstream words(list);
  for (std::string word; std::getline(words, word, ',');) numbers.push_back(std::stod(word));
  return numbers;
}

MultitaskLasso method_at(double lambda) { return MultitaskLasso{{.lambda = lambda, .intercept = false}}; }

// All fits of the job, from the largest strength to the smallest.
std::vector<Fit> fit_all(const Job& job, double gap) {
  const FitControl control{.stop = {.gap = gap}, .threads = job.threads};
  if (job.lambdas.size() == 1) return {method_at(job.lambdas.front()).fit(job.data, control)};
  const PathPlan plan{.lambdas = {job.lambdas.begin(), job.lambdas.end()}, .control = control};
  std::vector<Fit> fits;
  for (PathPoint& point : lambda_path(*erase(method_at(job.lambdas.front())), job.data, plan))
    fits.push_back(std::move(point.fit));
  return fits;
}

void write_block(std::ofstream& file, const arma::mat& W) {
  std::vector<double> block(1);
  for (arma::uword j = 0; j < W.n_rows; ++j)
    if (arma::any(W.row(j))) block.push_back(static_cast<double>(j));
  const std::size_t s = block.size() - 1;
  block.front() = static_cast<double>(s);
  for (arma::uword t = 0; t < W.n_cols; ++t)
    for (std::size_t k = 1; k <= s; ++k) block.push_back(W(static_cast<arma::uword>(block[k]), t));
  file.write(reinterpret_cast<const char*>(block.data()), static_cast<std::streamsize>(block.size() * sizeof(double)));
}

void write_coefficients(const std::vector<Fit>& fits, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  for (const Fit& fit : fits) write_block(file, fit.linear().W());
  if (!file.flush()) throw IoError(path + ": cannot be written");
}

// The fit with the largest gap speaks for the path.
const Fit& worst_of(const std::vector<Fit>& fits) {
  return *std::max_element(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) {
    return a.report.certificate.relative_gap < b.report.certificate.relative_gap;
  });
}

void answer(const Job& job, const std::string& request) {
  std::istringstream words(request);
  double gap = 0.0;
  std::string path;
  words >> gap >> path;
  const auto start = std::chrono::steady_clock::now();
  const std::vector<Fit> fits = fit_all(job, gap);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const FitReport& report = worst_of(fits).report;
  std::printf("{\"seconds\": %.9f, \"status\": \"%s\", \"relative_gap\": %.3e, \"nonzero_rows\": %llu}\n",
              seconds.count(), std::string(to_string(report.status)).c_str(), report.certificate.relative_gap,
              static_cast<unsigned long long>(fits.back().linear().nonzero_rows()));
  std::fflush(stdout);
  if (path.empty()) return;
  write_coefficients(fits, path);
  std::printf("{\"written\": \"%s\"}\n", path.c_str());
  std::fflush(stdout);
}

// The same call on a small problem: threads and libraries are awake.
void warm_up(const Job& job) {
  const Dataset small = make_dataset("shared_support:n_tasks=3,seed=1");
  (void)MultitaskLasso{}.fit(small.train, {.threads = job.threads});
}

int serve(const std::vector<std::string>& arguments) {
  if (arguments.size() != 4) {
    std::cerr << "usage: bench_peer_lasso X.npy Y.npy LAMBDA[,LAMBDA...] THREADS\n";
    return 2;
  }
  const Job job{MultiTaskData::from_shared(read_matrix(arguments[0]), read_matrix(arguments[1])),
                numbers_of(arguments[2]), std::stoi(arguments[3])};
  warm_up(job);
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
