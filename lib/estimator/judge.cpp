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
  Judged judged{.tasks = {}, .classes = labels.has_value(), .log_odds = model.info().loss == LossName::logistic};
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Design& X = data.design(t);
    JudgedTask task{data.targets_of(t), judged.classes ? model.decision(t, X) : model.predict(t, X),
                    data.weights_of(t)};
    if (train != nullptr && !judged.classes)
      task.train_mean = arma::dot(train->weights_of(t), train->targets_of(t)) / arma::accu(train->weights_of(t));
    judged.tasks.push_back(std::move(task));
  }
  return judged;
}

}  // namespace starling
