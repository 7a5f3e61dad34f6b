// Sums over the samples and tasks of what is judged.
#pragma once

#include "lib/base/sum.hpp"
#include "lib/estimator/metrics.hpp"

namespace starling {

// sum_i w_i f(y_i, eta_i) over the samples of positive weight.
template <class F>
double weighted_sum(const JudgedTask& task, const F& f) {
  Sum sum;
  for (arma::uword i = 0; i < task.y.n_elem; ++i)
    if (task.weights[i] > 0.0) sum.add(task.weights[i] * f(task.y[i], task.eta[i]));
  return sum.value();
}

inline double weight_of(const JudgedTask& task) {
  return weighted_sum(task, [](double, double) { return 1.0; });
}

inline std::optional<double> ratio(double numerator, double denominator) {
  if (!(denominator > 0.0)) return {};
  return numerator / denominator;
}

// A sum over the tasks that have samples, or the mean of their values over those for which there is one.
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
Score transformed(Score score, const F& f) {
  if (score.value) score.value = f(*score.value);
  return score;
}
inline double one_minus(double value) { return 1.0 - value; }

}  // namespace starling
