#include "lib/solver/svm/engine.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/shared_vector.hpp"
#include "lib/solver/anderson.hpp"
#include "lib/solver/svm/interior_point.hpp"

namespace starling::svm {
namespace {

constexpr int usual_sweeps = 3, usual_window = 6;
constexpr arma::uword most_features_of_direct_methods = 64;

}  // namespace

Engine::Engine(const SampleRows& rows, const TaskTies& ties, std::vector<DualSample> samples,
               std::vector<TaskIntercept> intercepts)
    : state_(rows, ties, std::move(samples), std::move(intercepts)),
      sweeper_(state_),
      pass_(state_),
      face_(state_),
      runs_(rows),
      planned_(usual_sweeps),
      gap_before_(std::numeric_limits<double>::infinity()),
      active_before_(rows.size()) {
  for (const DualSample& sample : state_.samples)
    smooth_ = smooth_ && (sample.shift > 0.0 || sample.low == sample.high);
  few_features_ = rows.is_dense() && ties.is_arrow() && rows.width() <= most_features_of_direct_methods;
}

void Engine::start_at(const arma::vec& u) { state_.set_dual_point(u); }

void Engine::refresh() {
  best_primal_ = std::numeric_limits<double>::infinity();
  best_dual_ = -best_primal_;
  if (W_is_best_) offer(AlignedDoubles(best_W_));
  state_.restart();
  look();
}

void Engine::recentre(double growth) {
  for (TaskIntercept& intercept : state_.intercepts) {
    intercept.centre = intercept.value();
    intercept.grip *= growth;
  }
  if (growth != 1.0) {
    state_.set_curvatures();
    newton_.reset();  // it keeps the columns of the intercepts
  }
  gap_before_ = std::numeric_limits<double>::infinity();
  planned_ = usual_sweeps;
  plain_ = true;
  refresh();
}

void Engine::sweep(bool fresh_order) {
  sweeper_.sweep(fresh_order);
  ++iterations_;
}

void Engine::look() {
  pass_.look();
  if (pass_.dual > best_dual_) {
    best_dual_ = pass_.dual;
    best_dual_point_ = pass_.dual_point();
  }
  if (pass_.primal < best_primal_) {
    best_primal_ = pass_.primal;
    best_primal_point_ = pass_.dual_point();
    W_is_best_ = false;
  }
}

void Engine::offer(const AlignedDoubles& W) {
  const double primal = primal_of(W);
  if (!(primal < best_primal_)) return;
  best_primal_ = primal;
  best_W_ = W;
  W_is_best_ = true;
}

double Engine::primal_of(const AlignedDoubles& W) const {
  const arma::uword stride = state_.rows.stride(), T = state_.rows.n_tasks();
  const double shared = state_.ties.shared();
  AlignedDoubles common(stride);
  for (arma::uword t = 0; t < T; ++t)
    kernels::add(stride, shared / (1.0 + shared * static_cast<double>(T)), W.data() + t * stride, common.data());
  if (state_.has_intercepts()) common[state_.rows.width() - 1] = 0.0;
  std::vector<double> values(T);
  runs_.for_each([&](arma::uword t) {
    arma::vec eta(state_.rows.of(t).n);
    state_.rows.products(t, W.data() + t * stride, eta.memptr());
    if (state_.has_intercepts()) eta += state_.intercepts[t].value_at(W[t * stride + state_.rows.width() - 1]);
    for (arma::uword k = 0; k < eta.n_elem; ++k) values[t] += state_.samples_of(t)[k].loss(eta[k]);
    double penalty = 0.0;
    for (arma::uword j = 0; j < stride; ++j) penalty += std::pow(W[t * stride + j] - common[j], 2);
    values[t] += 0.5 * penalty;
  });
  double primal = shared > 0.0 ? 0.5 * kernels::dot(stride, common.data(), common.data()) / shared : 0.0;
  for (const double value : values) primal += value;
  return primal;
}

Coefficients Engine::coefficients() const {
  if (W_is_best_) return coefficients_from(best_W_, state_);
  // Where no look at the samples gave a number, there is no best point.
  if (best_primal_point_.is_empty() || same_numbers(best_primal_point_, state_.dual_point()))
    return state_.coefficients();
  DualState at_best(state_.rows, state_.ties, state_.samples, state_.intercepts);
  at_best.set_dual_point(best_primal_point_);
  return at_best.coefficients();
}

void Engine::advance(double target, int budget) {
  const int end = iterations_ + budget;
  for (int k = 0; k < planned_ && iterations_ < end; ++k) sweep(true);
  look();
  if (gap() > target && iterations_ < end) choose(target, end - iterations_);
}

void Engine::choose(double target, int budget) {
  constexpr double halved = 0.5, stalled = 0.7, settled = 0.2, settled_for_face = 0.3, same_face = 0.002;
  const double now = gap(), n_free = static_cast<double>(pass_.n_free),
               n_changed = static_cast<double>(pass_.n_changed);
  const double sweeps_needed = now < halved * gap_before_ ? std::log(now / target) / std::log(gap_before_ / now) *
                                                                (iterations_ - iterations_before_)
                                                          : std::numeric_limits<double>::infinity();
  const bool was_plain = plain_, stuck = !plain_ && n_changed <= same_face * n_free && now > stalled * gap_before_;
  gap_before_ = now;
  iterations_before_ = iterations_;
  plain_ = true;
  planned_ = usual_sweeps;
  if (pass_.n_free > 0) {
    if (was_plain && sweeps_needed <= usual_window) {
      planned_ = std::max(1, static_cast<int>(std::ceil(sweeps_needed)));
    } else if (is_stage_for_few_features()) {
      solve_few_features(target, budget);
    } else if (face_.direct_is_cheap()) {
      if (n_changed <= settled_for_face * n_free) step_on_face();
    } else if (few_features_ && pass_.any_wide) {
      // More sweeps, until the active samples no longer become fewer.
    } else if (stuck) {
      constexpr double loosest = 0.3, tightest = 1e-3;
      face_.conjugate(pass_.predictions(), std::clamp(std::sqrt(target / now), tightest, loosest));
      planned_ = 1;
    } else if (n_changed <= settled * n_free) {
      const bool nearly = sweeps_needed < usual_window;
      extrapolate(std::min(budget, nearly ? std::max(2, static_cast<int>(std::ceil(sweeps_needed))) : usual_window));
      planned_ = 0;
      plain_ = false;
    }
  }
  active_before_ = pass_.n_active;
}

bool Engine::is_stage_for_few_features() const {
  constexpr double no_longer_shrinking = 0.6;
  constexpr int many_short_steps = 3;
  if (!few_features_) return false;
  if (short_steps_ >= many_short_steps) return true;
  return pass_.any_wide &&
         (smooth_ || static_cast<double>(pass_.n_active) > no_longer_shrinking * static_cast<double>(active_before_));
}

void Engine::solve_few_features(double target, int budget) {
  constexpr int most_rounds = 5, most_iterations = 60;
  double share = 0.3, per_feature = 6.0;
  short_steps_ = 0;
  AlignedDoubles W;
  for (int round = 0; round < most_rounds && gap() > target; ++round) {
    if (round > 1) {
      share *= 0.1;
      per_feature *= 2.0;
    }
    const int most = std::min(most_iterations, budget);
    if (smooth_) {
      if (!newton_) newton_ = std::make_unique<PrimalNewton>(state_);
      newton_->run(share * target, most, W);
    } else {
      const double reach = widen(per_feature);
      if (!interior_point(state_, pass_.predictions(), reach, {share * target, most}, W)) break;
    }
    offer(W);
    look();
  }
  planned_ = 2;
}

// Makes the reduced problem large enough: the bound samples nearest to moving become active too. Returns how near.
double Engine::widen(double per_feature) {
  const arma::uword T = state_.rows.n_tasks();
  const double wanted = per_feature * static_cast<double>(T * state_.rows.width()) - static_cast<double>(pass_.n_free);
  if (wanted <= 0.0) return pass_.typical_force;
  const arma::vec& pressure = pass_.pressures();
  std::vector<double> slacks;
  for (arma::uword i = 0; i < pressure.n_elem; ++i)
    if (pressure[i] < 0.0 && std::isfinite(pressure[i]) && !state_.samples[i].is_free()) slacks.push_back(-pressure[i]);
  if (slacks.empty()) return pass_.typical_force;
  const auto nth = slacks.begin() +
                   static_cast<std::ptrdiff_t>(std::min(static_cast<double>(slacks.size() - 1), std::floor(wanted)));
  std::nth_element(slacks.begin(), nth, slacks.end());
  const double most = std::max(*nth, pass_.typical_force);
  for (arma::uword t = 0; t < T; ++t) {
    std::uint32_t* active = state_.active.of(t);
    arma::uword n = 0;
    for (arma::uword k = 0; k < state_.rows.of(t).n; ++k) {
      active[n] = static_cast<std::uint32_t>(k);
      n += pressure[state_.begin(t) + k] >= -most ? 1 : 0;
    }
    state_.active.set_count(t, n);
  }
  return most;
}

void Engine::step_on_face() {
  constexpr double short_step = 0.1, long_step = 0.5;
  const double share = face_.direct(pass_.predictions());
  short_steps_ = share < short_step ? short_steps_ + 1 : 0;
  if (share > long_step) planned_ = share < 1.0 ? 1 : 0;
}

void Engine::extrapolate(int window) {
  Anderson past(static_cast<arma::uword>(window));
  past.record(state_.dual_point(), {});
  for (int k = 0; k < window; ++k) {
    sweep(k == 0);
    past.record(state_.dual_point(), {});
  }
  Anderson::Point point;
  if (past.extrapolate(arma::ones<arma::vec>(state_.rows.size()), point) && point.x.is_finite()) face_.towards(point.x);
}

}  // namespace starling::svm
