#include "lib/data/standardize.hpp"

#include <cmath>

#include "lib/base/sum.hpp"

namespace starling {
namespace {

// One feature matrix with the total weight of each of its rows.
struct WeightedDesign {
  const Design& X;
  arma::vec weights;
};

std::vector<WeightedDesign> weighted_designs(const MultiTaskData& data) {
  std::vector<WeightedDesign> parts;
  if (data.is_shared()) {
    arma::vec total(data.design(0).rows(), arma::fill::zeros);
    for (arma::uword t = 0; t < data.n_tasks(); ++t) total += data.weights_of(t);
    parts.push_back({data.design(0), std::move(total)});
  } else {
    for (arma::uword t = 0; t < data.n_tasks(); ++t) parts.push_back({data.design(t), data.weights_of(t)});
  }
  return parts;
}

// f(row, value) for the stored entries of column j.
template <class F>
void for_column(const arma::mat& X, arma::uword j, const F& f) {
  for (arma::uword i = 0; i < X.n_rows; ++i) f(i, X.at(i, j));
}
template <class F>
void for_column(const arma::sp_mat& X, arma::uword j, const F& f) {
  for (arma::uword k = X.col_ptrs[j]; k < X.col_ptrs[j + 1]; ++k) f(X.row_indices[k], X.values[k]);
}

struct Columns {
  arma::uword begin = 0, end = 0;
};

// f(weight, value) for the stored entries of these columns of all parts; entries of weight 0 are left out.
template <class F>
void for_entries(const std::vector<WeightedDesign>& parts, Columns columns, const F& f) {
  for (const WeightedDesign& part : parts)
    part.X.visit([&](const auto& X) {
      for (arma::uword j = columns.begin; j < columns.end; ++j)
        for_column(X, j, [&](arma::uword i, double x) {
          if (part.weights[i] > 0.0) f(part.weights[i], x);
        });
    });
}

double total_weight(const std::vector<WeightedDesign>& parts) {
  Sum total;
  for (const WeightedDesign& part : parts)
    for (const double w : part.weights) total.add(w);
  return total.value();
}

// Of the values of all these columns together, whose weights have the sum `total`. Values are divided by the largest
// before they are squared, so that no magnitude overflows.
double deviation(const std::vector<WeightedDesign>& parts, double total, Columns columns) {
  double largest = 0.0;
  for_entries(parts, columns, [&](double, double x) { largest = std::max(largest, std::abs(x)); });
  if (largest == 0.0) return 0.0;
  Sum sum, stored;
  for_entries(parts, columns, [&](double w, double x) {
    sum.add(w * (x / largest));
    stored.add(w);
  });
  const double mean = sum.value() / total;
  Sum squares;
  for_entries(parts, columns,
              [&](double w, double x) { squares.add(w * (x / largest - mean) * (x / largest - mean)); });
  squares.add(std::max(0.0, total - stored.value()) * mean * mean);  // entries that are not stored are 0
  const double relative = std::sqrt(squares.value() / total);
  return relative > 8.0 * arma::datum::eps ? largest * relative : 0.0;
}

}  // namespace

Standardizer Standardizer::of(const MultiTaskData& data) {
  const std::vector<WeightedDesign> parts = weighted_designs(data);
  const double total = total_weight(parts);
  arma::vec scale(data.n_features());
  for (arma::uword j = 0; j < scale.n_elem; ++j) {
    const double spread = deviation(parts, total, {j, j + 1});
    scale[j] = spread > 0.0 && std::isfinite(1.0 / spread) ? spread : 1.0;
  }
  return {std::move(scale)};
}

double value_deviation(const MultiTaskData& data) {
  const std::vector<WeightedDesign> parts = weighted_designs(data);
  const arma::uword d = data.n_features();
  return d == 0 ? 0.0 : deviation(parts, static_cast<double>(d) * total_weight(parts), {0, d});
}

MultiTaskData Standardizer::apply(const MultiTaskData& data) const {
  const arma::vec factors = 1.0 / scale;
  return data.map_designs([&](const Design& X) { return X.scale_columns(factors); });
}

arma::mat Standardizer::to_scaled(const arma::mat& W) const { return W.each_col() % scale; }
arma::mat Standardizer::to_original(const arma::mat& W) const { return W.each_col() / scale; }

}  // namespace starling
