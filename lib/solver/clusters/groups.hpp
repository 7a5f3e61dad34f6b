// Columns of a matrix in groups around centres: what k-means clustering needs.
// PAPERS  arthur2007kmeans, hartigan1979kmeans, rousseeuw1987silhouettes, hruschka2004evolutionary
#pragma once

#include <armadillo>

#include "lib/base/random.hpp"

namespace starling::clusters {

// Groups around k columns drawn one after the other with probabilities as their squared distance from those drawn
// before. No group is empty. 1 <= k <= columns.
arma::uvec seeded_groups(const arma::mat& V, arma::uword k, const RandomStream& stream);

// Moves single columns, in order, to the group where the sum of squared distances from the means becomes smallest, the
// change of both means included. True when one was moved. The last column of a group stays.
bool move_columns(const arma::mat& V, arma::uword k, arma::uvec& groups);

// Gives every empty group the column that is farthest from its centre, the centres being the columns of `centres`.
void fill_empty_groups(const arma::mat& V, arma::mat& centres, arma::uvec& groups);

arma::vec group_sizes(const arma::uvec& groups, arma::uword k);

// The groups numbered by their first columns.
void number_by_first(arma::uvec& groups);

// |v_t - m| of every column from the mean of its group.
arma::vec distances_from_means(const arma::mat& V, arma::uword k, const arma::uvec& groups);

// (b - a) / max(a, b) of every column, a its distance from the mean of its own group, b from the nearest other mean;
// 0 for a group's only column and where there is one group. Towards 1: well apart; below 0: nearer to another group.
arma::vec silhouettes(const arma::mat& V, arma::uword k, const arma::uvec& groups);

}  // namespace starling::clusters
