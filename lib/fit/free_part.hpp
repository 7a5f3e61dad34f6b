// The part of a model that no penalty holds: rows of W of weight 0 and free intercepts. Its best value given the rest,
// and dual points that are orthogonal to its columns.
//
// METHOD  Best value: damped Newton steps, one task at a time, in a basis of the columns that is orthonormal under the
//         curvatures of the samples; for squared loss one step and its refinement.
//         Dual points: u - V F z with F'(u - V F z) = 0, where F are the free columns of a task and V the room that a
//         sample has: c for a loss whose conjugate is finite everywhere, c (x - low)(high - x) / (high - low) for
//         x = u / c in an interval (the logistic loss's own curvature), c (x - low) on a half line (Poisson's). Steps
//         end before the boundary and are repeated. A point that they do not bring there is projected into the domain
//         and the orthogonal points at once, and becomes zero, which is one, where that fails as well.
// PROOF   Rounding leaves some r = F'u. The point u - V F R^-1 R^-T r is exactly orthogonal, and costs at most the
//         steepest slope of the conjugates times its distance from u, which is below sqrt(sum v) |R^-T r| (Cauchy and
//         Schwarz). That much, with the rounding of r itself, is returned, for the certificate's rounding floor. It
//         grows with the condition of F, as it must: W of nearly equal columns may be large.
// EDGES   A column within 1e-12 of the span of those before it counts as one of theirs: its coefficients do not move.
//         Where a loss has no least value (classes that the free columns separate) the search ends after 100 steps.
// COST    n k^2 flops a task and step for k columns.
#pragma once

#include <algorithm>
#include <limits>

#include "lib/fit/loss_terms.hpp"
#include "lib/fit/problem.hpp"

namespace starling {

struct FreePart {
  arma::uvec rows;         // of W
  bool intercept = false;  // free, or penalised with weight 0

