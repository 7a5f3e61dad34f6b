#include "lib/estimator/judge.hpp"

#include "lib/base/error.hpp"

namespace starling {
namespace {

void check_tasks(const Model& model, const MultiTaskData& data) {
  if (data.n_tasks() == model.n_tasks()) return;
  throw InvalidInput({.what = "data with another number of tasks than the model's",
                      .expected = std::to_string(model.n_tasks()),
                      .got = std::to_string(data.n_tasks())});
}

}  // namespace

Judged judge(const Model& model, const MultiTaskData& test, const MultiTaskData* train) {
  check_tasks(model, test);
  if (train != nullptr) check_tasks(model, *train);
  const std::optional<Labels>& labels = model.info().labels;
  const MultiTaskData data = labels ? encode_labels(test, *labels) : test;
  Judged judged{.tasks = {}, .classes = labels.has_value(), .n_classes = labels ? labels->values.size() : 2};
  const bool many = judged.n_classes > 2;
  judged.log_odds = model.info().loss == LossName::logistic && !many;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Design& X = data.design(t);
    JudgedTask task{.y = data.targets_of(t), .eta = {}, .weights = data.weights_of(t)};
    if (many) {
      task.decisions = model.decisions(t, X);
      task.eta = most_said(task.decisions);
    } else {
      task.eta = judged.classes ? model.decision(t, X) : model.predict(t, X);
    }
    if (train != nullptr && !judged.classes)
      task.train_mean = arma::dot(train->weights_of(t), train->targets_of(t)) / arma::accu(train->weights_of(t));
    judged.tasks.push_back(std::move(task));
  }
  return judged;
}

}  // namespace starling
