#include "lib/model/model.hpp"

#include <cmath>
#include <utility>

#include "lib/base/error.hpp"

namespace starling {

Model::Model(ModelInfo info) : info_(std::move(info)) {
  for (const auto& [name, matrix] : info_.learned)
    if (!matrix.is_finite())
      throw InvalidModel({.what = "a learned matrix that is not finite",
                          .where = name,
                          .expected = "finite numbers",
                          .got = "NaN or infinity"});
}

arma::vec Model::predict(arma::uword task, const Design& X) const {
  arma::vec values = decision(task, X);
  if (info_.loss == LossName::poisson) return arma::exp(values);
  if (!info_.labels) return values;
  const Labels& labels = *info_.labels;
  return values.transform([&](double value) { return value >= 0.0 ? labels.positive : labels.negative; });
}

std::optional<arma::vec> Model::predict_probability(arma::uword task, const Design& X) const {
  if (info_.loss != LossName::logistic) return {};
  arma::vec values = decision(task, X);
  // e^-|z| never overflows.
  return values.transform([](double z) {
    const double e = std::exp(-std::abs(z));
    return z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
  });
}

}  // namespace starling
