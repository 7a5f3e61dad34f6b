#include "lib/solver/factors/starts.hpp"

#include <algorithm>

#include "lib/linalg/decompose.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/thin_svd.hpp"

namespace starling::factors {
namespace {

arma::uword drawn(const arma::rowvec& weights, double share) {
  const double total = arma::accu(weights);
  double sum = 0.0;
  arma::uword last = 0;
  for (arma::uword t = 0; t < weights.n_elem; ++t) {
    if (!(weights[t] > 0.0)) continue;
    last = t;
    sum += weights[t];
    if (sum > share * total) break;
  }
  return last;
}

arma::mat drawn_columns(const arma::mat& V, arma::uword k, const RandomStream& stream) {
  arma::mat L(V.n_rows, k, arma::fill::zeros), rest = V;
  for (arma::uword i = 0; i < k; ++i) {
    const arma::rowvec squares = arma::sum(arma::square(rest), 0);
    const arma::uword t = drawn(squares, stream.uniform(i));
    if (!(squares[t] > 0.0)) break;
    L.col(i) = V.col(t);
    const arma::vec direction = rest.col(t) / std::sqrt(squares[t]);
    rest -= direction * (direction.t() * rest);
    rest.col(t).zeros();
  }
  return L;
}

// argmin |V - L S| of the least length.
arma::mat fitted(const arma::mat& L, const arma::mat& V) {
  const ThinSvd svd = thin_svd(L);
  arma::mat projected = svd.U.t() * V;
  projected.each_col() /= svd.s;
  return svd.V * projected;
}

}  // namespace

arma::mat tasks_alone(const TaskGrams& tasks) {
  constexpr double share = 0.01;
  arma::mat V(tasks.n_features(), tasks.n_tasks(), arma::fill::zeros);
  if (V.is_empty()) return V;
  parallel_for(tasks.n_tasks(), [&](std::size_t t) {
    const double curvature = arma::trace(tasks.A(t)) / static_cast<double>(tasks.n_features());
    if (!(curvature > 0.0)) return;
    arma::mat H = tasks.A(t);
    H.diag() += share * curvature;
    V.col(t) = cholesky_solve(cholesky(H), tasks.q().col(t));
  });
  return V;
}

Factors start_from(const arma::mat& V, arma::uword k, std::uint64_t number, const RandomStream& stream) {
  Factors start{arma::mat(V.n_rows, k, arma::fill::zeros), arma::mat(k, V.n_cols, arma::fill::zeros)};
  const ThinSvd svd = thin_svd(V);
  const arma::uword rank = std::min<arma::uword>(k, svd.s.n_elem);
  if (rank == 0) return start;
  const arma::mat leading = svd.U.head_cols(rank);
  if (number % 2 == 1) {
    start.L = drawn_columns(V, k, stream);
  } else if (number == 0) {
    start.L.head_cols(rank) = leading;
  } else {
    arma::mat mix(rank, k);
    for (arma::uword e = 0; e < mix.n_elem; ++e) mix[e] = stream.normal(e);
    start.L = leading * arma::diagmat(svd.s.head(rank)) * mix;
  }
  start.S = fitted(start.L, V);
  return start;
}

}  // namespace starling::factors
