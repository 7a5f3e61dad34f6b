// What the sources of the row norms share: strength and solution, for every loss.
#pragma once

#include "algorithms/multitask_lasso/norms.hpp"
#include "lib/penalty/non_negative.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling::multitask_lasso {

template <class F>
auto visit_loss(const Options& options, F&& f) {
  return visit_one_of<Squared, Logistic, Huber, Poisson>(loss_choice(options), std::forward<F>(f));
}

// Groups of features do not go with W >= 0.
template <class Norm>
constexpr bool has_signed_form = !std::same_as<Norm, FeatureGroupLasso>;

template <class Norm>
double zero_strength_of(const Options& options, const PreparedData& ready, const Norm& norm) {
  return visit_loss(options, [&](const auto& loss) {
    if constexpr (has_signed_form<Norm>)
      if (options.nonnegative) return starling::lambda_max(pose(ready, loss, NonNegative<Norm>{norm}));
    return starling::lambda_max(pose(ready, loss, norm));
  });
}

template <class Norm>
Solution solve_by_rows(const Options& options, const PreparedData& ready, const Norm& norm, double mu,
                       RowEngine& engine) {
  const auto solution = [&](const auto& loss, const auto& whole) {
    return solve_rescaled(pose(ready, loss, Ridged(whole, mu)), ready.stop, ready.start, engine.as_solver());
  };
  return visit_loss(options, [&](const auto& loss) {
    if constexpr (has_signed_form<Norm>)
      if (options.nonnegative) return solution(loss, NonNegative<Norm>{norm});
    return solution(loss, norm);
  });
}

}  // namespace starling::multitask_lasso
