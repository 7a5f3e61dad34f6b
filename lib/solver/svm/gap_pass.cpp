#include "lib/solver/svm/gap_pass.hpp"

#include <cmath>

namespace starling::svm {

GapPass::GapPass(DualState& state)
    : state_(state),
      runs_(state.rows),
      eta_(state.rows.size()),
      pressure_(state.rows.size()),
      was_free_(state.rows.size(), 0) {}

void GapPass::look() {
  std::vector<TaskPart> parts(state_.rows.n_tasks());
  runs_.for_each([&](arma::uword t) { parts[t] = measure(t); });
  TaskPart all;
  for (const TaskPart& part : parts) {
    all.loss += part.loss;
    all.phi += part.phi;
    all.penalty += part.penalty;
    all.grip += part.grip;
    all.centre += part.centre;
    all.squares += part.squares;
    all.pulled += part.pulled;
  }
  primal = all.penalty + all.grip + all.loss;
  dual = -all.penalty - all.grip + all.centre - all.phi;
  grip_cost = all.grip;
  typical_force = std::sqrt(all.squares / static_cast<double>(std::max<arma::uword>(1, all.pulled)));
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
  part.penalty = 0.5 * kernels::dot(z.size(), z.data(), state_.own(t));
  double *eta = eta_.memptr() + state_.begin(t), *pressure = pressure_.memptr() + state_.begin(t);
  state_.rows.products(t, z.data(), eta);
  if (state_.has_intercepts()) {
    const TaskIntercept& intercept = state_.intercepts[t];
    part.grip = 0.5 * intercept.grip * intercept.sum * intercept.sum;
    part.centre = intercept.centre * intercept.sum;
    for (arma::uword k = 0; k < state_.rows.of(t).n; ++k) eta[k] += intercept.value();
  }
  const DualSample* samples = state_.samples_of(t);
  for (arma::uword k = 0; k < state_.rows.of(t).n; ++k) {
    const DualSample& sample = samples[k];
    part.loss += sample.loss(eta[k]);
    part.phi += sample.phi();
    pressure[k] = sample.pressure(eta[k]);
    const double force = std::max(0.0, pressure[k]);
    part.squares += force * force;
    part.pulled += force != 0.0 ? 1 : 0;
  }
  return part;
}

arma::uword GapPass::list(arma::uword t) {
  const DualSample* samples = state_.samples_of(t);
  const double* pressure = pressure_.memptr() + state_.begin(t);
  char* was_free = was_free_.data() + state_.begin(t);
  std::uint32_t *active = state_.active.of(t), *free = state_.free.of(t);
  arma::uword n_active_here = 0, n_free_here = 0, changed = 0;
  for (arma::uword k = 0; k < state_.rows.of(t).n; ++k) {
    const char is_free = samples[k].is_free() ? 1 : 0;
    changed += is_free != was_free[k] ? 1 : 0;
    was_free[k] = is_free;
    free[n_free_here] = static_cast<std::uint32_t>(k);
    n_free_here += is_free != 0 ? 1 : 0;
    active[n_active_here] = static_cast<std::uint32_t>(k);
    n_active_here += pressure[k] >= -typical_force ? 1 : 0;
  }
  state_.active.set_count(t, n_active_here);
  state_.free.set_count(t, n_free_here);
  return changed;
}

}  // namespace starling::svm
