#include "lib/solver/row_newton/scale_descent.hpp"

#include <algorithm>
#include <vector>

namespace starling::row_newton {
namespace {

// Shares of |Y|^2 / 2, the scale of gaps. Float evaluations are exact to about 1e-5.
constexpr double coarse_gap = 2e-4;     // above it float serves
constexpr double coarse_target = 1e-3;  // a target above it may be reached in float alone
constexpr double reuse_gap = 1e-2;      // below it an old matrix may serve
constexpr double rounding = 1e-11;      // of phi where systems are ill-conditioned: the gap then tells progress

}  // namespace

int ScaleDescent::run(WorkingRows& rows, double target, bool extends, const std::function<bool(int)>& stop) {
  constexpr int most_steps = 60;
  begin(rows, target, extends);
  int steps = 0, full_steps = 0;
  while (true) {
    const double gap = at_.gap();
    if (gap <= target) {
      if (!at_.coarse || target >= in_scale(0.1 * coarse_target)) break;
      function_.evaluate(rows, rows.tau, false, at_);
      continue;
    }
    if (steps >= most_steps || stop(steps)) break;
    choose_system(rows, careful_, gap);
    if (system_.is_empty()) break;
    ++steps;
    bool full_step = false;
    if (move(rows, direction(rows, target), full_step)) {
      may_reuse_ = at_.gap() < 0.1 * gap;
      if (full_step && ++full_steps >= 3) {
        careful_ = false;
        secular_ = true;
        full_steps = 0;
      }
      continue;
    }
    may_reuse_ = false;
    if (reused_) continue;  // first of all with a matrix of this point
    if (careful_ && !secular_) break;
    secular_ = !careful_;
    careful_ = true;
    full_steps = 0;
    if (at_.coarse) function_.evaluate(rows, rows.tau, false, at_);
  }
  return steps;
}

void ScaleDescent::begin(const WorkingRows& rows, double target, bool extends) {
  system_.clear();
  may_reuse_ = careful_ = false;
  secular_ = true;
  const bool coarse = float_serves_ && target >= in_scale(coarse_target);
  const bool serves = extends && !at_.by_rows && !rows.by_rows && !at_.coarse;
  if (serves)
    function_.extend(rows, at_);
  else
    function_.evaluate(rows, rows.tau, coarse, at_);
}

SystemForm ScaleDescent::form_for(const WorkingRows& rows, arma::uword free, bool careful) const {
  constexpr arma::uword fewest_tasks = 8;  // with fewer the system is too ill-conditioned for conjugate gradients
  constexpr arma::uword float_from = 300;
  constexpr double steps_worth_forming = 32.0;  // applications that cost as much as forming
  if (careful || !float_serves_) return SystemForm::formed;
  const auto n = static_cast<double>(function_.n()), T = static_cast<double>(function_.T());
  if (!rows.by_rows && function_.T() >= fewest_tasks &&
      static_cast<double>(free) * (n + T) > steps_worth_forming * n * T)
    return SystemForm::applied;
  return free >= float_from ? SystemForm::formed_in_float : SystemForm::formed;
}

// The system of the last step where it may serve, or a new one.
void ScaleDescent::choose_system(const WorkingRows& rows, bool careful, double gap) {
  const arma::uvec free = arma::find(rows.tau > 0.0 || at_.norms > rows.strength);
  reused_ = false;
  if (may_reuse_ && !careful && !system_.is_empty() && gap < in_scale(reuse_gap)) {
    std::vector<bool> held(rows.size(), false);
    for (const arma::uword j : system_.free()) held[j] = true;
    reused_ = std::all_of(free.begin(), free.end(), [&](arma::uword j) { return held[j]; });
  }
  if (reused_) return;
  if (free.is_empty()) return system_.clear();
  system_.set_up(rows, rows.tau, function_.mu(), at_, free, form_for(rows, free.n_elem, careful));
}

arma::vec ScaleDescent::direction(const WorkingRows& rows, double target) const {
  const arma::uvec& free = system_.free();
  const arma::vec g = at_.norms.elem(free), lambda = rows.strength.elem(free);
  const arma::vec r =
      secular_ ? arma::vec(arma::square(g) % (g - lambda) / lambda) : arma::vec(0.5 * (g - lambda) % (g + lambda));
  const QuadraticEffort usual{.sweeps = function_.T() < 8 ? 36 : 12, .tolerance = 1e-2, .rounds = 2};
  const QuadraticEffort exact{.sweeps = 300, .tolerance = 1e-6, .rounds = 10};
  const double residual = std::clamp(0.5 * target / at_.gap(), 0.01, 0.1);
  return system_.step(r, -rows.tau.elem(free), careful_ ? exact : usual, residual);
}

bool ScaleDescent::move(WorkingRows& rows, const arma::vec& d, bool& full_step) {
  constexpr int most_cuts = 12;
  const arma::uvec& free = system_.free();
  const double gap = at_.gap(), square = function_.target_square();
  double length = 1.0;
  for (int cut = 0; cut < most_cuts; ++cut, length *= 0.5) {
    arma::vec tau = rows.tau;
    double slope = 0.0;
    for (arma::uword k = 0; k < free.n_elem; ++k) {
      const arma::uword j = free[k];
      const double before = tau[j], g = at_.norms[j], lambda = rows.strength[j];
      const bool to_bound = length == 1.0 && d[k] <= -before * (1.0 - 1e-6);
      tau[j] = to_bound && before > 0.0 ? 0.0 : std::max(0.0, before + length * d[k]);
      slope += 0.5 * (lambda - g) * (lambda + g) * (tau[j] - before);
    }
    if (!tau.is_finite()) continue;
    function_.evaluate(rows, tau, float_serves_ && gap > in_scale(coarse_gap), trial_);
    const double noise = trial_.coarse || at_.coarse ? std::min(1e-6, 1e-2 * gap / square) : 1e-14;
    const bool descends = trial_.phi <= at_.phi + 1e-4 * std::min(slope, 0.0) + noise * square;
    const bool closes = trial_.phi <= at_.phi + rounding * square && trial_.gap() < 0.5 * gap;
    if (!descends && !closes) continue;
    rows.tau = std::move(tau);
    std::swap(at_, trial_);
    full_step = length == 1.0;
    return true;
  }
  return false;
}

}  // namespace starling::row_newton
