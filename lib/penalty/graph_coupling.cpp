#include "lib/penalty/graph_coupling.hpp"

#include <algorithm>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/blas.hpp"

namespace starling {
namespace {

constexpr arma::uword most_edges = 32;    // of an eliminated graph, a vertex
constexpr arma::uword rows_at_once = 16;  // of a factor with a shift a row

}  // namespace

TaskNetwork::TaskNetwork(TaskEdges given)
    : edges(std::move(given)), order(edges.n_tasks, edges.first, edges.second, most_edges * edges.n_tasks) {}

GraphCoupling::GraphCoupling(std::shared_ptr<const TaskNetwork> network, double lambda, double mu)
    : network_(std::move(network)), lambda_(lambda), mu_(mu), degrees_(network_->edges.n_tasks, arma::fill::zeros) {
  if (!(lambda >= 0.0) || !(mu > 0.0))
    throw InvalidInput({.what = "ridge of a task graph is not positive definite",
                        .expected = "lambda >= 0 and mu > 0",
                        .got = "lambda = " + spelling::print(lambda) + ", mu = " + spelling::print(mu)});
  const TaskEdges& edges = network_->edges;
  for (arma::uword e = 0; e < edges.size(); ++e) {
    degrees_[edges.first[e]] += edges.weights[e];
    degrees_[edges.second[e]] += edges.weights[e];
  }
}

double GraphCoupling::value(const arma::mat& W) const {
  arma::mat D = network_->edges.differences(W);
  D.each_row() %= arma::sqrt(network_->edges.weights).t();
  return 0.5 * (lambda_ * blas::square_norm(D.n_elem, D.memptr()) + mu_ * blas::square_norm(W.n_elem, W.memptr()));
}

// With X near G K^-1 and R = G - X K: <G, G K^-1> = <X, G + R> + <R, R K^-1>, and K >= mu I.
double GraphCoupling::conjugate(const arma::mat& G) const {
  const arma::mat X = solved(G, arma::vec{0.0});
  if (is_direct()) return 0.5 * blas::dot(G.n_elem, G.memptr(), X.memptr());
  const arma::mat R = G - times(X);
  return 0.5 * (arma::accu(X % (G + R)) + blas::square_norm(R.n_elem, R.memptr()) / mu_);
}

arma::mat GraphCoupling::prox(const arma::mat& V, double step) const {
  return solved(V, step * lambda_, arma::vec{1.0 + step * mu_});
}

arma::mat GraphCoupling::times(const arma::mat& W) const { return scaled_and_shifted(W, lambda_, arma::vec{mu_}); }

arma::mat GraphCoupling::solved(const arma::mat& Z, const arma::vec& shifts) const {
  return solved(Z, lambda_, mu_ + shifts);
}

// Row i of W times (scale L + a_i I).
arma::mat GraphCoupling::scaled_and_shifted(const arma::mat& W, double scale, const arma::vec& shifts) const {
  arma::mat flow = network_->edges.differences(W);
  flow.each_row() %= scale * network_->edges.weights.t();
  arma::mat out = network_->edges.gathered(flow);
  if (shifts.n_elem == 1)
    out += shifts[0] * W;
  else
    out += W.each_col() % shifts;
  return out;
}

arma::mat GraphCoupling::solved(arma::mat Z, double scale, const arma::vec& shifts) const {
  if (Z.is_empty()) return Z;
  if (scale == 0.0) {
    if (shifts.n_elem == 1) return Z / shifts[0];
    return Z.each_col() / shifts;
  }
  if (!is_direct()) return by_conjugate_gradients(Z, scale, shifts);
  const TaskEdges& edges = network_->edges;
  const arma::vec weights = scale * edges.weights;
  if (shifts.n_elem == 1) {
    LaplacianFactor(network_->order, edges.first, edges.second, weights, shifts).solve_rows(Z);
    return Z;
  }
  for (arma::uword begin = 0; begin < Z.n_rows; begin += rows_at_once) {
    const arma::uword end = std::min(Z.n_rows, begin + rows_at_once) - 1;
    arma::mat part = Z.rows(begin, end);
    LaplacianFactor(network_->order, edges.first, edges.second, weights, shifts.subvec(begin, end)).solve_rows(part);
    Z.rows(begin, end) = part;
  }
  return Z;
}

// All rows at once, each with step lengths of its own.
arma::mat GraphCoupling::by_conjugate_gradients(const arma::mat& Z, double scale, const arma::vec& shifts) const {
  constexpr int most_iterations = 2000;
  constexpr double small = 1e-15;
  arma::mat diagonal(Z.n_rows, Z.n_cols);
  diagonal.each_row() = scale * degrees_.t();
  if (shifts.n_elem == 1)
    diagonal += shifts[0];
  else
    diagonal.each_col() += shifts;
  arma::mat X(arma::size(Z), arma::fill::zeros), left = Z, step = left / diagonal, direction = step;
  arma::vec size = arma::sum(left % step, 1);
  const arma::vec enough = small * small * size;
  for (int k = 0; k < most_iterations && arma::any(size > enough); ++k) {
    const arma::mat image = scaled_and_shifted(direction, scale, shifts);
    const arma::vec bend = arma::sum(direction % image, 1);
    arma::vec length(size.n_elem, arma::fill::zeros), share = length;
    for (arma::uword i = 0; i < size.n_elem; ++i)
      if (size[i] > enough[i]) length[i] = size[i] / bend[i];
    X += direction.each_col() % length;
    left -= image.each_col() % length;
    step = left / diagonal;
    const arma::vec next = arma::sum(left % step, 1);
    for (arma::uword i = 0; i < size.n_elem; ++i)
      if (size[i] > enough[i]) share[i] = next[i] / size[i];
    direction = step + direction.each_col() % share;
    size = next;
  }
  return X;
}

}  // namespace starling
