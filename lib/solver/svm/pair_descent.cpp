#include "lib/solver/svm/pair_descent.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace starling::svm {
namespace {

constexpr double never = -std::numeric_limits<double>::infinity();

}  // namespace

PairDescent::PairDescent(const KernelSamples& kernel, const arma::mat& task_kernel, std::vector<DualSample> samples,
                         bool balanced, std::uint64_t cache_bytes)
    : kernel_(kernel),
      A_(task_kernel),
      samples_(std::move(samples)),
      balanced_(balanced),
      cache_(kernel.rows(), cache_bytes),
      active_(kernel.data().n_tasks()),
      drives_(active_.size()) {
  for (arma::uword t = 0; t < active_.size(); ++t) {
    const Rows rows = kernel.data().rows_of(t);
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      samples_[i].set_curvature(A_(t, t) * kernel.rows().diagonal(row_of(t, i)));
      if (samples_[i].low < samples_[i].high) active_[t].push_back(i);
    }
  }
  eta_ = kernel_predictions(kernel, A_, dual_point());
}

arma::vec PairDescent::dual_point() const {
  arma::vec u(samples_.size());
  for (arma::uword i = 0; i < u.n_elem; ++i) u[i] = samples_[i].u;
  return u;
}

int PairDescent::run(double tolerance, int budget) {
  const int steps_between_shrinks = static_cast<int>(std::clamp<std::size_t>(samples_.size(), 1, 1000));
  for (int steps = 0;; ++steps) {
    violation_ = 0.0;
    arma::uword worst = 0;
    for (arma::uword t = 0; t < active_.size(); ++t) {
      drives_[t] = drive(t);
      if (drives_[t].violation > violation_) {
        violation_ = drives_[t].violation;
        worst = t;
      }
    }
    const bool done = violation_ <= tolerance || steps >= budget;
    if (done && !shrunk_) return steps;
    if (done) {
      restore();
      if (steps >= budget) return steps;
      continue;
    }
    if (balanced_)
      step_pair(worst, drives_[worst]);
    else
      step_single(worst, drives_[worst].first);
    if ((steps + 1) % steps_between_shrinks == 0) shrink();
  }
}

PairDescent::Drive PairDescent::drive(arma::uword t) const {
  Drive all{.up = never, .down = never};
  double best_gain = -1.0;
  for (const arma::uword i : active_[t]) {
    const double up = samples_[i].drive_up(eta_[i]), down = samples_[i].drive_down(eta_[i]);
    if (up > all.up && balanced_) all.first = i;
    all.up = std::max(all.up, up);
    all.down = std::max(all.down, down);
    if (balanced_) continue;
    const double force = std::max(up, down), gain = force > 0.0 ? force * force * samples_[i].inverse : 0.0;
    if (gain > best_gain) {
      best_gain = gain;
      all.first = i;
    }
  }
  all.violation = std::max(0.0, balanced_ ? all.up + all.down : std::max(all.up, all.down));
  return all;
}

arma::uword PairDescent::partner(arma::uword t, arma::uword i, const double* row, double up) const {
  const DualSample& first = samples_[i];
  double best_gain = -1.0;
  arma::uword best = i;
  for (const arma::uword j : active_[t]) {
    const double slope = up + samples_[j].drive_down(eta_[j]);
    if (!(slope > 0.0) || j == i) continue;
    const double curvature =
        first.curvature + first.shift + samples_[j].curvature + samples_[j].shift - 2.0 * A_(t, t) * row[row_of(t, j)];
    const double gain = slope * slope / std::max(curvature, 1e-12 * (first.curvature + samples_[j].curvature) + 1e-300);
    if (gain > best_gain) {
      best_gain = gain;
      best = j;
    }
  }
  return best;
}

void PairDescent::step_pair(arma::uword t, const Drive& drive) {
  const arma::uword i = drive.first;
  const double* row = cache_.row(row_of(t, i));
  const arma::uword j = partner(t, i, row, drive.up);
  DualSample &up = samples_[i], &down = samples_[j];
  const double slope = drive.up + down.drive_down(eta_[j]);
  const double curvature = up.curvature + up.shift + down.curvature + down.shift - 2.0 * A_(t, t) * row[row_of(t, j)];
  const double room_up = up.piece_high() - up.u, room_down = down.u - down.piece_low();
  double step = std::min(room_up, room_down);
  if (curvature > 0.0) step = std::min(step, slope / curvature);
  tell(t, i, step);
  tell(t, j, -step);
  // Exactly at the ends, whatever rounding says.
  up.u = step == room_up ? up.piece_high() : up.u + step;
  down.u = step == room_down ? down.piece_low() : down.u - step;
}

void PairDescent::step_single(arma::uword t, arma::uword i) {
  DualSample& sample = samples_[i];
  const double next = sample.best(eta_[i]);
  tell(t, i, next - sample.u);
  sample.u = next;
}

void PairDescent::tell(arma::uword t, arma::uword i, double step) {
  const double* row = cache_.row(row_of(t, i));
  for (arma::uword s = 0; s < active_.size(); ++s) {
    const double length = -A_(s, t) * step;
    if (length == 0.0) continue;
    const double* of_task = row + kernel_.first_row(s) - kernel_.data().rows_of(s).begin;
    for (const arma::uword k : active_[s]) eta_[k] += length * of_task[k];
  }
}

void PairDescent::shrink() {
  for (arma::uword t = 0; t < active_.size(); ++t) {
    const Drive now = drive(t);
    const double most_down = balanced_ ? now.down : 0.0, most_up = balanced_ ? now.up : 0.0;
    const auto idle = [&](arma::uword i) {
      return samples_[i].drive_up(eta_[i]) + most_down < 0.0 && samples_[i].drive_down(eta_[i]) + most_up < 0.0;
    };
    shrunk_ = std::erase_if(active_[t], idle) > 0 || shrunk_;
  }
}

void PairDescent::restore() {
  std::vector<std::vector<arma::uword>> missing(active_.size());
  for (arma::uword t = 0; t < active_.size(); ++t) {
    const Rows rows = kernel_.data().rows_of(t);
    std::size_t next = 0;
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      const bool is_active = next < active_[t].size() && active_[t][next] == i;
      next += is_active ? 1 : 0;
      if (is_active || !(samples_[i].low < samples_[i].high)) continue;
      missing[t].push_back(i);
      eta_[i] = 0.0;
    }
  }
  std::swap(active_, missing);
  for (arma::uword t = 0; t < active_.size(); ++t) {
    const Rows rows = kernel_.data().rows_of(t);
    for (arma::uword i = rows.begin; i < rows.end; ++i)
      if (samples_[i].u != 0.0) tell(t, i, samples_[i].u);
  }
  for (arma::uword t = 0; t < active_.size(); ++t) {
    active_[t].insert(active_[t].end(), missing[t].begin(), missing[t].end());
    std::sort(active_[t].begin(), active_[t].end());
  }
  shrunk_ = false;
}

}  // namespace starling::svm
