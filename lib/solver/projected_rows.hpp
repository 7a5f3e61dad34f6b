// A squared-loss problem with free rows as one without: what their columns (and the intercept's) explain is taken out
// of features and targets, as centring does for an intercept alone.
//
// METHOD  X_t - F_t M_t and y_t - F_t m_t with the c-weighted least squares fits M_t, m_t; the free columns
//         become zero. The coefficients of the other rows, and the dual optimum, are those of the problem at hand.
// COST    4 n k d flops a task for k free columns, and a copy of the features.
#pragma once

#include "lib/fit/certify.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"

namespace starling {

class ProjectedRows {
 public:
  using Problem = starling::Problem<Squared, Ridged<RowGroupLasso>>;

  // Whether a problem has free rows, penalised ones as well, and features that can be written out: dense ones, and no
  // more copies of them than there are.
  static bool suits(const Problem& problem);
  explicit ProjectedRows(const Problem& problem);

  // Whether this was made of the same features, targets, factors, free rows and kind of intercept.
  bool serves(const Problem& problem) const;
  // The problem without free rows; it refers to this object.
  Problem rest_of(const Problem& problem) const;
  // The rows of W that are not free, completed by the best free ones.
  Coefficients completed(const Problem& problem, const arma::mat& W) const;

 private:
  MultiTaskData original_, data_;
  arma::vec c_;
  FreePart part_;
};

}  // namespace starling
