#include "lib/selection/probabilities.hpp"

#include <vector>

#include "lib/base/error.hpp"
#include "lib/data/split.hpp"
#include "lib/estimator/platt.hpp"

namespace starling {
namespace {

// Decisions for or against one class, by fits that had not seen the samples.
struct Decided {
  std::vector<double> f, y, w;
};

// What a model's decisions say for a label; none: the model does not know it.
std::optional<arma::vec> said_for(double label, const Labels& labels, const arma::mat& decisions) {
  const auto at = labels.position(label);
  if (!at) return {};
  if (labels.values.size() > 2) return decisions.col(*at);
  return *at == 1 ? arma::vec(decisions.col(0)) : arma::vec(-decisions.col(0));
}

void decide(const Model& model, const MultiTaskData& test, const std::vector<double>& labels,
            std::vector<Decided>& classes) {
  for (arma::uword t = 0; t < test.n_tasks(); ++t) {
    const arma::vec y = test.targets_of(t), w = test.weights_of(t);
    if (y.empty()) continue;
    const arma::mat decisions = model.decisions(t, test.design(t));
    for (std::size_t k = 0; k < labels.size(); ++k) {
      const auto f = said_for(labels[k], model.info().labels.value(), decisions);
      if (!f) continue;
      for (arma::uword i = 0; i < y.n_elem; ++i) {
        if (!(w[i] > 0.0)) continue;
        classes[k].f.push_back((*f)[i]);
        classes[k].y.push_back(y[i] == labels[k] ? 1.0 : -1.0);
        classes[k].w.push_back(w[i]);
      }
    }
  }
}

}  // namespace

Fit with_probabilities(const Estimator& estimator, const MultiTaskData& data, Fit fit, const ProbabilityPlan& plan) {
  ModelInfo info = fit.model->info();
  if (!info.labels)
    throw InvalidInput({.what = "probabilities for a model that predicts numbers", .expected = "a model of classes"});
  std::vector<double> labels = info.labels->values;
  if (labels.size() == 2) labels.erase(labels.begin());
  std::vector<Decided> classes(labels.size());
  for (const Split& split :
       k_folds(data, {.folds = plan.folds, .stratified = true, .small_tasks = SmallTasks::train, .seed = plan.seed})) {
    const MultiTaskData train = data.subset(split.train);
    if (estimator.unsuited(train)) continue;
    const Fit fold = estimator.fit(train, {.stop = plan.control.stop, .threads = plan.control.threads});
    if (fold.report.status == Status::interrupted) {
      fit.report.status = Status::interrupted;
      return fit;
    }
    decide(*fold.model, data.subset(split.test, true), labels, classes);
  }
  info.sigmoids.clear();
  for (const Decided& one : classes) {
    if (one.f.empty())
      throw InvalidData({.what = "no sample can be left out to learn probabilities from",
                         .expected = "two samples of every class in some task, and as many as folds",
                         .hint = "take fewer folds"});
    info.sigmoids.push_back(fit_sigmoid(one.f, one.y, one.w));
  }
  fit.model = fit.model->with_info(std::move(info));
  return fit;
}

}  // namespace starling
