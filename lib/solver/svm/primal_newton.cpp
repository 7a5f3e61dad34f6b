#include "lib/solver/svm/primal_newton.hpp"

#include <algorithm>
#include <cmath>

namespace starling::svm {
namespace {

std::vector<std::vector<SignedSample>> all_samples(const SampleRows& rows) {
  std::vector<std::vector<SignedSample>> all(rows.n_tasks());
  for (arma::uword t = 0; t < all.size(); ++t)
    for (arma::uword k = 0; k < rows.of(t).n; ++k) all[t].push_back({static_cast<std::uint32_t>(k), 1.0});
  return all;
}

}  // namespace

PrimalNewton::PrimalNewton(DualState& state)
    : state_(state),
      columns_(state.rows, all_samples(state.rows), intercept_columns(state)),
      arrow_(columns_, state.ties.shared()),
      m_(columns_.size()),
      dm_(columns_.size()),
      theta_(columns_.size() + AlignedDoubles::line),
      u_(columns_.size()),
      gradient_(state.blocks.size()),
      step_(state.blocks.size()),
      common_(state.rows.stride()),
      excess_(state.rows.stride()) {}

void PrimalNewton::run(double gap, int max_iterations, AlignedDoubles& W) {
  const arma::uword stride = state_.rows.stride(), T = state_.rows.n_tasks();
  W = AlignedDoubles(state_.blocks.size());
  for (arma::uword t = 0; t < T; ++t) {
    state_.coefficients(t, W.data() + t * stride);
    if (state_.has_intercepts()) W[t * stride + columns_.shared_width()] = state_.intercepts[t].coefficient();
    columns_.products(t, W.data() + t * stride, m_.data());
    if (!state_.has_intercepts()) continue;
    for (arma::uword k = 0; k < columns_.count(t); ++k) m_[columns_.begin(t) + k] += state_.intercepts[t].centre;
  }
  for (int k = 0; k < max_iterations; ++k) {
    if (!(gap_at(W) > gap) || !arrow_.factor(theta_.data())) break;
    arrow_.solve(gradient_, step_, dm_.data());
    const double length = best_length(W);
    if (!(length > 0.0) || !std::isfinite(length)) break;
    kernels::add(W.size(), length, step_.data(), W.data());
    kernels::add(m_.size(), length, dm_.data(), m_.data());
  }
  gap_at(W);
  for (arma::uword t = 0; t < T; ++t)
    for (arma::uword k = 0; k < columns_.count(t); ++k) state_.samples_of(t)[k].u = u_[columns_.begin(t) + k];
  if (state_.has_intercepts()) return state_.restart();
  state_.blocks.gather();
}

double PrimalNewton::gap_at(const AlignedDoubles& W) {
  const arma::uword stride = state_.rows.stride(), T = state_.rows.n_tasks();
  for (arma::uword i = 0; i < columns_.size(); ++i) {
    u_[i] = state_.samples[i].gradient(m_[i]);
    theta_[i] = state_.samples[i].second_derivative(m_[i]);
  }
  arrow_.common_part(W, common_);
  excess_.zero();
  double gap = 0.0;
  for (arma::uword t = 0; t < T; ++t) {
    double* g = gradient_.data() + t * stride;
    columns_.moments(t, u_.data(), g);
    for (arma::uword j = 0; j < stride; ++j) {
      state_.blocks.own(t)[j] = -g[j];
      g[j] = common_[j] - W[t * stride + j] - g[j];  // downhill
    }
    gap += kernels::dot(stride, g, g);
    kernels::add(stride, 1.0, g, excess_.data());
  }
  std::fill(excess_.data() + columns_.shared_width(), excess_.data() + stride, 0.0);
  return 0.5 * (gap + state_.ties.shared() * kernels::dot(stride, excess_.data(), excess_.data()));
}

// The minimum along the step, by a bracketed secant on the slope; a full step where that is nearly it.
double PrimalNewton::best_length(const AlignedDoubles& W) const {
  const arma::uword stride = state_.rows.stride(), T = state_.rows.n_tasks();
  double slope_of_penalty = 0.0, curvature = kernels::dot(step_.size(), step_.data(), step_.data());
  AlignedDoubles sum(stride);
  for (arma::uword t = 0; t < T; ++t) {
    const double* step = step_.data() + t * stride;
    slope_of_penalty += kernels::dot(stride, W.data() + t * stride, step) - kernels::dot(stride, common_.data(), step);
    kernels::add(stride, 1.0, step, sum.data());
  }
  std::fill(sum.data() + columns_.shared_width(), sum.data() + stride, 0.0);
  curvature -= arrow_.pull() * kernels::dot(stride, sum.data(), sum.data());
  const auto slope = [&](double x) {
    double loss = 0.0;
    for (arma::uword i = 0; i < columns_.size(); ++i) loss += state_.samples[i].gradient(m_[i] + x * dm_[i]) * dm_[i];
    return slope_of_penalty + x * curvature + loss;
  };
  constexpr double good_enough = 0.3, fine = 0.1;
  constexpr int most_doublings = 20, most_cuts = 30;
  double low = 0.0, high = 1.0, slope_low = slope(0.0), slope_high = slope(1.0);
  const double at_start = std::abs(slope_low);
  if (!(slope_low < 0.0)) return 0.0;
  if (std::abs(slope_high) <= good_enough * at_start) return 1.0;
  for (int k = 0; slope_high < 0.0 && k < most_doublings; ++k) {
    low = high;
    slope_low = slope_high;
    high *= 2.0;
    slope_high = slope(high);
  }
  double x = high;
  for (int k = 0; k < most_cuts; ++k) {
    x = k % 2 == 1 ? 0.5 * (low + high) : low - slope_low * (high - low) / (slope_high - slope_low);
    const double here = slope(x);
    if (std::abs(here) <= fine * at_start) break;
    (here < 0.0 ? low : high) = x;
    (here < 0.0 ? slope_low : slope_high) = here;
  }
  return x;
}

}  // namespace starling::svm
