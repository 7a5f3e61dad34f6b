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
  block.turn[t] = eigen.vectors;
}

arma::mat turned(const RowBlock& block, const arma::mat& M) {
  if (block.turn.size() == 1) return M * block.turn[0];
  arma::mat out(arma::size(M));
  for (arma::uword t = 0; t < M.n_rows; ++t) out.row(t) = M.row(t) * block.turn[t];
  return out;
}

arma::mat turned_back(const RowBlock& block, const arma::mat& M) {
  if (block.turn.size() == 1) return M * block.turn[0].t();
  arma::mat out(arma::size(M));
  for (arma::uword t = 0; t < M.n_rows; ++t) out.row(t) = M.row(t) * block.turn[t].t();
  return out;
}

}  // namespace row_blocks
}  // namespace starling
