#include "lib/solver/row_newton/column_product.hpp"

#include <algorithm>

namespace starling::row_newton {

template <>
ColumnProduct<float>::ColumnProduct(const Whitened& data, const arma::mat& R)
    : data_(data), R_(arma::conv_to<arma::fmat>::from(R)), product_(blas::whole(std::as_const(R_))) {}

template <>
ColumnProduct<double>::ColumnProduct(const Whitened& data, const arma::mat& R)
    : data_(data), R_(data.folded(R)), sums_(arma::sum(R_, 0).t()), product_(blas::whole(std::as_const(R_))) {}

template <>
void ColumnProduct<float>::apply(blas::Run columns, blas::BasicMutableView<float> out) const {
  product_.apply_written(
      [&](arma::uword k, blas::Run rows, float* to) { data_.write_rows(columns.begin + k, rows, to); }, out);
}

template <>
void ColumnProduct<float>::apply(blas::Run columns, blas::BasicMutableView<float> out, double* squares) const {
  std::fill_n(squares, columns.size(), 0.0);
  product_.apply_written(
      [&](arma::uword k, blas::Run rows, float* to) { squares[k] += data_.write_rows(columns.begin + k, rows, to); },
      out);
}

template <>
void ColumnProduct<double>::apply(blas::Run columns, blas::MutableView out) const {
  product_.apply(blas::columns(blas::whole(data_.X()), columns), out);
  for (arma::uword k = 0; k < columns.size(); ++k) {
    double* product = out.data + k * out.stride;
    const double mean = data_.mean(columns.begin + k);
    if (data_.is_constant(columns.begin + k))
      std::fill_n(product, out.rows, 0.0);
    else if (mean != 0.0)
      for (arma::uword t = 0; t < out.rows; ++t) product[t] -= mean * sums_[t];
  }
}

template <>
void ColumnProduct<double>::apply(blas::Run columns, blas::MutableView out, double* squares) const {
  apply(columns, out);
  for (arma::uword k = 0; k < columns.size(); ++k) squares[k] = data_.square_of_column(columns.begin + k);
}

}  // namespace starling::row_newton
