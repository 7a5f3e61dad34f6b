// |x_j'R| for all rows j: which rows a working set lacks.
//
// METHOD  The cheapest form that is exact enough: rows that a bound from the last full scan leaves below their strength
//         need no product; the others are multiplied through the Gram matrix where the working rows are few
//         (x_j'R = x_j'Y - (x_j'X_A) W). With many tasks that is done in float where float can tell rows from their
//         strength, and once more in double where they come near it. Certificates do not rest on scans.
// COST    A full scan reads X once.
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
  // Puts the norms of these rows, exactly, in their places.
  void look_at(const arma::mat& R, const arma::uvec& rows, arma::vec& norms) const;

 private:
  template <class S>
  void first_pass(Whitened& data, arma::Mat<S>& products);
  bool scan_by_bound(const ScanPoint& at, const arma::vec& strength, const std::vector<bool>& inside, arma::vec& norms);
  template <class S>
  void scan_all(const ScanPoint& at, const arma::Mat<S>& products, bool through_gram, arma::vec& norms) const;
  double float_error(const ScanPoint& at, const arma::vec& strength, bool through_gram);
  const arma::vec& column_norms();

  const Whitened& data_;
  arma::fmat products32_;  // of the rows with Y, T x d; for enough tasks
  arma::mat products_;     // the same for fewer
  arma::vec null_norms_;
  arma::vec column_norms_;     // empty until they are asked for
  arma::mat reference_;        // the residual of the last full scan
  arma::vec reference_norms_;  // its upper bounds of the norms
};

}  // namespace starling::row_newton
