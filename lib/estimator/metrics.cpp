#include "lib/estimator/metrics.hpp"

#include <array>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/names.hpp"
#include "lib/base/sum.hpp"
#include "lib/loss/logistic.hpp"

namespace starling {
namespace {

// The sums of one task that regression metrics are made of.
struct Moments {
  double n = 0.0, y = 0.0, squared_error = 0.0, absolute_error = 0.0, squared_target = 0.0, spread = 0.0;
  std::optional<double> train_mean = {};

  double mse() const { return squared_error / n; }
  double variance() const { return spread / n; }
};

template <class F>
double weighted_sum(const JudgedTask& task, const F& f) {
  Sum sum;
  for (arma::uword i = 0; i < task.y.n_elem; ++i)
    if (task.weights[i] > 0.0) sum.add(task.weights[i] * f(task.y[i], task.eta[i]));
  return sum.value();
}

double spread_about(const JudgedTask& task, double centre) {
  return weighted_sum(task, [&](double y, double) { return (y - centre) * (y - centre); });
}

Moments moments(const JudgedTask& task) {
  Moments m;
  m.n = weighted_sum(task, [](double, double) { return 1.0; });
  if (m.n == 0.0) return m;
  m.y = weighted_sum(task, [](double y, double) { return y; });
  m.squared_error = weighted_sum(task, [](double y, double eta) { return (y - eta) * (y - eta); });
  m.absolute_error = weighted_sum(task, [](double y, double eta) { return std::abs(y - eta); });
  m.squared_target = spread_about(task, 0.0);
  m.spread = spread_about(task, m.y / m.n);
  m.train_mean = task.train_mean;
  return m;
}

// A sum over the tasks that have samples, or the mean of their values over those for which f gives one.
struct Tally {
  Sum sum;
  arma::uword counted = 0, left_out = 0;
  void add(std::optional<double> value) {
    if (!value) return void(++left_out);
    sum.add(*value);
    ++counted;
  }
  Score mean() const {
    if (counted == 0) return {{}, left_out};
    return {sum.value() / static_cast<double>(counted), left_out};
  }
};

template <class F>
Tally tally(const Judged& judged, const F& f) {
  Tally all;
  for (const JudgedTask& task : judged.tasks) {
    const Moments m = moments(task);
    all.add(m.n > 0.0 ? std::optional<double>(f(m)) : std::nullopt);
  }
  return all;
}

std::optional<double> ratio(double numerator, double denominator) {
  if (!(denominator > 0.0)) return {};
  return numerator / denominator;
}

template <class F, class G>
Score ratio_of_sums(const Judged& judged, const F& f, const G& g) {
  const Tally above = tally(judged, f), below = tally(judged, g);
  return {ratio(above.sum.value(), below.sum.value()), above.left_out};
}

template <class F>
Score transformed(Score score, const F& f) {
  if (score.value) score.value = f(*score.value);
  return score;
}
double one_minus(double value) { return 1.0 - value; }

double squared_error(const Moments& m) { return m.squared_error; }
double samples(const Moments& m) { return m.n; }

Score mse(const Judged& judged) { return ratio_of_sums(judged, squared_error, samples); }
Score rmse_pooled(const Judged& judged) {
  return transformed(mse(judged), [](double value) { return std::sqrt(value); });
}
Score rmse_task_mean(const Judged& judged) {
  return tally(judged, [](const Moments& m) { return std::sqrt(m.mse()); }).mean();
}
Score rmse_sample_weighted(const Judged& judged) {
  return ratio_of_sums(
      judged, [](const Moments& m) { return m.n * std::sqrt(m.mse()); }, samples);
}

// Mean of f over the tasks where f is defined.
template <class F>
Score mean_where_defined(const Judged& judged, const F& f) {
  Tally all;
  for (const JudgedTask& task : judged.tasks) {
    const Moments m = moments(task);
    all.add(m.n > 0.0 ? f(m) : std::nullopt);
  }
  return all.mean();
}
Score nmse(const Judged& judged) {
  return mean_where_defined(judged, [](const Moments& m) { return ratio(m.squared_error, m.spread); });
}
Score amse(const Judged& judged) {
  return mean_where_defined(judged, [](const Moments& m) { return ratio(m.squared_error, m.squared_target); });
}
Score ev_global(const Judged& judged) {
  Sum total, n, spread, error;
  arma::uword left_out = 0;
  for (const JudgedTask& task : judged.tasks) {
    const Moments m = moments(task);
    left_out += m.n > 0.0 ? 0 : 1;
    total.add(m.y);
    n.add(m.n);
    error.add(m.squared_error);
  }
  for (const JudgedTask& task : judged.tasks) spread.add(spread_about(task, total.value() / n.value()));
  return transformed({ratio(error.value(), spread.value()), left_out}, one_minus);
}
Score ev_ratio(const Judged& judged) {
  return transformed(
      ratio_of_sums(
          judged, [](const Moments& m) { return m.mse(); }, [](const Moments& m) { return m.variance(); }),
      one_minus);
}
Score ev_sumvar(const Judged& judged) {
  return transformed(ratio_of_sums(judged, squared_error, [](const Moments& m) { return m.spread; }), one_minus);
}
Score ev_task_mean(const Judged& judged) { return transformed(nmse(judged), one_minus); }
Score r2(const Judged& judged) {
  // The spread about another centre is the spread about the mean plus n times their distance squared.
  const auto spread = [](const Moments& m) {
    const double shift = m.train_mean ? m.y / m.n - *m.train_mean : 0.0;
    return m.spread + m.n * shift * shift;
  };
  return transformed(ratio_of_sums(judged, squared_error, spread), one_minus);
}
Score mae(const Judged& judged) {
  return ratio_of_sums(
      judged, [](const Moments& m) { return m.absolute_error; }, samples);
}

// Weights of the positives that are found, of the negatives taken for positives, and of the positives missed.
struct Confusion {
  double true_positive = 0.0, false_positive = 0.0, false_negative = 0.0, total = 0.0;

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
  std::optional<double> error() const { return ratio(false_positive + false_negative, total); }
};

Confusion confusion(const JudgedTask& task) {
  const auto weight_where = [&](double y, bool said_positive) {
    return weighted_sum(
        task, [&](double truth, double eta) { return truth == y && (eta >= 0.0) == said_positive ? 1.0 : 0.0; });
  };
  return {weight_where(1.0, true), weight_where(-1.0, true), weight_where(1.0, false),
          weighted_sum(task, [](double, double) { return 1.0; })};
}

using Measure = std::optional<double> (Confusion::*)() const;

template <Measure measure>
Score micro(const Judged& judged) {
  Confusion all;
  arma::uword left_out = 0;
  for (const JudgedTask& task : judged.tasks) {
    const Confusion one = confusion(task);
    left_out += one.total > 0.0 ? 0 : 1;
    all.true_positive += one.true_positive;
    all.false_positive += one.false_positive;
    all.false_negative += one.false_negative;
    all.total += one.total;
  }
  return {(all.*measure)(), left_out};
}
template <Measure measure>
Score macro(const Judged& judged) {
  Tally all;
  for (const JudgedTask& task : judged.tasks) all.add((confusion(task).*measure)());
  return all.mean();
}
Score accuracy(const Judged& judged) { return transformed(micro<&Confusion::error>(judged), one_minus); }

// Pairs are counted by runs of equal decisions, from the least upwards.
std::optional<double> auc_of(const JudgedTask& task) {
  if (task.eta.has_nan()) return {};
  const arma::uvec order = arma::sort_index(task.eta);
  Sum negatives, positives, ahead;
  for (arma::uword from = 0, to = 0; from < order.n_elem; from = to) {
    Sum tied_negatives, tied_positives;
    for (; to < order.n_elem && task.eta[order[to]] == task.eta[order[from]]; ++to)
      (task.y[order[to]] > 0.0 ? tied_positives : tied_negatives).add(task.weights[order[to]]);
    ahead.add(tied_positives.value() * (negatives.value() + 0.5 * tied_negatives.value()));
    negatives.add(tied_negatives.value());
    positives.add(tied_positives.value());
  }
  return ratio(ahead.value(), positives.value() * negatives.value());
}
Score auc(const Judged& judged) {
  Tally all;
  for (const JudgedTask& task : judged.tasks) all.add(auc_of(task));
  return all.mean();
}
Score log_loss(const Judged& judged) {
  if (!judged.log_odds) return {{}, judged.tasks.size()};
  Sum loss, n;
  arma::uword left_out = 0;
  for (const JudgedTask& task : judged.tasks) {
    const double weight = weighted_sum(task, [](double, double) { return 1.0; });
    left_out += weight > 0.0 ? 0 : 1;
    n.add(weight);
    loss.add(weighted_sum(task, [](double y, double eta) { return Logistic{}.value(y, eta); }));
  }
  return {ratio(loss.value(), n.value()), left_out};
}

constexpr auto regression = MetricNeeds::regression;
constexpr auto classification = MetricNeeds::classification;
constexpr auto table = std::to_array<Metric>({
    {"mse", false, regression, mse},
    {"rmse_pooled", false, regression, rmse_pooled},
    {"rmse_task_mean", false, regression, rmse_task_mean},
    {"rmse_sample_weighted", false, regression, rmse_sample_weighted},
    {"nmse", false, regression, nmse},
    {"amse", false, regression, amse},
    {"ev_global", true, regression, ev_global},
    {"ev_ratio", true, regression, ev_ratio},
    {"ev_sumvar", true, regression, ev_sumvar},
    {"ev_task_mean", true, regression, ev_task_mean},
    {"r2", true, regression, r2},
    {"mae", false, regression, mae},
    {"error", false, classification, micro<&Confusion::error>},
    {"accuracy", true, classification, accuracy},
    {"precision_macro", true, classification, macro<&Confusion::precision>},
    {"precision_micro", true, classification, micro<&Confusion::precision>},
    {"recall_macro", true, classification, macro<&Confusion::recall>},
    {"recall_micro", true, classification, micro<&Confusion::recall>},
    {"f1_macro", true, classification, macro<&Confusion::f1>},
    {"f1_micro", true, classification, micro<&Confusion::f1>},
    {"auc", true, classification, auc},
    {"log_loss", false, classification, log_loss},
});

}  // namespace

Score Metric::score(const Judged& judged) const {
  if (judged.classes != (needs == classification))
    throw InvalidInput({.what = "a metric of the other kind",
                        .where = "metric " + std::string(name),
                        .expected = judged.classes ? "one for classification" : "one for regression"});
  return evaluate(judged);
}

std::span<const Metric> metrics() { return table; }

const Metric& natural_metric(const ModelInfo& info) {
  if (!info.labels) return find_metric("mse");
  return find_metric(info.loss == LossName::logistic ? "log_loss" : "error");
}

const Metric& find_metric(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Metric& metric : table) {
    if (metric.name == name) return metric;
    names.push_back(metric.name);
  }
  throw InvalidOption({.what = "unknown metric '" + std::string(name) + "'", .hint = name_hint(name, names)});
}

}  // namespace starling
