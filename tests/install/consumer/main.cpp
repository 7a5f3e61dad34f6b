// The program of someone who links Starling.
#include <starling.hpp>

#include "lib/base/version.hpp"

int main() {
  const auto tasks = starling::make_dataset("low_rank:n_tasks=4,n_features=6,n_samples=20,rank=2,seed=7");
  const auto fit = starling::make_estimator("trace_norm", {{"lambda", "0.1max"}})->fit(tasks.train);
  const auto same = starling::TraceNorm{{.lambda = starling::Lambda::share_of_max(0.1)}}.fit(tasks.train);
  const arma::vec predicted = fit.model->predict(3, tasks.test->design(3));
  const int truncated = predicted.n_elem / 2.5;  // Starling's own warnings would refuse this line
  const bool right = fit.report.status == starling::Status::optimal && truncated == 80 &&
                     arma::approx_equal(fit.linear().W(), same.linear().W(), "absdiff", 0.0);
  return right ? 0 : 1;
}
