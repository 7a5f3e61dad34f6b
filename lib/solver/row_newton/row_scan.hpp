// |x_j'R| for all rows j: which rows a working set lacks.
//
// METHOD  The cheapest form that is exact enough: rows that a bound from the last full scan leaves below their strength
//         need no product; the others are multiplied in float where float can tell them from their strength, through
//         the Gram matrix where the working rows are few (x_j'R = x_j'Y - (x_j'X_A) W), and once more in double where
//         they come near it. Certificates do not rest on scans.
// COST    A full scan reads X once, in blocks of columns that are whitened and multiplied while they lie in cache.
#pragma once

#include <armadillo>
#include <vector>

#include "lib/linalg/blas.hpp"
#include "lib/solver/row_newton/whitened.hpp"

namespace starling::row_newton {

// A residual and the rows it comes from.
struct ScanPoint {
  const arma::mat& R;         // n x T
  const arma::mat& X_active;  // n x a
  const arma::mat& W;         // T x a
};

class RowScan {
 public:
  // The first scan: R = Y. The data must outlive this object.
  explicit RowScan(Whitened& data);

  const arma::vec& null_norms() const { return null_norms_; }
  bool in_float() const { return !products32_.is_empty(); }
  // Norms of all rows, good to about 1e-3 of their strength below it and exact near and above it; rows surely below it
  // may be given as zero. `inside` marks the working rows, whose norms are not looked at.
  arma::vec scan(const ScanPoint& at, const arma::vec& strength, const std::vector<bool>& inside);

 private:
  template <class S>
  void first_pass(Whitened& data);
  bool scan_by_bound(const ScanPoint& at, const arma::vec& strength, const std::vector<bool>& inside,
                     arma::vec& norms) const;
  void scan_in_float(const ScanPoint& at, bool through_gram, arma::vec& norms) const;
  void scan_in_double(const ScanPoint& at, const arma::uvec& rows, arma::vec& norms) const;
  double float_error(const ScanPoint& at, const arma::vec& strength, bool through_gram) const;

  const Whitened& data_;
  arma::fmat products32_;  // of the rows with Y, T x d; for enough tasks
  arma::vec column_norms_, null_norms_;
  arma::mat reference_;        // the residual of the last full scan
  arma::vec reference_norms_;  // its upper bounds of the norms
};

}  // namespace starling::row_newton
