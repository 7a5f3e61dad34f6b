#include "lib/solver/svm/free_intercepts.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/sum.hpp"

namespace starling::svm {
namespace {

// How much u a prediction that moves through all of the task's corners calls for, per unit of the way.
double response(const SampleRows& rows, const std::vector<DualSample>& samples, arma::uword t) {
  const Rows run = rows.data().rows_of(t);
  double first = std::numeric_limits<double>::infinity(), last = -first, smooth = 0.0, bounded = 0.0;
  for (arma::uword i = run.begin; i < run.end; ++i) {
    const DualSample& sample = samples[i];
    if (sample.low == sample.high) continue;
    first = std::min(first, sample.below);
    last = std::max(last, sample.above);
    if (sample.shift > 0.0)
      smooth += 1.0 / sample.shift;
    else
      bounded += std::max(sample.high, -sample.low);
  }
  const double width = last > first ? last - first : 1.0;
  return smooth + bounded / width;
}

}  // namespace

std::vector<TaskIntercept> free_intercepts(const SampleRows& rows, const TaskTies& ties,
                                           const std::vector<DualSample>& samples, const arma::rowvec& centres) {
  std::vector<TaskIntercept> intercepts(rows.n_tasks());
  for (arma::uword t = 0; t < intercepts.size(); ++t) {
    const arma::uword n = rows.of(t).n;
    double squares = 0.0;
    for (arma::uword k = 0; k < n; ++k) squares += rows.square_norm(t, k);
    const double of_features = ties.own(t) * squares / static_cast<double>(std::max<arma::uword>(n, 1));
    const double calls_for = response(rows, samples, t);
    const double of_bounds = calls_for > 0.0 ? 1.0 / calls_for : 0.0;
    intercepts[t] = {.grip = std::max({of_features, of_bounds, 1e-300}), .centre = centres[t]};
  }
  return intercepts;
}

bool Centres::settled(Engine& engine, double target) {
  constexpr double share_of_cost = 0.25, slow = 0.1, growth = 2.0;
  const double cost = engine.grip_cost();
  enough_ = share_of_cost * cost;
  if (engine.gap() > enough(target)) return false;
  if (cost <= target) return true;
  engine.recentre(cost > slow * cost_before_ ? growth : 1.0);
  cost_before_ = cost;
  return false;
}

void settle(const DualState& state, arma::vec& u) {
  for (arma::uword t = 0; t < state.rows.n_tasks(); ++t) {
    const Rows run = state.rows.data().rows_of(t);
    Sum excess;
    for (arma::uword i = run.begin; i < run.end; ++i) excess.add(u[i]);
    const double total = excess.value();
    const auto room_of = [&](arma::uword i) {
      DualSample at = state.samples[i];
      at.u = u[i];
      if (!at.is_free()) return 0.0;
      const double room = total > 0.0 ? at.u - at.piece_low() : at.piece_high() - at.u;
      return std::isfinite(room) ? room : 1.0 / at.shift;
    };
    double room = 0.0;
    for (arma::uword i = run.begin; i < run.end; ++i) room += room_of(i);
    if (total == 0.0 || !(room > 0.0)) continue;
    const double share = std::copysign(std::min(1.0, std::abs(total) / room), total);
    for (arma::uword i = run.begin; i < run.end; ++i) u[i] -= share * room_of(i);
  }
}

}  // namespace starling::svm
