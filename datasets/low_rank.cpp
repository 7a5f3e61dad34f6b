#include "datasets/low_rank.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/random.hpp"

namespace starling {
namespace {

arma::mat factor(const RandomStream& stream, arma::uword rows, arma::uword cols) {
  arma::mat F(rows, cols);
  for (arma::uword k = 0; k < cols; ++k)
    for (arma::uword i = 0; i < rows; ++i) F(i, k) = stream.child(k).normal(i);
  return F;
}

Truth plant(const LowRank::Options& options) {
  const auto d = static_cast<arma::uword>(options.sampling.n_features);
  const auto T = static_cast<arma::uword>(options.sampling.n_tasks);
  const auto r = static_cast<arma::uword>(options.rank);
  const arma::mat A = factor({options.sampling.seed, "left factor"}, d, r);
  const arma::mat B = factor({options.sampling.seed, "right factor"}, T, r);
  const double scale = 1.0 / std::sqrt(static_cast<double>(d * r));
  Truth truth;
  truth.rank = options.rank;
  truth.W.zeros(d, T);
  for (arma::uword k = 0; k < r; ++k)
    for (arma::uword t = 0; t < T; ++t)
      for (arma::uword j = 0; j < d; ++j) truth.W(j, t) += scale * A(j, k) * B(t, k);
  return truth;
}

}  // namespace

Dataset LowRank::make() const {
  check_params(options);
  check_sampling(options.sampling);
  const int n_ordinary =
      options.sampling.n_tasks - static_cast<int>(share_of(options.sampling.outlier_tasks, options.sampling.n_tasks));
  const int largest = std::min(options.sampling.n_features, n_ordinary);
  if (options.rank > largest)
    throw InvalidOption({.what = "the rank is larger than the matrix allows",
                         .where = "option rank",
                         .expected = "at most min(n_features, number of ordinary tasks) = " + std::to_string(largest),
                         .got = std::to_string(options.rank)});
  Truth truth = plant(options);
  complete(truth, options.sampling);
  Dataset dataset = sample(options.sampling, std::move(truth));
  dataset.name = name;
  dataset.target = target;
  dataset.description = "Generated regression tasks whose coefficients lie in one subspace of few dimensions.";
  return dataset;
}

}  // namespace starling
