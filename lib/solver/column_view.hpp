// One column of a design, dense or sparse, as loops over single columns read it.
#pragma once

#include "lib/linalg/design.hpp"

namespace starling {

struct ColumnView {
  const double* values = nullptr;
  const arma::uword* rows = nullptr;  // of the values; null: every row, in order
  arma::uword size = 0;               // number of values

  arma::uword row(arma::uword k) const { return rows ? rows[k] : k; }

  // x'p.
  double dot(const double* p) const {
    double sum = 0.0;
    if (rows) {
      for (arma::uword k = 0; k < size; ++k) sum += values[k] * p[rows[k]];
      return sum;
    }
    // Four partial sums, so that the compiler may keep them in one register.
    double part[4] = {0.0, 0.0, 0.0, 0.0};
    arma::uword k = 0;
    for (; k + 4 <= size; k += 4)
      for (arma::uword l = 0; l < 4; ++l) part[l] += values[k + l] * p[k + l];
    for (; k < size; ++k) sum += values[k] * p[k];
    return sum + ((part[0] + part[1]) + (part[2] + part[3]));
  }
  // p += step x.
  void add(double step, double* p) const {
    for (arma::uword k = 0; k < size; ++k) p[row(k)] += step * values[k];
  }
  // p += step v o x.
  void add(double step, const double* v, double* p) const {
    if (rows)
      for (arma::uword k = 0; k < size; ++k) p[rows[k]] += step * v[rows[k]] * values[k];
    else
      for (arma::uword k = 0; k < size; ++k) p[k] += step * v[k] * values[k];
  }
};

inline ColumnView column(const Design& design, arma::uword j) {
  return design.visit([j]<class M>(const M& X) -> ColumnView {
    if constexpr (std::is_same_v<M, arma::sp_mat>) {
      const arma::uword begin = X.col_ptrs[j];
      return {X.values + begin, X.row_indices + begin, X.col_ptrs[j + 1] - begin};
    } else {
      return {X.colptr(j), nullptr, X.n_rows};
    }
  });
}

}  // namespace starling
