#include "lib/penalty/mean_coupling.hpp"

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/blas.hpp"

namespace starling {
namespace {

// a |W's mean|^2 T + b |what differs from it|^2, without cancellation.
double sum_of_squares(const arma::mat& W, double a, double b) {
  if (W.is_empty()) return 0.0;
  const arma::vec mean = arma::mean(W, 1);
  arma::mat rest = W;
  rest.each_col() -= mean;
  return a * static_cast<double>(W.n_cols) * blas::square_norm(mean.n_elem, mean.memptr()) +
         b * blas::square_norm(rest.n_elem, rest.memptr());
}

}  // namespace

MeanCoupling::MeanCoupling(double lambda, double mu) : lambda_(lambda), mu_(mu) {
  if (!(mu > 0.0) || !(lambda + mu > 0.0))
    throw InvalidInput({.what = "mean coupling is not positive definite",
                        .expected = "mu > 0 and lambda + mu > 0",
                        .got = "mu = " + spelling::print(mu) + ", lambda = " + spelling::print(lambda)});
}

arma::mat MeanCoupling::combined(const arma::mat& W, double common, double own) {
  if (W.is_empty()) return W;
  const arma::vec mean = arma::mean(W, 1);
  arma::mat out = own * (W.each_col() - mean);
  out.each_col() += common * mean;
  return out;
}

double MeanCoupling::value(const arma::mat& W) const { return 0.5 * sum_of_squares(W, common(), own()); }

double MeanCoupling::conjugate(const arma::mat& G) const {
  return 0.5 * sum_of_squares(G, 1.0 / common(), 1.0 / own());
}

arma::mat MeanCoupling::prox(const arma::mat& V, double step) const {
  return combined(V, 1.0 / (1.0 + step * common()), 1.0 / (1.0 + step * own()));
}

}  // namespace starling
