#include "datasets/related_classifiers.hpp"

#include <cmath>

#include "lib/base/random.hpp"

namespace starling {
namespace {

Truth plant(const RelatedClassifiers::Options& options) {
  const auto d = static_cast<arma::uword>(options.sampling.n_features);
  const auto T = static_cast<arma::uword>(options.sampling.n_tasks);
  const RandomStream common(options.sampling.seed, "common"), deviations(options.sampling.seed, "deviations");
  const double scale = 1.0 / std::sqrt(static_cast<double>(d));
  const double shared = std::sqrt(options.relatedness), own = std::sqrt(1.0 - options.relatedness);
  Truth truth;
  truth.W.set_size(d, T);
  for (arma::uword t = 0; t < T; ++t)
    for (arma::uword j = 0; j < d; ++j)
      truth.W(j, t) = scale * (shared * common.normal(j) + own * deviations.child(t).normal(j));
  return truth;
}

// The noisy value x' w_t + noise e is normal around 0: its quantile says where the threshold belongs.
void balance_classes(Truth& truth, const RelatedClassifiers::Options& options) {
  const arma::rowvec sd = signal_sd(truth.W, options.sampling.correlation);
  const double quantile = normal_quantile(options.class_balance);
  for (arma::uword t = 0; t < truth.b.n_elem; ++t)
    truth.b(t) += quantile * std::sqrt(sd(t) * sd(t) + truth.noise(t) * truth.noise(t));
}

}  // namespace

Dataset RelatedClassifiers::make() const {
  check_params(options);
  check_sampling(options.sampling);
  Truth truth = plant(options);
  complete(truth, options.sampling);
  balance_classes(truth, options);
  const RandomStream training(options.sampling.seed, "train labels"), testing(options.sampling.seed, "test labels");
  const auto label = [&](double value, Part part, arma::uword t, arma::uword i) {
    const RandomStream& flips = part == Part::train ? training : testing;
    const bool flipped = options.label_noise > 0.0 && flips.child(t).uniform(i) < options.label_noise;
    return (value >= 0.0) != flipped ? 1.0 : -1.0;
  };
  Dataset dataset = sample(options.sampling, std::move(truth), label);
  dataset.name = name;
  dataset.target = target;
  dataset.description = "Generated two-class tasks whose separating hyperplanes deviate from a common one.";
  return dataset;
}

}  // namespace starling
