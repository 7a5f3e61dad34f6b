#include "lib/solver/svm/gap_pass.hpp"

#include <cmath>

namespace starling::svm {

GapPass::GapPass(DualState& state)
    : state_(state),
      runs_(state.rows),
      eta_(state.rows.size()),
      u_(state.rows.size()),
      pressure_(state.rows.size()),
      is_free_(state.rows.size(), 0),
      was_free_(state.rows.size(), 0) {
  for (const DualSample& sample : state.samples) corners_ = corners_ && sample.shift == 0.0;
}

void GapPass::look() {
  std::vector<TaskPart> parts(state_.rows.n_tasks());
  runs_.for_each([&](arma::uword t) { parts[t] = measure(t); });
  TaskPart all;
  for (const TaskPart& part : parts) {
    all.samples.loss += part.samples.loss;
    all.samples.phi += part.samples.phi;
    all.samples.squares += part.samples.squares;
    all.samples.pulled += part.samples.pulled;
    all.penalty += part.penalty;
    all.grip += part.grip;
    all.centre += part.centre;
  }
  primal = all.penalty + all.grip + all.samples.loss;
  dual = -all.penalty - all.grip + all.centre - all.samples.phi;
  grip_cost = all.grip;
  typical_force = std::sqrt(all.samples.squares / std::max(1.0, all.samples.pulled));
  std::vector<arma::uword> changed(parts.size());
  runs_.for_each([&](arma::uword t) { changed[t] = list(t); });
  n_active = state_.active.total();
  n_free = state_.free.total();
  n_changed = 0;
  any_wide = false;
  for (arma::uword t = 0; t < changed.size(); ++t) {
    n_changed += changed[t];
    any_wide = any_wide || state_.free.count(t) > state_.rows.width();
  }
}

GapPass::TaskPart GapPass::measure(arma::uword t) {
  AlignedDoubles z(state_.rows.stride());
  state_.coefficients(t, z.data());
  TaskPart part;
  part.penalty = 0.5 * kernels::dot(z.size(), z.data(), state_.blocks.own(t));
  const arma::uword begin = state_.begin(t), n = state_.rows.of(t).n;
  double* eta = eta_.memptr() + begin;
  state_.rows.products(t, z.data(), eta);
  if (state_.has_intercepts()) {
    const TaskIntercept& intercept = state_.intercepts[t];
    part.grip = 0.5 * intercept.grip * intercept.sum * intercept.sum;
    part.centre = intercept.centre * intercept.sum;
    for (arma::uword k = 0; k < n; ++k) eta[k] += intercept.value();
  }
  part.samples = sample_terms({n, state_.samples_of(t), eta, corners_, u_.memptr() + begin, pressure_.memptr() + begin,
                               is_free_.data() + begin});
  return part;
}

arma::uword GapPass::list(arma::uword t) {
  const double* pressure = pressure_.memptr() + state_.begin(t);
  const unsigned char* is_free = is_free_.data() + state_.begin(t);
  unsigned char* was_free = was_free_.data() + state_.begin(t);
  std::uint32_t *active = state_.active.of(t), *free = state_.free.of(t);
  arma::uword n_active_here = 0, n_free_here = 0, changed = 0;
  for (arma::uword k = 0; k < state_.rows.of(t).n; ++k) {
    changed += is_free[k] ^ was_free[k];
    was_free[k] = is_free[k];
    free[n_free_here] = static_cast<std::uint32_t>(k);
    n_free_here += is_free[k];
    active[n_active_here] = static_cast<std::uint32_t>(k);
    n_active_here += pressure[k] >= -typical_force ? 1 : 0;
  }
  state_.active.set_count(t, n_active_here);
  state_.free.set_count(t, n_free_here);
  return changed;
}

}  // namespace starling::svm
