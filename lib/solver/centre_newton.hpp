// Squared loss with tasks around a centre (lib/penalty/centred_norms.hpp): Newton's method on the centre.
//
//     minimise over W, b, m    sum_t F_t(w_t) + kappa_t |w_t - m| + mu / 2 |m|^2
//
// METHOD  With m fixed the tasks part, and each is a scalar equation in |w_t - m| once X_t'C_t X_t is decomposed. What
//         is left is a convex function of m with a continuous gradient, and a Hessian nearly everywhere; steps are
//         halved until it falls.
// ITERATION  One step of the centre.
// PROOF   The certificate of the coefficients by their own gradient.
// COST    A GramSpectrum a task once, then d^2 r_t flops a task and d^3 / 3 an iteration. Memory d r_t a task and d^2.
// EDGES   Tasks at the centre have its coefficients to the last bit. Intercept::penalised throws InvalidInput.
// PAPERS  duan2023adaptive, qi1993nonsmooth
#pragma once

#include "lib/loss/squared.hpp"
#include "lib/penalty/centred_norms.hpp"
#include "lib/solver/drawn_tasks.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

Solution centre_newton(const Problem<Squared, CentredNorms>& problem, const StopRule& rule, Coefficients start);

}  // namespace starling
