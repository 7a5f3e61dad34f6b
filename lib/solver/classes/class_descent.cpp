#include "lib/solver/classes/class_descent.hpp"

#include <algorithm>
#include <numeric>

#include "lib/linalg/parallel.hpp"
#include "lib/solver/classes/simplex.hpp"

namespace starling::classes {
namespace {

// How strongly a sample wants to move (> 0), or, at a corner where it wants to stay, minus how far predictions are from
// changing that. g: predictions with the margins.
double pressure_of(const double* q, const double* g, arma::uword n_classes) {
  double top = -arma::datum::inf, least = arma::datum::inf, second = -arma::datum::inf;
  arma::uword support = 0;
  for (arma::uword l = 0; l < n_classes; ++l) {
    second = std::max(second, std::min(top, g[l]));
    top = std::max(top, g[l]);
    if (!(q[l] > 0.0)) continue;
    least = std::min(least, g[l]);
    ++support;
  }
  if (support == 1 && least == top) return second - top;
  return top - least;
}

struct Support {
  arma::uword size = 0;
  std::uint64_t code = 0;  // of two different ones nearly always different
};

Support support_of(const double* q, arma::uword n_classes) {
  Support support;
  for (arma::uword l = 0; l < n_classes; ++l) {
    if (!(q[l] > 0.0)) continue;
    ++support.size;
    support.code += (l + 1) * 0x9e3779b97f4a7c15ULL;
  }
  return support;
}

}  // namespace

ClassDescent::ClassDescent(ClassState& state)
    : state_(state),
      pressure_(state.data.size(), arma::fill::zeros),
      active_(state.data),
      order_(state.n_tasks()),
      z_(state.rows.length()),
      entered_(state.rows.length()),
      target_(state.rows.width()),
      change_(state.rows.width()),
      support_(state.data.size()),
      stream_(0, "class_sweeps") {
  std::iota(order_.begin(), order_.end(), 0U);
}

bool ClassDescent::step(arma::uword t, std::uint32_t k, double* z) {
  const arma::uword i = state_.data.rows_of(t).begin + k, K = state_.n_classes();
  const ClassSample& sample = state_.samples[i];
  if (!(sample.c > 0.0)) return false;
  double *now = state_.q(i), *next = target_.data();
  state_.rows.scores(t, k, z, next);
  add_margins(sample, K, next);
  const double top = *std::max_element(next, next + K);
  for (arma::uword l = 0; l < K; ++l) next[l] = now[l] + (next[l] - top) * sample.inverse;
  project_onto_simplex(next, K, sample.c);
  bool moved = false;
  for (arma::uword l = 0; l < K; ++l) {
    change_[l] = -state_.ties.own(t) * (next[l] - now[l]);
    moved = moved || next[l] != now[l];
    now[l] = next[l];
  }
  if (moved) state_.rows.add(t, k, change_.data(), z);
  return moved;
}

void ClassDescent::sweep() {
  QuickStream random(stream_, static_cast<std::uint64_t>(sweeps_++));
  random.shuffle(order_.data(), order_.size());
  for (const std::uint32_t t : order_) {
    const arma::uword count = active_.count(t);
    if (count == 0) continue;
    random.shuffle(active_.of(t), count);
    state_.blocks.coefficients(t, z_.data());
    std::copy(z_.data(), z_.data() + z_.size(), entered_.data());
    bool moved = false;
    for (arma::uword j = 0; j < count; ++j) moved = step(t, active_.of(t)[j], z_.data()) || moved;
    if (moved) state_.blocks.leave(t, z_.data(), entered_.data());
  }
}

ClassDescent::TaskPart ClassDescent::measure(arma::uword t) {
  const Rows run = state_.data.rows_of(t);
  const arma::uword K = state_.n_classes();
  AlignedDoubles z(state_.rows.length());
  std::vector<double> g(state_.rows.width());
  state_.blocks.coefficients(t, z.data());
  TaskPart part;
  for (arma::uword i = run.begin; i < run.end; ++i) {
    const ClassSample& sample = state_.samples[i];
    const double* q = state_.q(i);
    pressure_[i] = -arma::datum::inf;
    if (!(sample.c > 0.0)) continue;
    state_.rows.scores(t, i - run.begin, z.data(), g.data());
    const double said = g[sample.own];
    double against = -sample.c * said;  // u'eta
    for (arma::uword l = 0; l < K; ++l) against += q[l] * g[l];
    add_margins(sample, K, g.data());
    part.penalty -= 0.5 * against;
    part.linear += sample.c - q[sample.own];
    part.loss += sample.c * (*std::max_element(g.begin(), g.begin() + static_cast<std::ptrdiff_t>(K)) - said);
    const Support support = support_of(q, K);
    part.n_free += support.size > 1 ? 1 : 0;
    part.n_changed += support.code != std::exchange(support_[i], support.code) ? 1 : 0;
    const double pressure = pressure_[i] = pressure_of(q, g.data(), K);
    if (!(pressure > 0.0)) continue;
    part.squares += pressure * pressure;
    ++part.pulled;
  }
  return part;
}

void ClassDescent::look() {
  std::vector<TaskPart> parts(state_.n_tasks());
  parallel_for(parts.size(), [&](std::size_t t) { parts[t] = measure(t); });
  TaskPart all;
  for (const TaskPart& part : parts) {
    all.loss += part.loss;
    all.linear += part.linear;
    all.penalty += part.penalty;
    all.squares += part.squares;
    all.pulled += part.pulled;
    all.n_free += part.n_free;
    all.n_changed += part.n_changed;
  }
  primal_ = all.penalty + all.loss;
  dual_ = all.linear - all.penalty;
  n_free_ = all.n_free;
  n_changed_ = all.n_changed;
  list(std::sqrt(all.squares / static_cast<double>(std::max<arma::uword>(all.pulled, 1))));
}

void ClassDescent::list(double typical_force) {
  for (arma::uword t = 0; t < state_.n_tasks(); ++t) {
    const Rows run = state_.data.rows_of(t);
    arma::uword n = 0;
    for (arma::uword k = 0; k < run.size(); ++k) {
      active_.of(t)[n] = static_cast<std::uint32_t>(k);
      n += pressure_[run.begin + k] >= -typical_force ? 1 : 0;
    }
    active_.set_count(t, n);
  }
}

}  // namespace starling::classes
