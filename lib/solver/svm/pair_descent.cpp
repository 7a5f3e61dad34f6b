#include "lib/solver/svm/pair_descent.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

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
      active_(kernel.data().n_tasks()) {
  arma::uword most = 0;
  for (arma::uword t = 0; t < active_.size(); ++t) {
    const Rows rows = kernel.data().rows_of(t);
    most = std::max(most, rows.size());
    for (arma::uword i = rows.begin; i < rows.end; ++i)
      samples_[i].set_curvature(A_(t, t) * kernel.rows().diagonal(row_of(t, i)));
  }
  gains_ = AlignedDoubles(most);
  eta_ = kernel_predictions(kernel, A_, dual_point());
  for (arma::uword t = 0; t < active_.size(); ++t) activate(t);
}

arma::vec PairDescent::dual_point() const {
  arma::vec u(samples_.size());
  for (arma::uword i = 0; i < u.n_elem; ++i) u[i] = samples_[i].u;
  return u;
}

void PairDescent::activate(arma::uword t) {
  const Rows rows = kernel_.data().rows_of(t);
  Active& active = active_[t];
  active = {};
  for (AlignedDoubles* of_sample : {&active.z, &active.up, &active.down, &active.curvature, &active.inverse})
    *of_sample = AlignedDoubles(rows.size());
  active.index.resize(rows.size());
  for (arma::uword k = 0; k < rows.size(); ++k) {
    const DualSample& sample = samples_[rows.begin + k];
    active.index[k] = static_cast<std::uint32_t>(k);
    active.z[k] = eta_[rows.begin + k];
    active.curvature[k] = sample.curvature + sample.shift;
    active.inverse[k] = sample.inverse;
    refresh(t, k);
  }
  active.drives = strongest(active.lanes(), !balanced_);
}

void PairDescent::refresh(arma::uword t, arma::uword k) {
  const DualSample& sample = samples_[flat(t, k)];
  active_[t].up[k] = sample.u < sample.high ? sample.shift * sample.u + (sample.u >= 0.0 ? sample.above : sample.below)
                                            : std::numeric_limits<double>::infinity();
  active_[t].down[k] =
      sample.u > sample.low ? sample.shift * sample.u + (sample.u > 0.0 ? sample.above : sample.below) : never;
}

double PairDescent::violation_of(arma::uword t) const {
  const Strongest& drives = active_[t].drives;
  return std::max(0.0, balanced_ ? drives.up + drives.down : std::max(drives.up, drives.down));
}

int PairDescent::run(double tolerance, int budget) {
  const int steps_between_shrinks = static_cast<int>(std::clamp<std::size_t>(samples_.size(), 1, 1000));
  for (int steps = 0;; ++steps) {
    violation_ = 0.0;
    arma::uword worst = 0;
    for (arma::uword t = 0; t < active_.size(); ++t) {
      if (violation_of(t) <= violation_) continue;
      violation_ = violation_of(t);
      worst = t;
    }
    const bool done = violation_ <= tolerance || steps >= budget;
    if (done) {
      const bool was_shrunk = shrunk_;
      restore();
      if (!was_shrunk || steps >= budget) return steps;
      continue;
    }
    if (balanced_)
      step_pair(worst);
    else
      step_single(worst);
    if ((steps + 1) % steps_between_shrinks != 0) continue;
    if (owed_ > patience_ * face_cost()) solve_face();
    shrink();
  }
}

void PairDescent::step_pair(arma::uword t) {
  Active& active = active_[t];
  const arma::uword first = find_up(active.lanes(), active.drives.up), i = flat(t, first);
  DualSample& up = samples_[i];
  const double* row = cache_.row(row_of(t, i)) + kernel_.first_row(t);
  const double own_down = std::exchange(active.down[first], never);
  const arma::uword second =
      best_partner(active.lanes(), {active.drives.up, active.curvature[first], A_(t, t), row}, gains_.data());
  active.down[first] = own_down;
  if (second == active.size()) {  // what looked like a pair was rounding
    active.drives.down = -active.drives.up;
    return;
  }
  const arma::uword j = flat(t, second);
  DualSample& down = samples_[j];
  const double slope = active.drives.up + active.down[second] - active.z[second];
  const double curvature =
      active.curvature[first] + active.curvature[second] - 2.0 * A_(t, t) * row[active.index[second]];
  const double room_up = up.piece_high() - up.u, room_down = down.u - down.piece_low();
  double step = std::min(room_up, room_down);
  if (curvature > 0.0) step = std::min(step, slope / curvature);
  // Exactly at the ends, whatever rounding says.
  up.u = step == room_up ? up.piece_high() : up.u + step;
  down.u = step == room_down ? down.piece_low() : down.u - step;
  refresh(t, first);
  refresh(t, second);
  tell(t, step, i, j);
}

