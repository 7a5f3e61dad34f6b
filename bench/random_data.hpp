// Data and counters that all benchmarks share.
#pragma once

#include <benchmark/benchmark.h>

#include <armadillo>
#include <string>
#include <vector>

#include "lib/base/random.hpp"
#include "lib/data/multitask_data.hpp"

namespace starling::bench {

inline arma::mat normal_matrix(const std::string& name, arma::uword rows, arma::uword cols) {
  const RandomStream stream(1, name);
  arma::mat M(rows, cols);
  for (arma::uword i = 0; i < M.n_elem; ++i) M[i] = stream.normal(i);
  return M;
}

// One entry in twenty is not zero.
inline arma::sp_mat sparse_matrix(const std::string& name, arma::uword rows, arma::uword cols) {
  const RandomStream keep = RandomStream(1, name).child(1);
  arma::mat M = normal_matrix(name, rows, cols);
  for (arma::uword i = 0; i < M.n_elem; ++i)
    if (keep.uniform(i) > 0.05) M[i] = 0.0;
  return arma::sp_mat(M);
}

struct Sizes {
  arma::uword n, d, T;
};

// Ragged tasks whose targets (numbers, or classes -1 and +1) follow the same tenth of the features.
inline MultiTaskData ragged_tasks(Sizes sizes, bool classes = false) {
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < sizes.T; ++t) {
    const std::string name = std::to_string(t);
    const arma::mat X = normal_matrix("X" + name, sizes.n + t % 7, sizes.d);
    const arma::uword used = std::max<arma::uword>(1, sizes.d / 10);
    arma::vec y = X.head_cols(used) * normal_matrix("w" + name, used, 1) + normal_matrix("e" + name, X.n_rows, 1);
    if (classes) y.transform([](double value) { return value > 0.0 ? 1.0 : -1.0; });
    tasks.push_back({.X = X, .y = y});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

// "GFlop/s" and "GB/s" of one run of the timed code.
inline void count_flops(benchmark::State& state, double flops) {
  state.counters["GFlop/s"] =
      benchmark::Counter(1e-9 * flops, benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1000);
}
inline void count_bytes(benchmark::State& state, double bytes) {
  state.counters["GB/s"] =
      benchmark::Counter(1e-9 * bytes, benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1000);
}

// Whether both agree within this share of the largest entry; otherwise the case fails and is not timed.
inline bool agrees(benchmark::State& state, const arma::mat& found, const arma::mat& expected, double share) {
  const bool same_size = found.n_rows == expected.n_rows && found.n_cols == expected.n_cols;
  if (same_size && arma::approx_equal(found, expected, "absdiff", share * arma::abs(expected).max())) return true;
  state.SkipWithError("wrong answer");
  return false;
}

}  // namespace starling::bench
