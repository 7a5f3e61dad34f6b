#include "datasets/shared_support.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/random.hpp"

namespace starling {
namespace {

// Tasks in which a relevant feature has a coefficient: at least one, so that the feature is relevant.
arma::uword users_of_feature(const SharedSupport::Options& options) {
  return std::max<arma::uword>(1, share_of(options.density, options.sampling.n_tasks));
}

Truth plant(const SharedSupport::Options& options) {
  const auto d = static_cast<arma::uword>(options.sampling.n_features);
  const auto T = static_cast<arma::uword>(options.sampling.n_tasks);
  const auto s = static_cast<arma::uword>(options.n_relevant);
  const std::uint64_t seed = options.sampling.seed;
  const arma::uword users = users_of_feature(options);
  const double scale = std::sqrt(static_cast<double>(T) / static_cast<double>(s * users));
  const RandomStream coefficients(seed, "coefficients"), density(seed, "density");

  Truth truth;
  truth.W.zeros(d, T);
  truth.support.set_size(s);
  const auto order = RandomStream(seed, "support").permutation(d);
  std::copy_n(order.begin(), s, truth.support.begin());
  std::sort(truth.support.begin(), truth.support.end());
  for (const arma::uword j : truth.support) {
    const auto tasks = density.child(j).permutation(T);
    for (arma::uword k = 0; k < users; ++k) truth.W(j, tasks[k]) = scale * coefficients.child(j).normal(tasks[k]);
  }
  return truth;
}

// A row may have lost its users to outlier tasks.
void drop_unused(Truth& truth) {
  std::vector<bool> ordinary(truth.W.n_cols, true);
  for (const arma::uword t : truth.outlier_tasks) ordinary[t] = false;
  std::vector<arma::uword> used;
  for (const arma::uword j : truth.support) {
    bool is_used = false;
    for (arma::uword t = 0; t < truth.W.n_cols; ++t) is_used = is_used || (ordinary[t] && truth.W(j, t) != 0.0);
    if (is_used) used.push_back(j);
  }
  truth.support = arma::uvec(used);
}

}  // namespace

Dataset SharedSupport::make() const {
  check_params(options);
  check_sampling(options.sampling);
  if (options.n_relevant > options.sampling.n_features)
    throw InvalidOption({.what = "more features that matter than features",
                         .where = "option n_relevant",
                         .expected = "at most n_features=" + std::to_string(options.sampling.n_features),
                         .got = std::to_string(options.n_relevant)});
  Truth truth = plant(options);
  complete(truth, options.sampling);
  drop_unused(truth);
  Dataset dataset = sample(options.sampling, std::move(truth));
  dataset.name = name;
  dataset.target = target;
  dataset.description = "Generated regression tasks whose coefficients share one small set of features.";
  return dataset;
}

}  // namespace starling
