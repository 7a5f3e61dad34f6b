// Shared data with its whitened form and working rows, for the tests of the parts of the row engine.
#pragma once

#include "lib/solver/row_newton/row_scan.hpp"
#include "lib/solver/row_newton/scale_point.hpp"
#include "tests/support/random_problems.hpp"

namespace starling::testing {

struct SharedData {
  MultiTaskData data;
  row_newton::Whitened whitened;
  row_newton::RowScan scan;

  SharedData(arma::uword n, arma::uword d, arma::uword T, bool centred = true)
      : data(random_tasks(21, {.n = n, .d = d, .T = T, .shared = true})),
        whitened(data, data.loss_weights(Averaging::task_mean), centred),
        scan(whitened) {}

  // The first m rows at work, every third one with scale zero.
  row_newton::WorkingRows working(arma::uword m, bool wants_float = false) const {
    const arma::uvec add = arma::regspace<arma::uvec>(0, m - 1);
    row_newton::WorkingRows rows =
        row_newton::revise({}, whitened, {.keep = {}, .add = add, .wants_float = wants_float});
    rows.strength = arma::vec(m, arma::fill::value(0.3 * scan.null_norms().max()));
    rows.tau = arma::abs(normal_matrix(21, "tau", m, 1));
    for (arma::uword k = 0; k < m; k += 3) rows.tau[k] = 0.0;
    return rows;
  }
};

}  // namespace starling::testing
