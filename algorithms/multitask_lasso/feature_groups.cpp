#include "algorithms/multitask_lasso/norms.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling::multitask_lasso {
namespace {

template <class F>
auto visit_smooth_loss(const Options& options, F&& f) {
  return visit_one_of<Squared, Logistic, Huber>(loss_choice(options), std::forward<F>(f));
}

}  // namespace

double zero_strength(const Options& options, const PreparedData& ready, const FeatureGroupLasso& norm) {
  return visit_smooth_loss(options, [&](const auto& loss) { return starling::lambda_max(pose(ready, loss, norm)); });
}

// A group of rows has no minimiser of its own in closed form: proximal gradients take all groups at once.
Solution solve(const Options& options, const PreparedData& ready, const FeatureGroupLasso& norm, double mu) {
  return visit_smooth_loss(options, [&](const auto& loss) {
    return solve_rescaled(pose(ready, loss, Ridged(norm, mu)), ready.stop, ready.start, Fista{});
  });
}

}  // namespace starling::multitask_lasso
