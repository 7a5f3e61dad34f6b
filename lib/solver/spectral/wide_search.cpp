#include "lib/solver/spectral/wide_search.hpp"

#include <algorithm>

#include "lib/solver/spectral/factored_quadratics.hpp"

namespace starling::spectral {

template <class S>
WideSearch<S>::WideSearch(const QuadraticSource& source, arma::uvec features, const arma::mat& q,
                          const SpectralFunction& penalty)
    : source_(source),
      features_(std::move(features)),
      tasks_(std::make_shared<const CentredTasks<S>>(source, features_)),
      penalty_(&penalty) {
  const bool thin = CentredTasks<S>::size(source.data, 1) < static_cast<double>(q.n_elem);
  if (thin && penalty.lambda() > 0.0)
    space_.emplace(tasks_, q, source.mu, penalty);
  else
    open_up();
}

template <class S>
void WideSearch<S>::open_up() {
  all_.emplace(std::make_unique<FactoredQuadratics<S>>(source_, features_, tasks_), *penalty_);
  if (!space_) return;
  if (space_->has_started()) all_->start_at(coefficients_of_space());
  space_.reset();
}

template <class S>
arma::mat WideSearch<S>::coefficients_of_space() const {
  arma::mat W(source_.data.n_features(), source_.data.n_tasks(), arma::fill::zeros);
  W.rows(features_) = space_->point();
  return W;
}

template <class S>
void WideSearch<S>::change_penalty(const SpectralFunction& penalty, double share) {
  penalty_ = &penalty;
  all_ ? all_->change_penalty(penalty, share) : space_->change_penalty(penalty);
}

template <class S>
void WideSearch<S>::start_at(const arma::mat& W) {
  if (space_ && space_->start_at(W.rows(features_))) return;
  if (!all_) open_up();
  all_->start_at(W);
}

template <class S>
Advance WideSearch<S>::improve(double target, int most, const OnCheck& on_check) {
  if (all_) return all_->improve(target, most, on_check);
  const Advance inside = space_->improve(target, most, on_check);
  if (inside.outcome != Outcome::stuck) return inside;
  open_up();
  const auto counted = [&](int done, double primal, double gap) {
    return on_check(inside.iterations + done, primal, gap);
  };
  const Advance outside = all_->improve(target, most - inside.iterations, counted);
  return {outside.outcome, inside.iterations + outside.iterations};
}

template <class S>
arma::mat WideSearch<S>::coefficients() const {
  return all_ ? all_->coefficients() : coefficients_of_space();
}

template class WideSearch<float>;
template class WideSearch<double>;

}  // namespace starling::spectral
