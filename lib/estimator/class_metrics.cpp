#include "lib/estimator/class_metrics.hpp"

#include "lib/estimator/tally.hpp"
#include "lib/loss/logistic.hpp"

namespace starling::class_metrics {
namespace {

// Weights of the positives that are found, of the negatives taken for positives, and of the positives missed.
struct Confusion {
  double true_positive = 0.0, false_positive = 0.0, false_negative = 0.0;

  double positives() const { return true_positive + false_negative; }
  std::optional<double> precision() const {
    if (positives() == 0.0) return {};
    return ratio(true_positive, true_positive + false_positive).value_or(0.0);
  }
  std::optional<double> recall() const { return ratio(true_positive, positives()); }
  std::optional<double> f1() const {
    if (positives() == 0.0) return {};
    return 2.0 * true_positive / (2.0 * true_positive + false_positive + false_negative);
  }
};

template <class Truth, class Said>
Confusion confusion(const JudgedTask& task, const Truth& is_positive, const Said& said_positive) {
  const auto weight_where = [&](bool truth, bool said) {
    return weighted_sum(
        task, [&](double y, double eta) { return is_positive(y) == truth && said_positive(eta) == said ? 1.0 : 0.0; });
  };
  return {weight_where(true, true), weight_where(false, true), weight_where(true, false)};
}

// Of two classes the positive one's; of more, that of each against all others.
std::vector<Confusion> confusions(const Judged& judged, const JudgedTask& task) {
  if (judged.n_classes == 2)
    return {confusion(
        task, [](double y) { return y > 0.0; }, [](double eta) { return eta >= 0.0; })};
  std::vector<Confusion> list;
  for (arma::uword k = 0; k < judged.n_classes; ++k) {
    const auto is_this = [k](double position) { return position == static_cast<double>(k); };
    list.push_back(confusion(task, is_this, is_this));
  }
  return list;
}

using Measure = std::optional<double> (Confusion::*)() const;

template <Measure measure>
Score micro(const Judged& judged) {
  Confusion all;
  arma::uword left_out = 0;
  for (const JudgedTask& task : judged.tasks) {
    left_out += weight_of(task) > 0.0 ? 0 : 1;
    for (const Confusion& one : confusions(judged, task)) {
      all.true_positive += one.true_positive;
      all.false_positive += one.false_positive;
      all.false_negative += one.false_negative;
    }
  }
  return {(all.*measure)(), left_out};
}

template <Measure measure>
Score macro(const Judged& judged) {
  Tally tasks;
  for (const JudgedTask& task : judged.tasks) {
    Tally classes;
    for (const Confusion& one : confusions(judged, task)) classes.add((one.*measure)());
    tasks.add(classes.mean().value);
  }
  return tasks.mean();
}

bool is_wrong(const Judged& judged, double y, double eta) {
  return judged.n_classes == 2 ? (eta >= 0.0) != (y > 0.0) : eta != y;
}

// Pairs are counted by runs of equal decisions, from the least upwards.
template <class Truth>
std::optional<double> auc_of(const JudgedTask& task, const arma::vec& eta, const Truth& is_positive) {
  if (eta.has_nan()) return {};
  const arma::uvec order = arma::sort_index(eta);
  Sum negatives, positives, ahead;
  for (arma::uword from = 0, to = 0; from < order.n_elem; from = to) {
    Sum tied_negatives, tied_positives;
    for (; to < order.n_elem && eta[order[to]] == eta[order[from]]; ++to)
      (is_positive(task.y[order[to]]) ? tied_positives : tied_negatives).add(task.weights[order[to]]);
    ahead.add(tied_positives.value() * (negatives.value() + 0.5 * tied_negatives.value()));
    negatives.add(tied_negatives.value());
    positives.add(tied_positives.value());
  }
  return ratio(ahead.value(), positives.value() * negatives.value());
}

std::optional<double> task_auc(const Judged& judged, const JudgedTask& task) {
  if (judged.n_classes == 2) return auc_of(task, task.eta, [](double y) { return y > 0.0; });
  if (task.decisions.is_empty()) return {};
  Tally classes;
  for (arma::uword k = 0; k < judged.n_classes; ++k)
    classes.add(auc_of(task, task.decisions.col(k), [k](double y) { return y == static_cast<double>(k); }));
  return classes.mean().value;
}

}  // namespace

Score error(const Judged& judged) {
  Sum wrong, n;
  arma::uword left_out = 0;
  for (const JudgedTask& task : judged.tasks) {
    const double weight = weight_of(task);
    left_out += weight > 0.0 ? 0 : 1;
    n.add(weight);
    wrong.add(weighted_sum(task, [&](double y, double eta) { return is_wrong(judged, y, eta) ? 1.0 : 0.0; }));
  }
  return {ratio(wrong.value(), n.value()), left_out};
}
Score accuracy(const Judged& judged) { return transformed(error(judged), one_minus); }

Score precision_macro(const Judged& judged) { return macro<&Confusion::precision>(judged); }
Score precision_micro(const Judged& judged) { return micro<&Confusion::precision>(judged); }
Score recall_macro(const Judged& judged) { return macro<&Confusion::recall>(judged); }
Score recall_micro(const Judged& judged) { return micro<&Confusion::recall>(judged); }
Score f1_macro(const Judged& judged) { return macro<&Confusion::f1>(judged); }
Score f1_micro(const Judged& judged) { return micro<&Confusion::f1>(judged); }

Score auc(const Judged& judged) {
  Tally tasks;
  for (const JudgedTask& task : judged.tasks) tasks.add(task_auc(judged, task));
  return tasks.mean();
}

Score log_loss(const Judged& judged) {
  if (!judged.log_odds) return {{}, judged.tasks.size()};
  Sum loss, n;
  arma::uword left_out = 0;
  for (const JudgedTask& task : judged.tasks) {
    const double weight = weight_of(task);
    left_out += weight > 0.0 ? 0 : 1;
    n.add(weight);
    loss.add(weighted_sum(task, [](double y, double eta) { return Logistic{}.value(y, eta); }));
  }
  return {ratio(loss.value(), n.value()), left_out};
}

}  // namespace starling::class_metrics
