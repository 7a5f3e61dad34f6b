// One machine for several classes, Crammer and Singer's, and its certificate.
//
//     minimise over W_1 .. W_K, each d x T
//         sum_k tr(W_k A^-1 W_k') / 2 + sum_i c_i (max_k (eta_ik + [k != y_i]) - eta_i,y_i)
//
// with eta_ik = x_i'w_kt + b_kt.
// A sample costs nothing where its own class is said for by 1 more than any other. Coefficients of all classes stand
// side by side: columns k T .. (k + 1) T - 1 of W (d x K T) and of b (1 x K T) are those of class k.
//
// A dual point is a number u_ik a sample and class, u_ik >= 0 but for the sample's own class, where it is minus the sum
// of the others, at least -c_i. Its value is sum_i -u_i,y_i - sum_k tr(G_k A G_k') / 2, G_k = X'u_k, and the
// coefficients that belong to it are W_k = -G_k A: they add up to zero over the classes.
// PAPERS  crammer2001algorithmic
#pragma once

#include "lib/fit/certificate.hpp"
#include "lib/fit/problem.hpp"
#include "lib/penalty/quadratic_coupling.hpp"

namespace starling {

// The data are referred to, not copied.
struct ClassProblem {
  const MultiTaskData& data;  // targets 0 .. n_classes - 1
  arma::uword n_classes;      // K >= 2
  QuadraticCoupling penalty;
  Intercept intercept;  // none or penalised
  arma::vec c;          // factor of every sample, >= 0, flat
};

// Objective of zero coefficients: the scale of a relative gap.
double null_objective(const ClassProblem& problem);

// hint: a solver's dual point, N x K by columns, or null; it is moved into the domain and evaluated, never believed.
// certificate.dual_point is N x K by columns.
// COST    A forward and one or two adjoint products a class; memory two N x K matrices.
Certificate certify(const ClassProblem& problem, const Coefficients& at, double scale, const arma::vec* hint = nullptr);

}  // namespace starling
