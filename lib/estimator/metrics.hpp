// How good predictions are, every metric under its exact name.
//
//     const Judged judged = judge(*fit.model, test);
//     const Score score = find_metric("ev_global").score(judged);    // score.value is none where it is undefined
//
// Sums run over the samples of positive weight; w their weights, n_t = sum_i w_ti, N = sum_t n_t, r = y - eta,
//   SSE_t = sum_i w_ti r_ti^2,   MSE_t = SSE_t / n_t,   Var_t = sum_i w_ti (y_ti - mean(y_t))^2 / n_t  (weighted
//   means).
//
//   mse                   sum_t SSE_t / N
//   rmse_pooled           sqrt(mse)
//   rmse_task_mean        mean_t sqrt(MSE_t)
//   rmse_sample_weighted  sum_t n_t sqrt(MSE_t) / N                            (MALSAR's)
//   nmse                  mean_t MSE_t / Var_t                                 tasks with Var_t = 0 left out
//   amse                  mean_t MSE_t / mean_i(y_ti^2)                        tasks with all y = 0 left out
//   ev_global             1 - sum_t SSE_t / sum_ti w_ti (y_ti - mean(y))^2     mean(y) over all tasks together
//   ev_ratio              1 - mean_t(MSE_t) / mean_t(Var_t)
//   ev_sumvar             1 - sum_t SSE_t / sum_t n_t Var_t
//   ev_task_mean          mean_t (1 - MSE_t / Var_t)                           tasks with Var_t = 0 left out
//   r2                    1 - sum_t SSE_t / sum_ti w_ti (y_ti - m_t)^2         m_t: training mean of task t; where the
//                                                                              training means are not given, mean(y_t)
//   mae                   sum_ti w_ti |r_ti| / N
//
// Classification (y = -1 or +1, predicted positive when eta >= 0); TP_t, FP_t, FN_t are sums of weights:
//   error, accuracy       share of N on the wrong side, on the right side
//   precision_micro       TP / (TP + FP), recall_micro TP / (TP + FN), f1_micro 2 TP / (2 TP + FP + FN): counts summed
//                         over tasks first. precision is 0 when nothing is predicted positive.
//   *_macro               mean over tasks of the same; tasks without a positive target left out
//   auc                   mean over tasks of P(eta of a positive > eta of a negative) + P(equal) / 2 (midranks);
//                         tasks of one class left out: their AUC does not exist, it is not 0.5
//   log_loss              sum_ti w_ti log(1 + exp(-y eta)) / N; undefined unless the decisions are log odds
//
// Of more than two classes each in turn is the positive one: *_micro sums counts over classes and tasks, *_macro and
// auc take the mean over the classes that occur in a task, then over tasks; precision_micro, recall_micro, f1_micro and
// accuracy are then the same number.
//
// A task without samples is left out of everything. A metric with nothing left to average, or with a denominator of
// zero, is undefined.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "lib/estimator/judge.hpp"

namespace starling {

struct Score {
  std::optional<double> value;  // none: undefined for these data
  arma::uword tasks_left_out = 0;
};

enum class MetricNeeds { regression, classification };

struct Metric {
  std::string_view name;
  bool higher_is_better;
  MetricNeeds needs;
  Score (*evaluate)(const Judged&);

  // evaluate(), after a check that the predictions are of the kind it needs (throws InvalidInput).
  Score score(const Judged& judged) const;
};

std::span<const Metric> metrics();
// Throws InvalidOption with the nearest name.
const Metric& find_metric(std::string_view name);
// What a method is chosen by unless somebody says otherwise: mse, log_loss for two classes and logistic loss, error for
// other classifiers.
const Metric& natural_metric(const ModelInfo& info);

}  // namespace starling
