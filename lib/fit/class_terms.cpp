#include "lib/fit/class_terms.hpp"

#include <algorithm>

#include "lib/fit/loss_terms.hpp"

namespace starling {
namespace {

arma::uword class_of(const ClassProblem& problem, arma::uword i) {
  return static_cast<arma::uword>(problem.data.targets()[i]);
}

// eta, N x K.
arma::mat predictions(const ClassProblem& problem, const Coefficients& at) {
  const arma::uword T = problem.data.n_tasks();
  arma::mat eta(problem.data.size(), problem.n_classes);
  for (arma::uword k = 0; k < problem.n_classes; ++k)
    eta.col(k) = problem.data.forward(at.W.cols(k * T, (k + 1) * T - 1), at.b.subvec(k * T, (k + 1) * T - 1));
  return eta;
}

// The class that a sample's loss is against: the most said for, with 1 for every class but its own.
arma::uword rival_of(const arma::mat& eta, arma::uword i, arma::uword own) {
  arma::uword rival = own;
  double most = eta(i, own);
  for (arma::uword k = 0; k < eta.n_cols; ++k) {
    if (k == own || !(eta(i, k) + 1.0 > most)) continue;
    rival = k;
    most = eta(i, k) + 1.0;
  }
  return rival;
}

double loss_of(const ClassProblem& problem, const arma::mat& eta, arma::uword i) {
  const arma::uword own = class_of(problem, i), rival = rival_of(eta, i, own);
  return rival == own ? 0.0 : problem.c[i] * (eta(i, rival) - eta(i, own) + 1.0);
}

Sum loss_part(const ClassProblem& problem, const arma::mat& eta) {
  // A prediction that is no number is nobody's rival.
  if (!eta.is_finite()) return Sum::of_parts(arma::datum::nan, 0.0, arma::datum::nan);
  return sum_over_samples(problem.c, [&](arma::uword i) { return loss_of(problem, eta, i); });
}

double penalty_part(const ClassProblem& problem, const arma::mat& W, const arma::rowvec& b, arma::uword k, bool dual) {
  const arma::uword T = problem.data.n_tasks();
  const arma::mat rows =
      penalised_rows(W.cols(k * T, (k + 1) * T - 1), b.subvec(k * T, (k + 1) * T - 1), problem.intercept);
  return dual ? problem.penalty.conjugate(rows) : problem.penalty.value(rows);
}

// A subgradient of the losses, N x K.
arma::mat loss_gradient(const ClassProblem& problem, const arma::mat& eta) {
  arma::mat u(arma::size(eta), arma::fill::zeros);
  for_sample_runs(eta.n_rows, [&](arma::uword begin, arma::uword end) {
    for (arma::uword i = begin; i < end; ++i) {
      const arma::uword own = class_of(problem, i), rival = rival_of(eta, i, own);
      if (rival == own) continue;
      u(i, rival) = problem.c[i];
      u(i, own) = -problem.c[i];
    }
  });
  return u;
}

void move_into_domain(const ClassProblem& problem, arma::mat& u) {
  for_sample_runs(u.n_rows, [&](arma::uword begin, arma::uword end) {
    for (arma::uword i = begin; i < end; ++i) {
      const arma::uword own = class_of(problem, i);
      double sum = 0.0;
      for (arma::uword k = 0; k < u.n_cols; ++k) {
        u(i, k) = k != own && u(i, k) > 0.0 ? u(i, k) : 0.0;
        sum += u(i, k);
      }
      if (sum > problem.c[i]) {
        u.row(i) *= problem.c[i] / sum;
        sum = problem.c[i];
      }
      u(i, own) = -sum;
    }
  });
}

struct Bound {
  double value = 0.0, magnitude = 0.0;
};

Bound bound_of(const ClassProblem& problem, const arma::mat& u) {
  const Sum losses = sum_over_samples(problem.c, [&](arma::uword i) { return -u(i, class_of(problem, i)); });
  double penalty = 0.0;
  const arma::uword T = problem.data.n_tasks();
  arma::mat G, all(problem.data.n_features(), problem.n_classes * T);
  arma::rowvec g, sums(problem.n_classes * T);
  for (arma::uword k = 0; k < problem.n_classes; ++k) {
    problem.data.adjoint(u.col(k), G, g);
    all.cols(k * T, (k + 1) * T - 1) = -G;
    sums.subvec(k * T, (k + 1) * T - 1) = -g;
    penalty += penalty_part(problem, all, sums, k, true);
  }
  return {losses.value() - penalty, losses.magnitude() + penalty};
}

}  // namespace

double null_objective(const ClassProblem& problem) {
  return sum_over_samples(problem.c, [&](arma::uword i) { return problem.c[i]; }).value();
}

Certificate certify(const ClassProblem& problem, const Coefficients& at, double scale, const arma::vec* hint) {
  const arma::mat eta = predictions(problem, at);
  const Sum losses = loss_part(problem, eta);
  double penalty = 0.0;
  for (arma::uword k = 0; k < problem.n_classes; ++k) penalty += penalty_part(problem, at.W, at.b, k, false);
  arma::mat u = loss_gradient(problem, eta);
  Bound bound = bound_of(problem, u);
  if (hint != nullptr && hint->n_elem == u.n_elem) {
    arma::mat hinted = arma::reshape(arma::mat(*hint), u.n_rows, u.n_cols);
    move_into_domain(problem, hinted);
    const Bound other = bound_of(problem, hinted);
    if (other.value > bound.value) {
      bound = other;
      u = std::move(hinted);
    }
  }
  Certificate proof;
  proof.scale = scale;
  proof.primal = losses.value() + penalty;
  proof.dual = bound.value;
  proof.dual_point = arma::vectorise(u);
  const double gap = proof.primal - proof.dual;
  proof.gap = std::isnan(gap) ? arma::datum::inf : std::max(0.0, gap);
  proof.relative_gap = proof.relative(proof.gap);
  // A term carries a few roundings of its own, and a sum over the classes; the sums over samples are compensated.
  const double rounding = (4.0 + static_cast<double>(problem.n_classes)) * arma::datum::eps;
  proof.dual_rounding = rounding * bound.magnitude;
  proof.rounding_floor = proof.dual_rounding + rounding * (losses.magnitude() + penalty);
  return proof;
}

}  // namespace starling
