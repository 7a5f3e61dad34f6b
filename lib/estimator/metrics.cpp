#include "lib/estimator/metrics.hpp"

#include <array>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/names.hpp"
#include "lib/estimator/class_metrics.hpp"
#include "lib/estimator/tally.hpp"

namespace starling {
namespace {

// The sums of one task that regression metrics are made of.
struct Moments {
  double n = 0.0, y = 0.0, squared_error = 0.0, absolute_error = 0.0, squared_target = 0.0, spread = 0.0;
  std::optional<double> train_mean = {};

  double mse() const { return squared_error / n; }
  double variance() const { return spread / n; }
};

double spread_about(const JudgedTask& task, double centre) {
  return weighted_sum(task, [&](double y, double) { return (y - centre) * (y - centre); });
}

Moments moments(const JudgedTask& task) {
  Moments m;
  m.n = weight_of(task);
  if (m.n == 0.0) return m;
  m.y = weighted_sum(task, [](double y, double) { return y; });
  m.squared_error = weighted_sum(task, [](double y, double eta) { return (y - eta) * (y - eta); });
  m.absolute_error = weighted_sum(task, [](double y, double eta) { return std::abs(y - eta); });
  m.squared_target = spread_about(task, 0.0);
  m.spread = spread_about(task, m.y / m.n);
  m.train_mean = task.train_mean;
  return m;
}

template <class F>
Tally tally(const Judged& judged, const F& f) {
  Tally all;
  for (const JudgedTask& task : judged.tasks) {
    const Moments m = moments(task);
    all.add(m.n > 0.0 ? std::optional<double>(f(m)) : std::nullopt);
  }
  return all;
}

template <class F, class G>
Score ratio_of_sums(const Judged& judged, const F& f, const G& g) {
  const Tally above = tally(judged, f), below = tally(judged, g);
  return {ratio(above.sum.value(), below.sum.value()), above.left_out};
}

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
    {"error", false, classification, class_metrics::error},
    {"accuracy", true, classification, class_metrics::accuracy},
    {"precision_macro", true, classification, class_metrics::precision_macro},
    {"precision_micro", true, classification, class_metrics::precision_micro},
    {"recall_macro", true, classification, class_metrics::recall_macro},
    {"recall_micro", true, classification, class_metrics::recall_micro},
    {"f1_macro", true, classification, class_metrics::f1_macro},
    {"f1_micro", true, classification, class_metrics::f1_micro},
    {"auc", true, classification, class_metrics::auc},
    {"log_loss", false, classification, class_metrics::log_loss},
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
  const bool log_odds = info.loss == LossName::logistic && info.labels->values.size() == 2;
  return find_metric(log_odds ? "log_loss" : "error");
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
