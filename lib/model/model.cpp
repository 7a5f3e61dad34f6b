#include "lib/model/model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "lib/base/error.hpp"

namespace starling {
namespace {

void check_labels(const Labels& labels) {
  const std::vector<double>& values = labels.values;
  const bool ascend = std::ranges::adjacent_find(values, std::greater_equal()) == values.end();
  if (values.size() >= 2 && ascend && (labels.names.empty() || labels.names.size() == values.size())) return;
  throw InvalidModel({.what = "labels that are none",
                      .where = "labels",
                      .expected = "two or more ascending numbers, and as many names or none"});
}

void check_sigmoids(const ModelInfo& info) {
  const std::size_t classes = info.labels ? info.labels->values.size() : 0;
  const std::size_t expected = info.sigmoids.empty() ? 0 : classes == 2 ? 1 : classes;
  const bool finite = std::ranges::all_of(
      info.sigmoids, [](const Sigmoid& s) { return std::isfinite(s.slope) && std::isfinite(s.offset); });
  if (info.sigmoids.size() == expected && finite) return;
  throw InvalidModel({.what = "sigmoids that are none",
                      .where = "probabilities",
                      .expected = "finite numbers, for the positive one of two classes or for each of more"});
}

}  // namespace

Model::Model(ModelInfo info) : info_(std::move(info)) {
  if (info_.labels) check_labels(*info_.labels);
  check_sigmoids(info_);
  for (const auto& [name, matrix] : info_.learned)
    if (!matrix.is_finite())
      throw InvalidModel({.what = "a learned matrix that is not finite",
                          .where = name,
                          .expected = "finite numbers",
                          .got = "NaN or infinity"});
}

arma::vec Model::predict(arma::uword task, const Design& X) const {
  if (info_.labels && info_.labels->values.size() > 2)
    return most_said(decisions(task, X)).transform([&](double k) {
      return info_.labels->values[static_cast<std::size_t>(k)];
    });
  arma::vec values = decision(task, X);
  if (info_.loss == LossName::poisson) return arma::exp(values);
  if (!info_.labels) return values;
  const Labels& labels = *info_.labels;
  return values.transform([&](double value) { return value >= 0.0 ? labels.positive() : labels.negative(); });
}

arma::mat Model::decisions(arma::uword task, const Design& X) const { return decision(task, X); }

arma::vec most_said(const arma::mat& decisions) {
  arma::vec positions(decisions.n_rows, arma::fill::zeros);
  for (arma::uword i = 0; i < decisions.n_rows; ++i)
    for (arma::uword k = 1; k < decisions.n_cols; ++k)
      if (decisions(i, k) > decisions(i, static_cast<arma::uword>(positions[i]))) positions[i] = static_cast<double>(k);
  return positions;
}

std::optional<arma::mat> Model::predict_probability(arma::uword task, const Design& X) const {
  const bool many = info_.labels && info_.labels->values.size() > 2;
  std::vector<Sigmoid> sigmoids = info_.sigmoids;
  if (sigmoids.empty() && info_.loss == LossName::logistic && !many) sigmoids.resize(1);  // log odds
  if (sigmoids.empty()) return {};
  arma::mat values = decisions(task, X);
  if (values.is_empty()) return values;
  for (arma::uword k = 0; k < values.n_cols; ++k) values.col(k).transform([&](double f) { return sigmoids[k].at(f); });
  if (!many) return values;
  for (arma::uword i = 0; i < values.n_rows; ++i) {
    const double sum = arma::accu(values.row(i));
    if (sum > 0.0)
      values.row(i) /= sum;
    else
      values.row(i).fill(1.0 / static_cast<double>(values.n_cols));
  }
  return values;
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
