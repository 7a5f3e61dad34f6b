#include "datasets/task_clusters.hpp"

#include <cmath>

#include "lib/base/random.hpp"

namespace starling {
namespace {

Truth plant(const TaskClusters::Options& options) {
  const auto d = static_cast<arma::uword>(options.sampling.n_features);
  const auto T = static_cast<arma::uword>(options.sampling.n_tasks);
  const auto n_clusters = static_cast<arma::uword>(options.n_clusters);
  const std::uint64_t seed = options.sampling.seed;
  const RandomStream centres(seed, "centres"), deviations(seed, "deviations");
  const double scale = 1.0 / std::sqrt(static_cast<double>(d) * (1.0 + options.spread * options.spread));
  const auto order = RandomStream(seed, "clusters").permutation(T);
  Truth truth;
  truth.W.set_size(d, T);
  truth.clusters.set_size(T);
  for (arma::uword t = 0; t < T; ++t) {
    const arma::uword cluster = order[t] % n_clusters;
    truth.clusters(t) = cluster;
    for (arma::uword j = 0; j < d; ++j)
      truth.W(j, t) = scale * (centres.child(cluster).normal(j) + options.spread * deviations.child(t).normal(j));
  }
  return truth;
}

}  // namespace

Dataset TaskClusters::make() const {
  check_params(options);
  check_sampling(options.sampling);
  if (options.n_clusters > options.sampling.n_tasks)
    throw InvalidOption({.what = "more clusters than tasks",
                         .where = "option n_clusters",
                         .expected = "at most n_tasks=" + std::to_string(options.sampling.n_tasks),
                         .got = std::to_string(options.n_clusters)});
  Truth truth = plant(options);
  complete(truth, options.sampling);
  Dataset dataset = sample(options.sampling, std::move(truth));
  dataset.name = name;
  dataset.target = target;
  dataset.description = "Generated regression tasks whose coefficients scatter around a few centres.";
  return dataset;
}

}  // namespace starling
