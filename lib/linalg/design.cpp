#include "lib/linalg/design.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "lib/linalg/parallel.hpp"

namespace starling {
namespace {

// Armadillo brings a sparse matrix's arrays up to date lazily; done once here, later reads are safe from any thread.
std::shared_ptr<const arma::sp_mat> settle(arma::sp_mat sparse) {
  sparse.sync();
  return std::make_shared<const arma::sp_mat>(std::move(sparse));
}

// Magnitudes compare like their bit patterns, and NaN is above infinity is above every number.
double largest_magnitude(const double* values, arma::uword count) {
  constexpr std::uint64_t magnitude = ~(std::uint64_t{1} << 63);
  constexpr arma::uword run = arma::uword{1} << 18;
  const arma::uword runs = (count + run - 1) / run;
  std::vector<std::uint64_t> largest(runs, 0);
  const auto read = [&](std::size_t k) {
    std::uint64_t part[4] = {0, 0, 0, 0};  // four chains, so that none waits for the one before
    const arma::uword end = std::min(count, (k + 1) * run);
    for (arma::uword i = k * run; i < end; ++i)
      part[i % 4] = std::max(part[i % 4], std::bit_cast<std::uint64_t>(values[i]) & magnitude);
    largest[k] = std::max(std::max(part[0], part[1]), std::max(part[2], part[3]));
  };
  if (runs > 0) parallel_for(runs, read);
  std::uint64_t all = 0;
  for (const std::uint64_t part : largest) all = std::max(all, part);
  return std::bit_cast<double>(all);
}

arma::sp_mat pick_rows(const arma::sp_mat& X, const arma::uvec& rows) {
  // Transposed, a row is a run of consecutive entries; a row may be asked for more than once.
  const arma::sp_mat by_row = X.t();
  arma::uword count = 0;
  for (const arma::uword row : rows) count += by_row.col_ptrs[row + 1] - by_row.col_ptrs[row];
  arma::uvec row_indices(count), col_ptrs(rows.n_elem + 1, arma::fill::zeros);
  arma::vec values(count);
  arma::uword at = 0;
  for (arma::uword i = 0; i < rows.n_elem; ++i) {
    for (arma::uword k = by_row.col_ptrs[rows[i]]; k < by_row.col_ptrs[rows[i] + 1]; ++k, ++at) {
      row_indices[at] = by_row.row_indices[k];
      values[at] = by_row.values[k];
    }
    col_ptrs[i + 1] = at;
  }
  return arma::sp_mat(row_indices, col_ptrs, values, X.n_cols, rows.n_elem).t();
}

}  // namespace

Design::Design() : Design(arma::mat()) {}
Design::Design(arma::mat dense) : Design(std::make_shared<const arma::mat>(std::move(dense))) {}
Design::Design(arma::sp_mat sparse)
    : matrix_(settle(std::move(sparse))),
      largest_(largest_magnitude(std::get<1>(matrix_)->values, std::get<1>(matrix_)->n_nonzero)) {}
Design::Design(std::shared_ptr<const arma::mat> dense)
    : matrix_(std::move(dense)),
      largest_(largest_magnitude(std::get<0>(matrix_)->memptr(), std::get<0>(matrix_)->n_elem)) {}
Design::Design(std::shared_ptr<const arma::sp_mat> sparse) : Design(arma::sp_mat(*sparse)) {}

arma::uword Design::rows() const {
  return visit([](const auto& X) { return X.n_rows; });
}
arma::uword Design::cols() const {
  return visit([](const auto& X) { return X.n_cols; });
}

Design Design::select_rows(const arma::uvec& rows) const {
  if (is_sparse()) return pick_rows(*std::get<1>(matrix_), rows);
  return arma::mat(std::get<0>(matrix_)->rows(rows));
}

Design Design::scale_columns(const arma::vec& factors) const {
  if (is_sparse()) {
    const arma::sp_mat& X = *std::get<1>(matrix_);
    arma::vec values(X.values, X.n_nonzero);
    for (arma::uword j = 0; j < X.n_cols; ++j)
      for (arma::uword k = X.col_ptrs[j]; k < X.col_ptrs[j + 1]; ++k) values[k] *= factors[j];
    const arma::uvec row_indices(X.row_indices, X.n_nonzero), col_ptrs(X.col_ptrs, X.n_cols + 1);
    return arma::sp_mat(row_indices, col_ptrs, values, X.n_rows, X.n_cols);  // leaves out what became zero
  }
  arma::mat X = *std::get<0>(matrix_);
  X.each_row() %= factors.t();
  return X;
}

arma::mat Design::dense() const {
  return visit([](const auto& X) { return arma::mat(X); });
}

bool Design::same_matrix(const Design& other) const { return matrix_ == other.matrix_; }

Design stack_rows(const std::vector<Design>& parts) {
  bool all_sparse = !parts.empty();
  arma::uword rows = 0;
  for (const Design& part : parts) {
    all_sparse = all_sparse && part.is_sparse();
    rows += part.rows();
  }
  const arma::uword cols = parts.empty() ? 0 : parts.front().cols();
  if (all_sparse) {
    arma::sp_mat stacked(0, cols);
    for (const Design& part : parts)
      part.visit([&](const auto& X) { stacked = arma::join_cols(stacked, arma::sp_mat(X)); });
    return stacked;
  }
  arma::mat stacked(rows, cols);
  arma::uword at = 0;
  for (const Design& part : parts) {
    if (part.rows() == 0) continue;
    stacked.rows(at, at + part.rows() - 1) = part.dense();
    at += part.rows();
  }
  return stacked;
}

NonFinite find_non_finite(const Design& design) {
  NonFinite found;
  if (std::isfinite(design.largest())) return found;
  const auto see = [&](double value, arma::uword row, arma::uword col) {
    if (std::isfinite(value)) return;
    if (found.count++ == 0) {
      found.row = row;
      found.col = col;
    }
  };
  if (design.is_sparse()) {
    design.visit([&](const auto& X) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(X)>, arma::sp_mat>)
        for (arma::uword j = 0; j < X.n_cols; ++j)
          for (arma::uword k = X.col_ptrs[j]; k < X.col_ptrs[j + 1]; ++k) see(X.values[k], X.row_indices[k], j);
    });
  } else {
    design.visit([&](const auto& X) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(X)>, arma::mat>)
        for (arma::uword j = 0; j < X.n_cols; ++j)
          for (arma::uword i = 0; i < X.n_rows; ++i) see(X.at(i, j), i, j);
    });
  }
  return found;
}

}  // namespace starling
