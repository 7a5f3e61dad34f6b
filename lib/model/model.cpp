#include "lib/model/model.hpp"

#include <array>
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

std::shared_ptr<const Model> Model::for_new_task() const {
  return for_tasks(std::array{std::optional<arma::uword>()}, {"new"});
}

void Model::check_task(arma::uword task) const {
  if (task < n_tasks()) return;
  throw InvalidInput({.what = "no such task",
                      .where = "task " + std::to_string(task),
                      .expected = "0 .. " + std::to_string(n_tasks() - 1)});
}

void Model::check_input(arma::uword task, const Design& X) const {
  check_task(task);
  if (X.cols() != n_features())
    throw InvalidInput({.what = "features of another width than the model's",
                        .where = "task " + info_.task_names[task],
                        .expected = std::to_string(n_features()) + " columns",
                        .got = std::to_string(X.cols())});
}

}  // namespace starling
