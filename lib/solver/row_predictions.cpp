#include "lib/solver/row_predictions.hpp"

#include "lib/linalg/parallel.hpp"
#include "lib/solver/column_view.hpp"

namespace starling {

std::vector<arma::uword> nonzero_rows(const arma::mat& W) {
  std::vector<char> nonzero(W.n_rows, 0);
  for (arma::uword t = 0; t < W.n_cols; ++t)
    for (arma::uword j = 0; j < W.n_rows; ++j)
      if (W(j, t) != 0.0) nonzero[j] = 1;
  std::vector<arma::uword> rows;
  for (arma::uword j = 0; j < W.n_rows; ++j)
    if (nonzero[j]) rows.push_back(j);
  return rows;
}

arma::vec predict_from_rows(const MultiTaskData& data, const arma::mat& W) {
  constexpr std::size_t few = 8;  // one row in so many; a product with all features runs about so much faster
  const std::vector<arma::uword> rows = nonzero_rows(W);
  if (few * rows.size() > W.n_rows) return data.forward(W, {});
  arma::vec eta(data.size(), arma::fill::zeros);
  parallel_for(data.n_tasks(), [&](std::size_t t) {
    for (const arma::uword j : rows) column(data.design(t), j).add(W(j, t), eta.memptr() + data.rows_of(t).begin);
  });
  return eta;
}

}  // namespace starling
