// Sums of a loss over flat samples, and dual points that lie in its domain.
#pragma once

#include <armadillo>

#include "lib/base/sum.hpp"
#include "lib/data/multitask_data.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/loss.hpp"

namespace starling {

// f(begin, end) for runs of samples side by side.
template <class F>
void for_sample_runs(arma::uword n, const F& f) {
  constexpr arma::uword run = 16384;
  if (n == 0) return;
  parallel_for((n + run - 1) / run, [&](std::size_t k) { f(k * run, std::min(n, (k + 1) * run)); });
}

// The sum of term(i) over samples of positive factor, in runs that are added in a tree.
template <class Term>
Sum sum_over_samples(const arma::vec& c, const Term& term) {
  constexpr arma::uword run = 16384, piece = 512;
  const arma::uword n = c.n_elem;
  if (n == 0) return {};
  const auto leaf = [&](std::size_t k) {
    Sum sum;
    double terms[piece];
    const arma::uword end = std::min(n, (k + 1) * run);
    for (arma::uword begin = k * run; begin < end; begin += piece) {
      const arma::uword count = std::min(piece, end - begin);
      for (arma::uword i = 0; i < count; ++i) terms[i] = c[begin + i] > 0.0 ? term(begin + i) : 0.0;
      sum.add(kernels::sum(count, terms));
    }
    return sum;
  };
  return tree_sum(0, (n + run - 1) / run, leaf, [](Sum& left, const Sum& right) { left.add(right); });
}

// sum_i c_i loss(y_i, eta_i). Samples of factor 0 are not looked at.
template <Loss L>
Sum loss_sum(const L& loss, const arma::vec& y, const arma::vec& c, const arma::vec& eta) {
  return sum_over_samples(c, [&](arma::uword i) { return c[i] * loss.value(y[i], eta[i]); });
}

// u_i = c_i loss'(y_i, eta_i), in the place of eta.
template <Loss L>
void loss_gradient_in_place(const L& loss, const arma::vec& y, const arma::vec& c, arma::vec& eta) {
  for_sample_runs(y.n_elem, [&](arma::uword begin, arma::uword end) {
    for (arma::uword i = begin; i < end; ++i) eta[i] = c[i] > 0.0 ? c[i] * loss.derivative(y[i], eta[i]) : 0.0;
  });
}
template <Loss L>
arma::vec loss_gradient(const L& loss, const arma::vec& y, const arma::vec& c, arma::vec eta) {
  loss_gradient_in_place(loss, y, c, eta);
  return eta;
}

// - sum_i c_i loss*(y_i, s u_i / c_i): the loss part of the dual objective at s u.
template <Loss L>
Sum dual_loss_sum(const L& loss, const arma::vec& y, const arma::vec& c, const arma::vec& u, double s) {
  return sum_over_samples(c, [&](arma::uword i) { return -c[i] * loss.conjugate(y[i], s * u[i] / c[i]); });
}

// Clips u into the domain of the loss conjugates.
template <Loss L>
void clip_to_domain(const L& loss, const arma::vec& y, const arma::vec& c, arma::vec& u) {
  for_sample_runs(y.n_elem, [&](arma::uword begin, arma::uword end) {
    for (arma::uword i = begin; i < end; ++i) {
      const Interval domain = loss.dual_interval(y[i]);
      u[i] = c[i] > 0.0 ? std::clamp(u[i], c[i] * domain.low, c[i] * domain.high) : 0.0;
    }
  });
}

// Moves the clipped u of one task to sum zero without leaving the domain: every sample gives in proportion to the room
// it has on the side the sum must move to (where that room is unbounded, in proportion to c).
template <Loss L>
void balance(const L& loss, const arma::vec& y, const arma::vec& c, Rows rows, arma::vec& u) {
  // A second sweep removes the rounding error that the first leaves.
  for (int sweep = 0; sweep < 2; ++sweep) {
    Sum excess, room;
    for (arma::uword i = rows.begin; i < rows.end; ++i) excess.add(u[i]);
    const double total = excess.value();
    if (total == 0.0) return;
    const auto room_of = [&](arma::uword i) {
      const Interval domain = loss.dual_interval(y[i]);
      const double bound = total > 0.0 ? domain.low : domain.high;
      return std::isfinite(bound) ? std::abs(u[i] - c[i] * bound) : c[i];
    };
    for (arma::uword i = rows.begin; i < rows.end; ++i)
      if (c[i] > 0.0) room.add(room_of(i));
    const double share = total / room.value();
    for (arma::uword i = rows.begin; i < rows.end; ++i)
      if (c[i] > 0.0) u[i] -= share * room_of(i);
  }
}

}  // namespace starling
