#include "lib/penalty/fusion_penalty.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/blas.hpp"

namespace starling {
namespace {

void check(std::string option, bool fine, std::string expected, double got) {
  if (!fine)
    throw InvalidOption({.what = "invalid value",
                         .where = "option " + std::move(option),
                         .expected = std::move(expected),
                         .got = spelling::print(got)});
}

}  // namespace

FusionPenalty::FusionPenalty(std::shared_ptr<const TaskEdges> edges, double lambda, double mu)
    : edges_(std::move(edges)), lambda_(lambda), mu_(mu) {
  check("lambda", lambda >= 0.0 && std::isfinite(lambda), "a finite number >= 0", lambda);
  check("mu", mu > 0.0 && std::isfinite(mu), "a finite number > 0", mu);
}

FusionPenalty FusionPenalty::with_flow(arma::mat flow, int most_steps) const {
  FusionPenalty other = *this;
  clip(flow);
  other.flow_ = std::make_shared<const arma::mat>(std::move(flow));
  other.most_steps_ = most_steps;
  return other;
}

void FusionPenalty::clip(arma::mat& Z) const {
  const double inside = 1.0 / dual_norm_inflation(Z);
  for (arma::uword e = 0; e < Z.n_cols; ++e) {
    const double size = std::sqrt(blas::square_norm(Z.n_rows, blas::start_of(Z, e)));
    const double radius = inside * lambda_ * edges_->weights[e];
    if (size > radius) Z.col(e) *= radius / size;
  }
}

double FusionPenalty::value(const arma::mat& W) const {
  const arma::mat differences = edges_->differences(W);
  double sum = 0.0;
  for (arma::uword e = 0; e < edges_->size(); ++e)
    sum += edges_->weights[e] * std::sqrt(blas::square_norm(W.n_rows, blas::start_of(differences, e)));
  return lambda_ * sum + 0.5 * arma::accu(arma::square(std::sqrt(mu_) * W));
}

// Accelerated projected gradients on |G - Z D'|^2 / 2, begun anew where a step goes against the last one.
arma::mat FusionPenalty::remainder(const arma::mat& G) const {
  if (edges_->size() == 0 || G.n_rows == 0) return G;
  const double step = 1.0 / edges_->largest_stretch();
  const bool given = flow_ && flow_->n_rows == G.n_rows && flow_->n_cols == edges_->size();
  arma::mat Z = given ? *flow_ : arma::mat(G.n_rows, edges_->size(), arma::fill::zeros);
  arma::mat ahead = Z, first = G - edges_->gathered(Z);
  double momentum = 1.0;
  for (int k = 0; k < most_steps_; ++k) {
    arma::mat next = ahead + step * edges_->differences(G - edges_->gathered(ahead));
    clip(next);
    const arma::mat move = next - Z;
    const double change = arma::norm(move, "fro"), size = arma::norm(next, "fro");
    const bool back = arma::dot(ahead - next, move) > 0.0;
    const double following = back ? 1.0 : 0.5 * (1.0 + std::sqrt(1.0 + 4.0 * momentum * momentum));
    ahead = back ? next : arma::mat(next + (momentum - 1.0) / following * move);
    momentum = following;
    Z = std::move(next);
    if (change <= 1e-15 * size) break;
  }
  const arma::mat last = G - edges_->gathered(Z);
  return arma::accu(arma::square(last)) < arma::accu(arma::square(first)) ? last : first;
}

double FusionPenalty::conjugate(const arma::mat& G) const {
  return 0.5 * arma::accu(arma::square(remainder(G) / std::sqrt(mu_)));
}

FusionPenalty FusionPenalty::rescaled(double x, double y) const {
  FusionPenalty scaled = *this;
  scaled.lambda_ *= x * y;
  scaled.mu_ *= x * x;
  if (flow_) scaled.flow_ = std::make_shared<const arma::mat>(*flow_ * (x * y));
  return scaled;
}

// The ridge shrinks what the fusion leaves: prox of r |.| + mu/2 |.|^2 with the step s is that of s / (1 + s mu) times
// the fusion alone at V / (1 + s mu).
arma::mat FusionPenalty::prox(const arma::mat& V, double step) const {
  const double shrink = 1.0 / (1.0 + step * mu_);
  FusionPenalty alone(edges_, lambda_ * step * shrink, mu_);
  return alone.remainder(V * shrink);
}

}  // namespace starling
