// The smallest penalty strength at which every coefficient is zero.
#pragma once

#include "lib/fit/certify.hpp"

namespace starling {

// A'u at the best model without features (but free ones): the gradient whose dual norm decides whether zero is optimal.
template <Loss L>
arma::mat null_gradient(const L& loss, const MultiTaskData& data, const arma::vec& c, Intercept intercept) {
  arma::vec eta(data.size(), arma::fill::zeros);
  const arma::rowvec none(data.n_tasks(), arma::fill::zeros);
  if (intercept == Intercept::free) eta = constant_predictions(data, best_intercepts(loss, data, c, eta, none));
  arma::vec u = loss_gradient(loss, data.targets(), c, eta);
  // Exact sums of zero, as the certificate's dual point has them.
  if (intercept == Intercept::free)
    for (arma::uword t = 0; t < data.n_tasks(); ++t) balance(loss, data.targets(), c, data.rows_of(t), u);
  arma::mat G;
  arma::rowvec g;
  data.adjoint(u, G, g);
  return penalised_rows(G, g, intercept);
}

template <Loss L, Penalty P>
arma::mat null_gradient(const Problem<L, P>& problem) {
  const FreePart part = free_part(problem);
  if constexpr (CurvedLoss<L>)
    if (part.has_rows()) {
      const MultiTaskData& data = problem.data;
      const arma::vec eta = null_predictions(problem.loss, data, problem.c, part);
      arma::vec u = loss_gradient(problem.loss, data.targets(), problem.c, eta);
      orthogonalise(problem.loss, data, problem.c, part, u);
      arma::mat G;
      arma::rowvec g;
      data.adjoint(u, G, g);
      G.rows(part.rows).zeros();
      if (part.intercept) g.zeros();
      return penalised_rows(G, g, problem.intercept);
    }
  return null_gradient(problem.loss, problem.data, problem.c, problem.intercept);
}

// For R = lambda x norm (+ ridge). The strength in the problem's penalty does not matter.
template <Loss L, NormPenalty P>
double lambda_max(const Problem<L, P>& problem) {
  const arma::mat G = null_gradient(problem);
  return problem.penalty.dual_norm(-G) * dual_norm_inflation(G);
}

}  // namespace starling
