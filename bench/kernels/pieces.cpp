// The smaller pieces: shrinking singular values, one row of block-coordinate descent, random numbers, reading a table.
#include <cmath>
#include <filesystem>

#include "bench/random_data.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/data/formats/csv.hpp"
#include "lib/linalg/shrink.hpp"
#include "lib/penalty/row_group_lasso.hpp"

namespace starling::bench {
namespace {

// Against a full singular value decomposition. range: rows, columns.
void shrink_spectrum(benchmark::State& state) {
  const auto d = static_cast<arma::uword>(state.range(0)), T = static_cast<arma::uword>(state.range(1));
  const arma::mat M = normal_matrix("M", d, T);
  const auto ratio = [](const arma::vec& s) { return soft_threshold_ratio(s, 0.5 * s[0]); };
  arma::mat U, V;
  arma::vec s;
  if (!arma::svd_econ(U, s, V, M)) return state.SkipWithError("no singular value decomposition");
  if (!agrees(state, starling::shrink_spectrum(M, ratio), U * arma::diagmat(ratio(s) % s) * V.t(), 1e-13)) return;
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(starling::shrink_spectrum(M, ratio));
  const auto m = static_cast<double>(std::min(d, T));
  count_flops(state, 4.0 * static_cast<double>(M.n_elem) * m + 9.0 * m * m * m);
}
BENCHMARK(shrink_spectrum)->Args({500, 30})->Args({1000, 139})->Args({139, 1000})->Unit(benchmark::kMicrosecond);

// Against the optimality condition h w - v + lambda w / |w| = 0. range: tasks.
void minimise_row(benchmark::State& state) {
  const auto T = static_cast<arma::uword>(state.range(0));
  const RowGroupLasso penalty{0.5};
  const arma::vec h = 0.1 + arma::abs(normal_matrix("h", T, 1)), v = normal_matrix("v", T, 1);
  arma::vec w(T, arma::fill::zeros);
  penalty.minimise_row(0, h, v, w);
  if (!agrees(state, h % w + penalty.lambda * w / arma::norm(w), v, 1e-10)) return;
  for ([[maybe_unused]] auto _ : state) {
    w.zeros();
    penalty.minimise_row(0, h, v, w);
    benchmark::DoNotOptimize(w.memptr());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(minimise_row)->Arg(3)->Arg(32)->Arg(139);

// Against the distribution function: the number came from uniform(i).
void random_normals(benchmark::State& state) {
  const RandomStream stream(1, "normals");
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const double p = 0.5 * std::erfc(-stream.normal(i) / std::sqrt(2.0));
    if (std::abs(p - stream.uniform(i)) > 1e-14) return state.SkipWithError("wrong answer");
  }
  std::uint64_t i = 0;
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(stream.normal(i++));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(random_normals);

// Against the data that were written.
void read_csv(benchmark::State& state) {
  const arma::mat X = normal_matrix("X", 2000, 50), Y = normal_matrix("Y", 2000, 5);
  const std::string text = to_csv(MultiTaskData::from_shared(X, Y), {.form = DataForm::wide});
  const auto path = std::filesystem::temp_directory_path() / "starling_bench.csv";
  save_atomically(path, text);
  ReadOptions options;
  for (int t = 1; t <= 5; ++t) options.target_cols.push_back(std::to_string(t));
  const LoadedData loaded = starling::read_csv(path, options);
  const bool right = agrees(state, loaded.data.design(0).dense(), X, 0.0) &&
                     agrees(state, loaded.data.targets(), arma::vec(arma::vectorise(Y)), 0.0);
  if (right) {
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(starling::read_csv(path, options));
    count_bytes(state, static_cast<double>(text.size()));
  }
  std::filesystem::remove(path);
}
BENCHMARK(read_csv)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace starling::bench
