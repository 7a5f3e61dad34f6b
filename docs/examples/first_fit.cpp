#include <iostream>
#include <starling.hpp>

int main() {
  // 20 regression tasks whose coefficients lie in a space of 3 dimensions, with samples to test on.
  const starling::Dataset tasks = starling::make_dataset("low_rank:n_tasks=20,rank=3,seed=7");

  // Trace-norm regularisation at a tenth of the strength at which every coefficient is zero.
  const starling::TraceNorm method{{.lambda = starling::Lambda::share_of_max(0.1)}};
  const starling::Fit fit = method.fit(tasks.train);

  const arma::vec predicted = fit.model->predict(0, tasks.test->design(0));
  const double rmse = std::sqrt(arma::mean(arma::square(predicted - tasks.test->targets_of(0))));
  std::cout << "status       " << to_string(fit.report.status) << '\n'
            << "relative gap " << fit.report.certificate.relative_gap << '\n'
            << "rank of W    " << fit.linear().rank() << '\n'
            << "test RMSE    " << rmse << " in the first task\n";
}
