#include "lib/estimator/platt.hpp"

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/sum.hpp"

namespace starling {
namespace {

struct Fitting {
  arma::vec f, t, w;

  double value(const Sigmoid& at) const {
    Sum sum;
    for (arma::uword i = 0; i < f.n_elem; ++i) {
      const double z = at.slope * f[i] + at.offset;
      sum.add(w[i] * (std::log1p(std::exp(-std::abs(z))) + std::max(z, 0.0) - t[i] * z));
    }
    return sum.value();
  }
};

struct Derivatives {
  double slope = 0.0, offset = 0.0;                                   // the gradient
  double slope_slope = 0.0, slope_offset = 0.0, offset_offset = 0.0;  // the Hessian
};

Derivatives derivatives(const Fitting& data, const Sigmoid& at) {
  Sum slope, offset, slope_slope, slope_offset, offset_offset;
  for (arma::uword i = 0; i < data.f.n_elem; ++i) {
    const double p = at.at(data.f[i]), r = data.w[i] * (p - data.t[i]), h = data.w[i] * p * (1.0 - p);
    slope.add(r * data.f[i]);
    offset.add(r);
    slope_slope.add(h * data.f[i] * data.f[i]);
    slope_offset.add(h * data.f[i]);
    offset_offset.add(h);
  }
  return {slope.value(), offset.value(), slope_slope.value(), slope_offset.value(), offset_offset.value()};
}

// The Newton direction; a small ridge keeps the Hessian of decisions that are all the same regular.
Sigmoid newton_step(const Derivatives& at, double weight) {
  const double ridge = 1e-12 * weight, a = at.slope_slope + ridge, c = at.offset_offset + ridge, b = at.slope_offset;
  const double determinant = a * c - b * b;
  return {(b * at.offset - c * at.slope) / determinant, (b * at.slope - a * at.offset) / determinant};
}

Sigmoid minimise(const Fitting& data, Sigmoid at, double weight) {
  constexpr int most_steps = 100;
  constexpr double shortest = 1e-10, enough = 1e-4, still = 1e-10;
  double value = data.value(at);
  for (int k = 0; k < most_steps; ++k) {
    const Derivatives slopes = derivatives(data, at);
    if (std::max(std::abs(slopes.slope), std::abs(slopes.offset)) <= still * weight) break;
    const Sigmoid step = newton_step(slopes, weight);
    const double descent = slopes.slope * step.slope + slopes.offset * step.offset;
    double length = 1.0;
    for (; length >= shortest; length *= 0.5) {
      const Sigmoid next{at.slope + length * step.slope, at.offset + length * step.offset};
      const double reached = data.value(next);
      if (reached > value + enough * length * descent) continue;
      at = next;
      value = reached;
      break;
    }
    if (length < shortest) break;
  }
  return at;
}

}  // namespace

Sigmoid fit_sigmoid(const arma::vec& f, const arma::vec& y, const arma::vec& w) {
  const double weight = arma::accu(w);
  if (y.n_elem != f.n_elem || w.n_elem != f.n_elem || !(weight > 0.0))
    throw InvalidInput(
        {.what = "no decisions to fit a sigmoid to", .expected = "as many classes and weights, not all 0"});
  const double positives = arma::accu(w.elem(arma::find(y > 0.0))), negatives = weight - positives;
  // Decisions near 1 make steps and tolerances the same for every scale; a power of two changes no bit.
  const double largest = arma::abs(f).max();
  const double scale = largest > 0.0 ? std::exp2(-std::ilogb(largest)) : 1.0;
  Fitting data{.f = scale * f, .t = arma::vec(f.n_elem), .w = w};
  for (arma::uword i = 0; i < f.n_elem; ++i)
    data.t[i] = y[i] > 0.0 ? (positives + 1.0) / (positives + 2.0) : 1.0 / (negatives + 2.0);
  const Sigmoid start{0.0, std::log((positives + 1.0) / (negatives + 1.0))};
  const Sigmoid found = minimise(data, start, weight);
  return {scale * found.slope, found.offset};
}

}  // namespace starling