  bool has_rows() const { return !rows.is_empty(); }
};

template <Loss L, Penalty P>
FreePart free_part(const Problem<L, P>& problem) {
  FreePart part{{}, problem.intercept == Intercept::free};
  if constexpr (PartlyFree<P>) {
    part.rows = problem.penalty.free_rows();
    const arma::uword d = problem.data.n_features();
    if (problem.intercept == Intercept::penalised && !part.rows.is_empty() && part.rows.back() == d) {
      part.intercept = true;
      part.rows.shed_row(part.rows.n_elem - 1);
    }
  }
  return part;
}

namespace free_columns {

// The free columns of one task: ones for the intercept, then the rows' features.
arma::mat written(const Design& X, const FreePart& part);

// B'B = I with sqrt(v) o F.cols(kept) = B R; R^-1 is kept.
struct Basis {
  arma::mat B;        // n x k
  arma::uvec kept;    // columns of F
  arma::mat inverse;  // R^-1, upper triangular
};
Basis orthonormal(const arma::mat& F, const arma::vec& v);

// F'u and the largest that rounding can have done to it.
struct Product {
  arma::vec value, error;
  bool is_settled() const { return arma::all(arma::abs(value) <= 4.0 * error); }
};
Product product(const arma::mat& F, const arma::vec& u);

// |R^-T r| for the r within `product`, not below the truth.
double length(const Basis& basis, const Product& product);

// How far samples may move: V above.
template <Loss L>
arma::vec room(const L& loss, const arma::vec& y, const arma::vec& c, const arma::vec& u) {
  arma::vec v(u.n_elem, arma::fill::zeros);
  for (arma::uword i = 0; i < u.n_elem; ++i) {
    if (!(c[i] > 0.0)) continue;
    const Interval domain = loss.dual_interval(y[i]);
    const double x = u[i] / c[i], below = std::max(0.0, x - domain.low), above = std::max(0.0, domain.high - x);
    if (std::isinf(below) && std::isinf(above))
      v[i] = c[i];
    else
      v[i] = c[i] * (std::isinf(below) ? above : std::isinf(above) ? below : below * above / (below + above));
  }
  return v;
}

// The share of a step along -direction that stays inside the domain; infinite for no direction.
template <Loss L>
double share_inside(const L& loss, const arma::vec& y, const arma::vec& c, const arma::vec& u,
                    const arma::vec& direction) {
  double share = arma::datum::inf;
  for (arma::uword i = 0; i < u.n_elem; ++i) {
    if (direction[i] == 0.0) continue;
    const Interval domain = loss.dual_interval(y[i]);
    const double limit = direction[i] > 0.0 ? u[i] - c[i] * domain.low : c[i] * domain.high - u[i];
    share = std::min(share, limit / std::abs(direction[i]));
  }
  return share;
}

// The steepest slope of the conjugates near u. A logistic conjugate's grows like the logarithm of the distance from the
// boundary, which is below 750.
template <Loss L>
double steepest_conjugate(const L& loss, const arma::vec& y, const arma::vec& c, const arma::vec& u) {
  double steepest = has_target_units<L>() ? 0.0 : 750.0;
  for (arma::uword i = 0; i < u.n_elem; ++i)
    if (c[i] > 0.0) steepest = std::max(steepest, std::abs(y[i]) + std::abs(u[i] / c[i]));
  if constexpr (requires { loss.epsilon; }) steepest += loss.epsilon;
  return 2.0 * steepest;
}

// The most that the dual objective can gain on the way from u to the nearest exactly orthogonal point that moves
// samples in proportion to v; negative where that point lies outside the domain or rounding alone does not explain the
// distance.
template <Loss L>
double leftover(const L& loss, const arma::vec& y, const arma::vec& c, const arma::mat& F, const arma::vec& u,
                const arma::vec& v) {
  constexpr double rounding = 1e-11, nothing = 1e-13;
  const Product left = product(F, u);
  const Basis basis = orthonormal(F, v);
  const arma::vec q = basis.inverse.t() * left.value.elem(basis.kept), direction = arma::sqrt(v) % (basis.B * q);
  const arma::vec rest = left.value - F.t() * direction;
  const arma::vec sizes = arma::abs(F).t() * (arma::abs(u) + arma::sqrt(v) % (arma::abs(basis.B) * arma::abs(q)));
  const bool agrees = arma::all(arma::abs(rest) <= rounding * sizes);
  if (!agrees || share_inside(loss, y, c, u, direction) < 1.0 - 1e-9) return -1.0;
  const double distance = std::sqrt(arma::accu(v)) * length(basis, left);
  const bool is_small = left.is_settled() || distance <= nothing * arma::accu(c);
  return is_small ? steepest_conjugate(loss, y, c, u) * distance : -1.0;
}

// Steps in proportion to the room of every sample: near an optimum they change the dual objective the least.
template <Loss L>
double move_by_room(const L& loss, const arma::vec& y, const arma::vec& c, const arma::mat& F, arma::vec& u) {
  constexpr int most_steps = 20;
  constexpr double nearly_all = 0.9;
  for (int step = 0; step < most_steps; ++step) {
    const Product left = product(F, u);
    if (step > 1 && left.is_settled()) break;
    const arma::vec v = room(loss, y, c, u);
    const Basis basis = orthonormal(F, v);
    const arma::vec direction = arma::sqrt(v) % (basis.B * (basis.inverse.t() * left.value.elem(basis.kept)));
    const double share = share_inside(loss, y, c, u, direction);
    u -= (share > 1.0 ? 1.0 : nearly_all * share) * direction;
  }
  return leftover(loss, y, c, F, u, room(loss, y, c, u));
}

// The nearest orthogonal point of the domain in the norm of 1/c, clip(u - c F z): Newton's method on the concave
// function of z whose slope is F' of that point. Samples that free columns tell apart get to the boundary.
template <Loss L>
double project_into_domain(const L& loss, const arma::vec& y, const arma::vec& c, const arma::mat& F, arma::vec& u) {
  constexpr int most_steps = 100;
  constexpr double held = 1e-6;  // share of its curvature that a sample on the boundary keeps
  const arma::vec start = u;
  // Samples within rounding of the boundary are on it.
  const auto point = [&](const arma::vec& pull) {
    arma::vec p = start - c % pull;
    for (arma::uword i = 0; i < p.n_elem; ++i) {
      const Interval domain = loss.dual_interval(y[i]);
      if (p[i] - c[i] * domain.low <= arma::datum::eps * c[i]) p[i] = c[i] * domain.low;
      if (c[i] * domain.high - p[i] <= arma::datum::eps * c[i]) p[i] = c[i] * domain.high;
    }
    return p;
  };
  const auto value = [&](const arma::vec& p, const arma::vec& pull) {
    Sum sum;
    for (arma::uword i = 0; i < p.n_elem; ++i)
      if (c[i] > 0.0) sum.add(p[i] * pull[i] + 0.5 * (p[i] - start[i]) * (p[i] - start[i]) / c[i]);
    return sum;
  };
  arma::vec pull(u.n_elem, arma::fill::zeros), inside;
  u = point(pull);
  Sum reached = value(u, pull);
  for (int step = 0; step < most_steps; ++step) {
    const Product left = product(F, u);
    inside = c;
    for (arma::uword i = 0; i < u.n_elem; ++i)
      if (u[i] != start[i] - c[i] * pull[i]) inside[i] = 0.0;
    if (left.is_settled()) break;
    const Basis basis = orthonormal(F, inside + held * c);
    const arma::vec q = basis.inverse.t() * left.value.elem(basis.kept);
    const arma::vec change = F.cols(basis.kept) * (basis.inverse * q);
    double share = 1.0;
    for (; share > 1e-10; share *= 0.5) {
      const arma::vec next_pull = pull + share * change, next = point(next_pull);
      const Sum now = value(next, next_pull);
      const double noise = 4.0 * arma::datum::eps * (now.magnitude() + reached.magnitude());
      if (now.value() < reached.value() + 1e-4 * share * arma::dot(q, q) - noise) continue;
      pull = next_pull;
      u = next;
      reached = now;
      break;
    }
    if (!(share > 1e-10)) break;
  }
  // What rounding leaves is for samples well inside to take.
  for (arma::uword i = 0; i < u.n_elem; ++i) {
    const Interval domain = loss.dual_interval(y[i]);
    if (!(std::min(u[i] - c[i] * domain.low, c[i] * domain.high - u[i]) > 1e-12 * c[i])) inside[i] = 0.0;
  }
  return leftover(loss, y, c, F, u, inside);
}

// One task of orthogonalise().
template <Loss L>
double orthogonalise(const L& loss, const arma::vec& y, const arma::vec& c, const arma::mat& F, arma::vec& u) {
  arma::vec moved = u;
  double cost = move_by_room(loss, y, c, F, moved);
  if (!(cost >= 0.0)) {
    moved = u;
    cost = project_into_domain(loss, y, c, F, moved);
  }
  if (!(cost >= 0.0)) moved.zeros();
  u = std::move(moved);
  return std::max(0.0, cost);
}

// One task of fit_free_part(): the change of the coefficients of F; eta follows.
template <CurvedLoss L>
arma::vec fit(const L& loss, const arma::vec& y, const arma::vec& c, const arma::mat& F, arma::vec& eta) {
  constexpr int most_steps = 100;
  arma::vec total(F.n_cols, arma::fill::zeros), u(y.n_elem), v(y.n_elem);
  double value = loss_sum(loss, y, c, eta).value(), damping = 0.1;
  for (int step = 0; step < most_steps; ++step) {
    double largest = 0.0;
    for (arma::uword i = 0; i < y.n_elem; ++i) {
      u[i] = c[i] > 0.0 ? c[i] * loss.derivative(y[i], eta[i]) : 0.0;
      v[i] = c[i] > 0.0 ? loss.second_derivative(y[i], eta[i]) : 0.0;
      largest = std::max(largest, v[i]);
    }
    if constexpr (SmoothLoss<L>) largest = L::max_curvature;
    v = c % arma::clamp(v, damping * largest, arma::datum::inf);
    const Basis basis = orthonormal(F, v);
    const arma::vec q = basis.inverse.t() * arma::vec(product(F, u).value.elem(basis.kept));
    const double fall = arma::dot(q, q);
    if (!(fall > 0.0)) break;
    arma::vec direction(F.n_cols, arma::fill::zeros);
    direction.elem(basis.kept) = -(basis.inverse * q);
    const arma::vec change = F * direction;
    const bool is_last = fall <= 1e-16 * value;  // what is left is its rounding
    double length = 1.0, next = 0.0;
    for (; length > 1e-10; length *= 0.5) {
      next = loss_sum(loss, y, c, arma::vec(eta + length * change)).value();
      if (next <= value - 1e-4 * length * fall + 4.0 * arma::datum::eps * value) break;
    }
    if (!(length > 1e-10)) break;
    total += length * direction;
    eta += length * change;
    value = next;
    if (is_last) break;
    damping = length == 1.0 ? std::max(0.1 * damping, 1e-30) : std::min(10.0 * damping, 1.0);
  }
  return total;
}

}  // namespace free_columns

// Moves u, which lies in the domain of the conjugates, to be orthogonal to the free columns of every task, inside the
// domain. Returns the most that rounding can have added to the dual objective.
template <Loss L>
double orthogonalise(const L& loss, const MultiTaskData& data, const arma::vec& c, const FreePart& part, arma::vec& u) {
  arma::vec cost(data.n_tasks(), arma::fill::zeros);
  parallel_for(data.n_tasks(), [&](std::size_t t) {
    const Rows rows = data.rows_of(t);
    if (rows.size() == 0) return;
    const arma::span run(rows.begin, rows.end - 1);
    arma::vec own = u(run);
    cost[t] = free_columns::orthogonalise(loss, arma::vec(data.targets()(run)), arma::vec(c(run)),
                                          free_columns::written(data.design(t), part), own);
    u(run) = own;
  });
  return arma::accu(cost);
}

// Moves the free rows and intercepts of `at` to their best, given its other rows; eta: its predictions, which follow.
template <CurvedLoss L>
void fit_free_part(const L& loss, const MultiTaskData& data, const arma::vec& c, const FreePart& part, Coefficients& at,
                   arma::vec& eta) {
  parallel_for(data.n_tasks(), [&](std::size_t t) {
    const Rows rows = data.rows_of(t);
    if (rows.size() == 0) return;
    const arma::span run(rows.begin, rows.end - 1);
    arma::vec own = eta(run);
    const arma::vec change = free_columns::fit(loss, arma::vec(data.targets()(run)), arma::vec(c(run)),
                                               free_columns::written(data.design(t), part), own);
    eta(run) = own;
    const arma::uword first = part.intercept ? 1 : 0;
    if (part.intercept) at.b[t] += change[0];
    for (arma::uword k = 0; k < part.rows.n_elem; ++k) at.W(part.rows[k], t) += change[first + k];
  });
}

}  // namespace starling
