#include "algorithms/multitask_lasso.hpp"
#include "lib/base/error.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "lib/fit/proved_zero.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling {

std::vector<bool> MultitaskLasso::proved_zero(const MultiTaskData& data, const Fit& fit) const {
  if (!proves_zeros())
    throw InvalidOption({.what = "features are proved irrelevant for row norms with a loss of bounded curvature alone",
                         .where = "method " + std::string(name)});
  const PreparedData ready = prepare_linear(plan_linear(*this), data);
  Coefficients at = fit.coefficients();
  if (at.W.n_rows != data.n_features() || at.W.n_cols != data.n_tasks())
    throw InvalidInput({.what = "coefficients of the wrong shape", .where = "fit of other data"});
  if (ready.standardizer) at.W = ready.standardizer->to_scaled(at.W);
  const double lambda = options.lambda.relative ? options.lambda.resolve(*lambda_max(data)) : options.lambda.value;
  const Ridged<RowGroupLasso> penalty{RowGroupLasso{lambda * options.l1_ratio}, lambda * (1.0 - options.l1_ratio)};
  std::vector<bool> zero;
  with_threads(0, [&] {
    visit_one_of<Squared, Logistic, Huber>(loss_choice(options), [&](const auto& loss) {
      zero = starling::proved_zero(pose(ready, loss, penalty), at, &fit.report.certificate.dual_point);
    });
  });
  return zero;
}

}  // namespace starling
