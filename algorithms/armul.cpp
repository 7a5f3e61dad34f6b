#include "algorithms/armul.hpp"

#include <cmath>

#include "lib/estimator/linear_fit.hpp"
#include "lib/solver/centre_newton.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling {
namespace {

arma::vec radii(const PreparedData& ready, double lambda) {
  arma::vec kappa(ready.data.n_tasks(), arma::fill::zeros);
  for (arma::uword t = 0; t < kappa.n_elem; ++t) {
    const Rows rows = ready.data.rows_of(t);
    const double n = rows.size() == 0 ? 0.0 : arma::accu(ready.data.weights_of(t));
    if (n > 0.0) kappa[t] = lambda * arma::accu(ready.c.subvec(rows.begin, rows.end - 1)) / std::sqrt(n);
  }
  return kappa;
}

}  // namespace

Fit Armul::fit(const MultiTaskData& data, const FitControl& control) const {
  const double lambda = absolute(options.lambda);
  return fit_linear(*this, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const CentredNorms penalty{radii(ready, lambda), options.mu};
    Solution found = solve_rescaled(pose(ready, Squared{}, penalty), ready.stop, ready.start, centre_newton);
    const arma::mat& W = found.coefficients.W;
    arma::vec centre = penalty.centre(W);
    arma::rowvec distances(W.n_cols);
    for (arma::uword t = 0; t < W.n_cols; ++t) distances[t] = arma::norm(W.col(t) - centre);
    LearnedStructure learned = {{"centre", std::move(centre)}, {"distances", std::move(distances)}};
    return {.solution = std::move(found), .lambda = lambda, .learned = std::move(learned)};
  });
}

}  // namespace starling
