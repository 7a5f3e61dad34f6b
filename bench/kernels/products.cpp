// The two products every solver spends its time in: eta = A(W) and G = A'(r).
#include "bench/random_data.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::bench {
namespace {

enum class Form { dense, sparse, ragged };

MultiTaskData data_of(Form form) {
  constexpr Sizes sizes{4096, 256, 32};
  if (form == Form::ragged) return ragged_tasks({500, 256, 32});
  const arma::mat Y = normal_matrix("Y", sizes.n, sizes.T);
  if (form == Form::sparse) return MultiTaskData::from_shared(sparse_matrix("S", sizes.n, sizes.d), Y);
  return MultiTaskData::from_shared(normal_matrix("X", sizes.n, sizes.d), Y);
}

// Multiplications and additions of one product with all tasks.
double flops_of(const MultiTaskData& data) {
  double flops = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    flops += 2.0 * data.design(t).visit([](const auto& X) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(X)>, arma::sp_mat>)
        return static_cast<double>(X.n_nonzero);
      else
        return static_cast<double>(X.n_elem);
    });
  return flops;
}

// Entry by entry, from the definition.
arma::vec naive_forward(const MultiTaskData& data, const arma::mat& W) {
  arma::vec eta(data.size(), arma::fill::zeros);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::mat X = data.design(t).dense();
    for (arma::uword j = 0; j < X.n_cols; ++j)
      for (arma::uword i = 0; i < X.n_rows; ++i) eta[data.rows_of(t).begin + i] += X.at(i, j) * W.at(j, t);
  }
  return eta;
}

arma::mat naive_adjoint(const MultiTaskData& data, const arma::vec& r) {
  arma::mat G(data.n_features(), data.n_tasks(), arma::fill::zeros);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::mat X = data.design(t).dense();
    for (arma::uword j = 0; j < X.n_cols; ++j)
      for (arma::uword i = 0; i < X.n_rows; ++i) G.at(j, t) += X.at(i, j) * r[data.rows_of(t).begin + i];
  }
  return G;
}

void forward(benchmark::State& state, Form form) {
  const MultiTaskData data = data_of(form);
  const arma::mat W = normal_matrix("W", data.n_features(), data.n_tasks());
  with_threads(0, [&] {
    if (!agrees(state, data.forward(W, {}), naive_forward(data, W), 1e-13)) return;
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(data.forward(W, {}));
  });
  count_flops(state, flops_of(data));
}

void adjoint(benchmark::State& state, Form form) {
  const MultiTaskData data = data_of(form);
  const arma::vec r = normal_matrix("r", data.size(), 1);
  with_threads(0, [&] {
    if (!agrees(state, data.adjoint(r), naive_adjoint(data, r), 1e-12)) return;
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(data.adjoint(r));
  });
  count_flops(state, flops_of(data));
}

BENCHMARK_CAPTURE(forward, dense, Form::dense)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(forward, sparse, Form::sparse)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(forward, ragged, Form::ragged)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(adjoint, dense, Form::dense)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(adjoint, sparse, Form::sparse)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(adjoint, ragged, Form::ragged)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace starling::bench
