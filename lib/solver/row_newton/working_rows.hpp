// The working rows of W with the matrices that Newton's method on their scales needs.
//
// Everything is seen from one of two sides, whichever is smaller: by samples (n x n systems, from the columns) or by
// rows (s x s systems, from their Gram matrix, which grows as rows are added).
#pragma once

#include <armadillo>

#include "lib/solver/row_newton/whitened.hpp"

namespace starling::row_newton {

struct WorkingRows {
  arma::uvec id;       // features, m
  arma::vec strength;  // lambda_j of these rows, m
  arma::vec tau;       // scales |w^j| / lambda_j, m; 0: a zero row
  arma::mat X;         // n x m columns of X~
  arma::fmat X32;      // the same in float; by samples only, where asked for
  bool by_rows = true;
  arma::mat C;  // m x m: X'X; by rows only
  arma::mat B;  // rank x m: Y'X; by rows only

  arma::uword size() const { return id.n_elem; }
};

struct Revision {
  arma::uvec keep;  // positions in the present set
  arma::uvec add;   // features, with scale 0
  bool wants_float = false;
};

// The rows kept, then the rows added; their strengths are left to the caller. COST  the columns added, and by rows
// their Gram matrix with all.
WorkingRows revise(const WorkingRows& now, const Whitened& data, const Revision& revision);

}  // namespace starling::row_newton
