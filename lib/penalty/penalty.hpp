// What a penalty is: a convex function R of the d x T coefficient matrix W, with what a certificate needs of it and,
// as separate capabilities, what solvers can use. A wrong pairing of penalty and solver does not compile.
//
// Penalty        value(W)                 infinite outside R's domain, never NaN for a finite W
//                conjugate(G)             sup_W <G, W> - R(W), never below the truth; only asked for points that
//                                         dual_scales() allows. R need not be symmetric: a dual point u asks for it
//                                         at G = -A'u
//                dual_scales(G)           two s in [0, 1] (they may be equal) with conjugate(s G) finite
//                rescaled(x, y)           the penalty for features times x and targets times y (powers of two),
//                                         whose value is y^2 R at the matching coefficients W y / x
// Proximable     prox(V, step)            argmin_W |W - V|^2 / (2 step) + R(W)
// RowSolvable    minimise_row(j, h, v, w) argmin_w sum_t h_t w_t^2 / 2 - v_t w_t + R_j(w), where R is a sum over rows
//                                         of R_j(row j); h_t >= 0; w enters as a first guess
//                of_rows(rows)            the penalty of these rows alone, as a penalty on a matrix that has no others
// RowCurved      derivatives_of_row(j, w, g, H)   gradient (T) and Hessian (T x T) of R_j at a row that is not zero,
//                along its nonzero entries; g and H enter with the right sizes
// PartlyFree     free_rows()              the rows, ascending, on which R does not depend; is_free(j) asks for one. R*
//                                         is finite only where G is zero in them
// RowBlocked     blocks(n_rows)           a number per row, equal for rows that are minimised together, or none: every
//                                         row alone. Then R is a sum over blocks of functions of their Frobenius norm,
//                                         and minimise_row(j, ...) for a row j of a block takes h, v and w of them all,
//                                         one row after the other
// NormPenalty    dual_norm(G), lambda     R = lambda x norm (+ ridge): zero is optimal iff dual_norm(-A'u) <= lambda.
//                                         A norm may be infinite, or stand for a gauge (a norm of one sign only)
// RowIndifferent harmless_norm(j)         dual_scales(G) and conjugate(s G) do not change with row j of G while its
//                                         norm is at most this
// TaskCoupling   coupling(), inverse_coupling()   R = tr(W K W') / 2 with K and K^-1, T x T
// Spectral       R is a function of the singular values s of W (descending, >= 0; zeros at the end may be left out):
//                value_at(s), conjugate_at(s), scale_at(s), the largest scale <= 1 that makes the conjugate finite, and
//                ratios_at(s, step), the factors by which prox(V, step) multiplies those of V
//
// Penalties are values: nothing is mutated along a path.
#pragma once

#include <algorithm>
#include <armadillo>
#include <array>
#include <concepts>
#include <string_view>

namespace starling {

using DualScales = std::array<double, 2>;

template <class P>
concept Penalty = requires(const P& penalty, const arma::mat& W, double s) {
  { penalty.value(W) } -> std::same_as<double>;
  { penalty.conjugate(W) } -> std::same_as<double>;
  { penalty.dual_scales(W) } -> std::same_as<DualScales>;
  { penalty.rescaled(s, s) } -> std::same_as<P>;
};

template <class P>
concept Proximable = Penalty<P> && requires(const P& penalty, const arma::mat& V, double step) {
  { penalty.prox(V, step) } -> std::same_as<arma::mat>;
};

template <class P>
concept RowSolvable = Penalty<P> &&
    requires(const P& penalty, arma::uword j, const arma::vec& h, arma::vec& w, const arma::uvec& rows) {
  { penalty.minimise_row(j, h, h, w) } -> std::same_as<void>;
  { penalty.of_rows(rows) } -> std::same_as<P>;
};

template <class P>
concept RowCurved = RowSolvable<P> &&
    requires(const P& penalty, arma::uword j, const arma::vec& w, arma::vec& g, arma::mat& H) {
  { penalty.derivatives_of_row(j, w, g, H) } -> std::same_as<void>;
};

template <class P>
concept PartlyFree = Penalty<P> && requires(const P& penalty, arma::uword j) {
  { penalty.free_rows() } -> std::same_as<arma::uvec>;
  { penalty.is_free(j) } -> std::same_as<bool>;
};

template <class P>
concept RowBlocked = RowSolvable<P> && requires(const P& penalty, arma::uword n_rows) {
  { penalty.blocks(n_rows) } -> std::same_as<arma::uvec>;
};

template <class P>
concept NormPenalty = Penalty<P> && requires(const P& penalty, const arma::mat& G) {
  { penalty.dual_norm(G) } -> std::same_as<double>;
  { penalty.lambda } -> std::convertible_to<double>;
};

template <class P>
concept RowIndifferent = Penalty<P> && requires(const P& penalty, arma::uword j) {
  { penalty.harmless_norm(j) } -> std::same_as<double>;
};

template <class P>
concept TaskCoupling = Penalty<P> && requires(const P& penalty) {
  { penalty.coupling() } -> std::same_as<const arma::mat&>;
  { penalty.inverse_coupling() } -> std::same_as<const arma::mat&>;
};

template <class P>
concept Spectral = Proximable<P> && requires(const P& penalty, const arma::vec& s, double step) {
  { penalty.value_at(s) } -> std::same_as<double>;
  { penalty.conjugate_at(s) } -> std::same_as<double>;
  { penalty.scale_at(s) } -> std::same_as<double>;
  { penalty.ratios_at(s, step) } -> std::same_as<arma::vec>;
};

// Dual norms are inflated by this factor before they are compared with lambda, so that rounding in their sums never
// makes an infeasible point pass for a feasible one.
inline double dual_norm_inflation(const arma::mat& G) {
  return 1.0 + 16.0 * arma::datum::eps * static_cast<double>(std::max(G.n_rows, G.n_cols));
}

// The largest s <= 1 with dual_norm(s G) <= lambda.
inline double scale_into_ball(double dual_norm, double lambda, const arma::mat& G) {
  const double inflated = dual_norm * dual_norm_inflation(G);
  return inflated <= lambda ? 1.0 : lambda / inflated;
}

}  // namespace starling
