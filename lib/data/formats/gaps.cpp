#include "lib/data/formats/gaps.hpp"

#include <cmath>
#include <utility>

namespace starling {

Task task_with_gaps(Design X, arma::vec y, arma::vec weights, std::string name) {
  for (arma::uword i = 0; i < y.n_elem; ++i) {
    if (!std::isnan(y[i])) continue;
    if (weights.is_empty()) weights.ones(y.n_elem);
    if (i < weights.n_elem) weights[i] = 0.0;  // a wrong length is MultiTaskData's to refuse
    y[i] = 0.0;
  }
  return {.X = std::move(X), .y = std::move(y), .weights = std::move(weights), .name = std::move(name)};
}

arma::vec targets_with_gaps(const MultiTaskData& data) {
  arma::vec y = data.targets();
  if (data.is_shared()) y.elem(arma::find(data.weights() == 0.0)).fill(arma::datum::nan);
  return y;
}

bool has_weights(const MultiTaskData& data) {
  for (const double weight : data.weights())
    if (weight != 1.0 && !(data.is_shared() && weight == 0.0)) return true;
  return false;
}

}  // namespace starling
