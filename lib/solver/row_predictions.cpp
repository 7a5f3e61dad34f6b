#include "lib/solver/row_predictions.hpp"

#include "lib/linalg/parallel.hpp"
#include "lib/linalg/rows.hpp"
#include "lib/solver/column_view.hpp"

namespace starling {

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
