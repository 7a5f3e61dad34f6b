// The metrics of classes, which lib/estimator/metrics.hpp defines and names.
#pragma once

#include "lib/estimator/metrics.hpp"

namespace starling::class_metrics {

Score error(const Judged& judged);
Score accuracy(const Judged& judged);
Score precision_macro(const Judged& judged);
Score precision_micro(const Judged& judged);
Score recall_macro(const Judged& judged);
Score recall_micro(const Judged& judged);
Score f1_macro(const Judged& judged);
Score f1_micro(const Judged& judged);
Score auc(const Judged& judged);
Score log_loss(const Judged& judged);

}  // namespace starling::class_metrics
