#include "lib/model/one_vs_rest_model.hpp"

#include "lib/base/error.hpp"

namespace starling {
namespace {

[[noreturn]] void refuse(std::string what, std::size_t expected, std::size_t got) {
  throw InvalidModel({.what = std::move(what),
                      .where = "model of several classes",
                      .expected = std::to_string(expected),
                      .got = std::to_string(got)});
}

}  // namespace

OneVsRestModel::OneVsRestModel(std::vector<std::shared_ptr<const Model>> machines, ModelInfo info)
    : Model(std::move(info)), machines_(std::move(machines)) {
  const std::size_t classes = this->info().labels ? this->info().labels->values.size() : 0;
  if (classes < 3) refuse("fewer classes than three", 3, classes);
  if (machines_.size() != classes) refuse("another number of machines than classes", classes, machines_.size());
  const std::size_t tasks = this->info().task_names.size();
  for (const auto& machine : machines_) {
    if (machine->n_tasks() != tasks) refuse("a machine of other tasks", tasks, machine->n_tasks());
    if (machine->n_features() != n_features())
      refuse("machines of other features", n_features(), machine->n_features());
    const auto& labels = machine->info().labels;
    if (!labels || labels->values.size() != 2) refuse("a machine that does not part two classes", 2, 0);
  }
}

arma::mat OneVsRestModel::decisions(arma::uword task, const Design& X) const {
  check_input(task, X);
  arma::mat values(X.rows(), machines_.size());
  if (values.is_empty()) return values;
  for (arma::uword k = 0; k < values.n_cols; ++k) values.col(k) = machines_[k]->decision(task, X);
  return values;
}

arma::vec OneVsRestModel::decision(arma::uword task, const Design& X) const {
  const arma::mat values = decisions(task, X);
  return values.is_empty() ? arma::vec() : arma::vec(arma::max(values, 1));
}

std::shared_ptr<const Model> OneVsRestModel::for_tasks(std::span<const std::optional<arma::uword>> tasks,
                                                       std::vector<std::string> names) const {
  std::vector<std::shared_ptr<const Model>> machines;
  for (const auto& machine : machines_) machines.push_back(machine->for_tasks(tasks, names));
  ModelInfo about = info();
  about.task_names = std::move(names);
  about.learned.clear();
  return std::make_shared<OneVsRestModel>(std::move(machines), std::move(about));
}

std::shared_ptr<const Model> OneVsRestModel::with_info(ModelInfo info) const {
  return std::make_shared<OneVsRestModel>(machines_, std::move(info));
}

}  // namespace starling
