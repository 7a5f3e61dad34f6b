#include "datasets/mulan_table.hpp"

#include <cmath>
#include <utility>

#include "datasets/expected.hpp"
#include "lib/base/error.hpp"

namespace starling {
namespace {

arma::vec with_means_for_gaps(arma::vec column) {
  const arma::uvec gaps = arma::find_nan(column);
  if (!gaps.is_empty() && gaps.n_elem < column.n_elem)
    column.elem(gaps).fill(arma::mean(column.elem(arma::find_finite(column))));
  if (gaps.n_elem == column.n_elem) column.zeros();
  return column;
}

// Appends what the features of an attribute are.
void add_features(const ArffAttribute& attribute, const arma::vec& cells, std::vector<arma::vec>& columns,
                  std::vector<std::string>& names) {
  const std::size_t k = attribute.values.size();
  if (k == 0) {
    columns.push_back(with_means_for_gaps(cells));
    names.push_back(attribute.name);
  }
  for (std::size_t v = k == 2 ? 1 : 0; v < k; ++v) {
    arma::vec indicator(cells.n_elem);
    for (arma::uword i = 0; i < cells.n_elem; ++i)
      indicator[i] = std::isnan(cells[i]) ? cells[i] : cells[i] == static_cast<double>(v) ? 1.0 : 0.0;
    columns.push_back(with_means_for_gaps(std::move(indicator)));
    names.push_back(attribute.name + "=" + attribute.values[v]);
  }
}

}  // namespace

MulanTable mulan_table(const ArffTable& table, const MulanShape& shape, const std::filesystem::path& path) {
  const auto as_number = [](arma::uword count) { return static_cast<double>(count); };
  expect_number(path, "number of rows", as_number(table.cells.n_rows), as_number(shape.n_samples));
  expect_number(path, "number of attributes", as_number(table.attributes.size()), as_number(shape.n_attributes));
  MulanTable result;
  std::vector<arma::vec> columns;
  const arma::uword first_target = shape.n_attributes - shape.n_targets;
  for (arma::uword j = 0; j < first_target; ++j)
    add_features(table.attributes[j], table.cells.col(j), columns, result.features);
  result.X.set_size(shape.n_samples, columns.size());
  for (arma::uword j = 0; j < columns.size(); ++j) result.X.col(j) = columns[j];
  result.Y = table.cells.cols(first_target, shape.n_attributes - 1);
  if (result.Y.has_nan()) throw InvalidData({.what = "a missing target", .where = path.string()});
  for (arma::uword j = first_target; j < shape.n_attributes; ++j) result.targets.push_back(table.attributes[j].name);
  return result;
}

}  // namespace starling
