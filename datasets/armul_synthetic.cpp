#include "datasets/armul_synthetic.hpp"

#include <algorithm>

#include "datasets/numpy_random.hpp"
#include "lib/base/random.hpp"

namespace starling {
namespace {

constexpr double length = 2.0;  // of a task's vector

arma::vec direction(const arma::mat& draws) { return arma::vectorise(draws) / arma::norm(arma::vectorise(draws)); }

void plant(const ArmulSynthetic::Options& options, NumpyRandom& random, Truth& truth) {
  const arma::uword T = truth.W.n_cols, K = static_cast<arma::uword>(options.n_groups);
  if (options.form == ArmulForm::common) truth.W.row(0).fill(length);
  if (options.form == ArmulForm::groups) {
    truth.clusters.zeros(T);
    for (arma::uword t = 0; t < T; ++t) {
      truth.clusters[t] = std::min(t / (T / K), K - 1);
      truth.W(truth.clusters[t], t) = length;
    }
  }
  if (options.form == ArmulForm::subspace) {
    truth.rank = options.delta == 0.0 ? options.n_groups : 0;
    for (arma::uword t = 0; t < T; ++t) truth.W(arma::span(0, K - 1), t) = length * direction(random.normals(K, 1));
  }
  const auto n_outliers = static_cast<arma::uword>(static_cast<double>(T) * options.outliers);
  const auto order = random.permutation(T);
  truth.outlier_tasks = arma::sort(
      arma::uvec(std::vector<arma::uword>(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n_outliers))));
  for (arma::uword k = 0; k < n_outliers && !truth.clusters.is_empty(); ++k)
    truth.clusters[truth.outlier_tasks[k]] = K + k;
}

Task test_task(const ArmulSynthetic::Options& options, const Truth& truth, arma::uword t) {
  const RandomStream stream = RandomStream(options.seed, "armul test").child(t);
  const RandomStream noise = stream.child(1);
  arma::mat X(static_cast<arma::uword>(options.n_test), truth.W.n_rows);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = stream.normal(i);
  arma::vec y = X * truth.W.col(t);
  for (arma::uword i = 0; i < y.n_elem; ++i) y[i] += noise.normal(i);
  return {.X = std::move(X), .y = std::move(y)};
}

}  // namespace

Dataset ArmulSynthetic::make() const {
  check_params(options);
  if (options.n_groups > std::min(options.n_features, options.n_tasks))
    throw InvalidOption({.what = "more groups than features or tasks",
                         .where = "option n_groups",
                         .expected = "at most " + std::to_string(std::min(options.n_features, options.n_tasks)),
                         .got = std::to_string(options.n_groups)});
  const auto d = static_cast<arma::uword>(options.n_features), T = static_cast<arma::uword>(options.n_tasks);
  const auto n = static_cast<arma::uword>(options.n_samples);
  NumpyRandom random(static_cast<std::uint32_t>(1000 * (10 + options.seed)));
  Truth truth;
  truth.W.zeros(d, T);
  truth.b.zeros(T);
  truth.noise.ones(T);
  plant(options, random, truth);
  std::vector<Task> train, test;
  for (arma::uword t = 0; t < T; ++t) {
    const arma::vec moved = direction(random.normals(d, 1));
    const bool outlier = std::binary_search(truth.outlier_tasks.begin(), truth.outlier_tasks.end(), t);
    truth.W.col(t) = outlier ? arma::vec(length * moved) : arma::vec(truth.W.col(t) + options.delta * moved);
    arma::mat X = random.normals(n, d);
    arma::vec y = X * truth.W.col(t) + random.normals(n, 1);
    train.push_back({.X = std::move(X), .y = std::move(y)});
    if (options.n_test > 0) test.push_back(test_task(options, truth, t));
  }
  Dataset dataset{.name = std::string(name),
                  .train = MultiTaskData::from_tasks(std::move(train)),
                  .test = {},
                  .truth = {},
                  .target = target,
                  .official_splits = {},
                  .description = "The synthetic regression tasks of the ARMUL paper, with its random numbers."};
  if (!test.empty()) dataset.test = MultiTaskData::from_tasks(std::move(test));
  dataset.truth = std::move(truth);
  return dataset;
}

}  // namespace starling
