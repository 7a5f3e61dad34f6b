// lambda sum_g |W_g|_F over groups of features: a group is used by all tasks or by none.
// EDGES   Groups of one feature are the row group lasso; one group of all features is the Frobenius norm.
// PAPERS  yuan2006model
#pragma once

#include <span>

#include "lib/penalty/penalty.hpp"

namespace starling {

// A partition of the features. Groups are numbered 0, 1, ... in the order in which they first appear.
struct FeatureGroups {
  arma::uvec group_of;  // of every feature
  arma::uword n_groups = 0;

  // One number per feature, equal in a group; which numbers does not matter.
  static FeatureGroups of(std::span<const int> numbers);
};

struct FeatureGroupLasso {
  double lambda = 1.0;  // >= 0
  FeatureGroups groups;

  double value(const arma::mat& W) const;
  double dual_norm(const arma::mat& G) const;  // the largest |G_g|_F
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  FeatureGroupLasso rescaled(double x, double y) const { return {lambda * x * y, groups}; }
  arma::mat prox(const arma::mat& V, double step) const;
  // A group's rows are one block.
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v, arma::vec& w) const;
  arma::uvec blocks(arma::uword) const { return groups.group_of; }
  // Of whole groups, or of single rows as if their groups had no others.
  FeatureGroupLasso of_rows(const arma::uvec& rows) const;
  // (|G_g|_F - lambda)+ of every group.
  arma::vec dual_excess(const arma::mat& G) const;
};

}  // namespace starling
