#include "lib/solver/row_blocks.hpp"

#include <algorithm>
#include <map>

#include "lib/linalg/decompose.hpp"

namespace starling {

RowPartition::RowPartition(const arma::uvec& numbers)
    : joint_(row_blocks::joint_rows(numbers)), joint_from_(joint_.empty() ? 0 : numbers.n_elem, 0) {
  for (std::size_t k = 0; k < joint_.size(); ++k)
    for (const arma::uword j : joint_[k]) joint_from_[j] = k + 1;
}

arma::uvec RowPartition::from(arma::uword j) const {
  if (joint_from_.empty() || joint_from_[j] == 0) return {j};
  const arma::uvec& rows = joint_[joint_from_[j] - 1];
  return rows[0] == j ? rows : arma::uvec();
}

namespace row_blocks {

std::vector<arma::uvec> joint_rows(const arma::uvec& numbers) {
  std::map<arma::uword, arma::uword> place;
  std::vector<std::vector<arma::uword>> members;
  for (arma::uword a = 0; a < numbers.n_elem; ++a) {
    const auto [known, is_new] = place.try_emplace(numbers[a], members.size());
    if (is_new) members.emplace_back();
    members[known->second].push_back(a);
  }
  std::vector<arma::uvec> joint;
  for (const auto& rows : members)
    if (rows.size() > 1) joint.emplace_back(rows);
  return joint;
}

void turn(RowBlock& block, arma::uword t, const arma::mat& C) {
  const SymmetricEigen eigen = symmetric_eigen(C);
  const double noise = 16.0 * arma::datum::eps * static_cast<double>(C.n_rows) * std::max(0.0, eigen.values.max());
  for (arma::uword k = 0; k < C.n_rows; ++k) block.curvature(t, k) = eigen.values[k] > noise ? eigen.values[k] : 0.0;
  block.turn.slice(t) = eigen.vectors;
}

arma::mat turned(const RowBlock& block, const arma::mat& M, Way way) {
  const arma::uword T = M.n_rows, s = M.n_cols, along = way == Way::there ? 1 : s, across = way == Way::there ? s : 1;
  arma::mat out(T, s, arma::fill::zeros);
  for (arma::uword t = 0; t < T; ++t) {
    const double* U = block.turn.slice_memptr(block.turn.n_slices == 1 ? 0 : t);
    for (arma::uword k = 0; k < s; ++k)
      for (arma::uword l = 0; l < s; ++l) out.at(t, k) += M.at(t, l) * U[l * along + k * across];
  }
  return out;
}

}  // namespace row_blocks
}  // namespace starling
