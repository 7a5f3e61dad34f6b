// A sigmoid from decisions and classes (Platt scaling).
//
// PROBLEM  minimise over slope and offset    - sum_i w_i (t_i log p_i + (1 - t_i) log(1 - p_i)),   p_i = sigmoid(f_i),
//          with t = (n+ + 1) / (n+ + 2) for positives and 1 / (n- + 2) for negatives, n+ and n- their weights: so that
//          probabilities stay inside (0, 1) where decisions tell the classes apart without an error.
// METHOD   Newton's method with a line search.
// EDGES    Decisions that are all the same: slope 0, and the share of positives by their targets t.
//          The sigmoid of decisions 2^k f has the slope 2^-k.
// PAPERS   platt2000probabilities, lin2007note
#pragma once

#include <armadillo>

#include "lib/model/sigmoid.hpp"

namespace starling {

// f: decisions; y: -1 or +1; w: weights, >= 0. Throws InvalidInput for other lengths and without any weight.
Sigmoid fit_sigmoid(const arma::vec& f, const arma::vec& y, const arma::vec& w);

}  // namespace starling