void PairDescent::step_single(arma::uword t) {
  Active& active = active_[t];
  const arma::uword k = find_gain(active.lanes(), active.drives.gain), i = flat(t, k);
  DualSample& sample = samples_[i];
  const double next = sample.best(active.z[k]), step = next - sample.u;
  sample.u = next;
  refresh(t, k);
  tell(t, step, i, i);
}

void PairDescent::tell(arma::uword t, double step, arma::uword i, arma::uword j) {
  const double* row = cache_.row(row_of(t, i));
  const double* other = i == j ? nullptr : cache_.row(row_of(t, j));
  for (arma::uword s = 0; s < active_.size(); ++s) {
    const double length = -A_(s, t) * step;
    if (length == 0.0) continue;
    const arma::uword first = kernel_.first_row(s);
    active_[s].drives =
        move(active_[s].lanes(), length, row + first, other == nullptr ? nullptr : other + first, !balanced_);
    owed_ += static_cast<double>(active_[s].size());
  }
}

void PairDescent::shrink() {
  for (arma::uword t = 0; t < active_.size(); ++t) {
    Active& active = active_[t];
    const double most_down = balanced_ ? active.drives.down : 0.0, most_up = balanced_ ? active.drives.up : 0.0;
    arma::uword kept = 0;
    for (arma::uword k = 0; k < active.size(); ++k) {
      if (active.z[k] - active.up[k] + most_down < 0.0 && active.down[k] - active.z[k] + most_up < 0.0) continue;
      active.index[kept] = active.index[k];
      for (AlignedDoubles* of_sample : {&active.z, &active.up, &active.down, &active.curvature, &active.inverse})
        (*of_sample)[kept] = (*of_sample)[k];
      ++kept;
    }
    if (kept == active.size()) continue;
    active.index.resize(kept);
    active.complete = false;
    shrunk_ = true;
  }
}

void PairDescent::restore() {
  for (arma::uword t = 0; t < active_.size(); ++t)
    for (arma::uword k = 0; k < active_[t].size(); ++k) eta_[flat(t, k)] = active_[t].z[k];
  if (!shrunk_) return;
  std::vector<Active> missing(active_.size());
  for (arma::uword t = 0; t < active_.size(); ++t) missing[t] = shrunk_away(t);
  for (arma::uword t = 0; t < active_.size(); ++t) {
    const Rows rows = kernel_.data().rows_of(t);
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      if (samples_[i].u == 0.0) continue;
      const double* row = cache_.row(row_of(t, i));
      for (arma::uword s = 0; s < missing.size(); ++s)
        move(missing[s].lanes(), -A_(s, t) * samples_[i].u, row + kernel_.first_row(s), nullptr, false);
    }
  }
  for (arma::uword t = 0; t < active_.size(); ++t) {
    for (arma::uword k = 0; k < missing[t].size(); ++k)
      eta_[kernel_.data().rows_of(t).begin + missing[t].index[k]] = missing[t].z[k];
    activate(t);
  }
  shrunk_ = false;
}

// The samples of task t that are not active, with decisions of 0.
PairDescent::Active PairDescent::shrunk_away(arma::uword t) const {
  const arma::uword n = kernel_.data().rows_of(t).size();
  Active away;
  away.complete = false;
  arma::uword next = 0;
  for (arma::uword k = 0; k < n; ++k) {
    const bool is_active = next < active_[t].size() && active_[t].index[next] == k;
    next += is_active ? 1 : 0;
    if (!is_active) away.index.push_back(static_cast<std::uint32_t>(k));
  }
  for (AlignedDoubles* of_sample : {&away.z, &away.up, &away.down, &away.curvature, &away.inverse})
    *of_sample = AlignedDoubles(away.size());
  return away;
}

}  // namespace starling::svm
