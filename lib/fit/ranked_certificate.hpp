// The certificate of ridge regression with a limited rank, squared loss.
//
// METHOD  Two lower bounds, of which the higher counts. The first is the dual of the convex hull of the penalty
//         (certify()). The second holds where one X and one weight of every sample serve all tasks: with H = X'CX +
//         mu I (features centred where the intercept is free), Z_0 = H^(1/2) W_0 for any W_0, and e = |grad P(W_0)|
//         / sqrt(mu),
//             P(W) = P(W_0) + <grad P(W_0), W - W_0> + |H^(1/2) (W - W_0)|^2 / 2
//                 >= P(W_0) - e^2 / 2 + sum over i > rank of max(0, sigma_i(Z_0) - e)^2 / 2
//         for every W of that rank (Eckart and Young). At the unlimited optimum W_0 it is the least objective itself.
// COST    certify(), and where the second applies one product with X and 20 (n + d) T min(n + d, T) flops.
// PAPERS  eckart1936approximation, izenman1975reduced
#pragma once

#include <optional>

#include "lib/fit/certify.hpp"
#include "lib/linalg/thin_svd.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/ranked_ridge.hpp"

namespace starling {

using RankedProblem = Problem<Squared, RankedRidge>;

// Whether one X and one weight of every sample serve all tasks.
bool tasks_weigh_alike(const MultiTaskData& data, const arma::vec& c);

// [sqrt(C) X W; sqrt(mu) W], X centred where the intercept is free: |.|^2 of it is |H^(1/2) W|^2.
arma::mat ranked_image(const RankedProblem& problem, const arma::mat& W);

// around: W_0, believed to be the unlimited optimum; its dual point, or null. Any point gives a bound.
struct Unlimited {
  Coefficients at;
  arma::vec dual_point;
};
Certificate certify_ranked(const RankedProblem& problem, const Coefficients& at, double scale, const Unlimited& around);

}  // namespace starling
