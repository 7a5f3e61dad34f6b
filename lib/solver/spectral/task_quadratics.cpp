#include "lib/solver/spectral/task_quadratics.hpp"

#include <algorithm>
#include <vector>

#include "lib/linalg/blas.hpp"
#include "lib/solver/column_view.hpp"

namespace starling::spectral {
namespace {

// Whether column j of a task has two different entries among the samples that count, or one that is not zero.
bool varies(const QuadraticSource& source, arma::uword t, arma::uword j) {
  const Rows rows = source.data.rows_of(t);
  const double* c = source.c.memptr() + rows.begin;
  const ColumnView x = column(source.data.design(t), j);
  bool seen = !source.centred;
  double first = 0.0;
  const auto differs = [&](double value) {
    if (seen) return value != first;
    first = value;
    seen = true;
    return false;
  };
  if (x.rows == nullptr) {
    for (arma::uword i = 0; i < rows.size(); ++i)
      if (c[i] > 0.0 && differs(x.values[i])) return true;
    return false;
  }
  arma::uword next = 0;
  for (arma::uword k = 0; k <= x.size; ++k) {
    const arma::uword stop = k < x.size ? x.rows[k] : rows.size();
    for (; next < stop; ++next)  // entries that are not stored
      if (c[next] > 0.0 && differs(0.0)) return true;
    if (k < x.size && c[stop] > 0.0 && differs(x.values[k])) return true;
    next = stop + 1;
  }
  return false;
}

}  // namespace

double TaskQuadratics::loss(const arma::mat& V, const arma::mat& G) const {
  const arma::uword n = V.n_elem;
  return 0.5 * (blas::dot(n, V.memptr(), G.memptr()) - blas::dot(n, V.memptr(), q_.memptr())) + constant_;
}

double TaskQuadratics::loss(const arma::mat& V) const {
  arma::mat G;
  gradient(V, G);
  return loss(V, G);
}

arma::uvec varying_features(const QuadraticSource& source) {
  std::vector<arma::uword> found;
  for (arma::uword j = 0; j < source.data.n_features(); ++j)
    for (arma::uword t = 0; t < source.data.n_tasks(); ++t)
      if (varies(source, t, j)) {
        found.push_back(j);
        break;
      }
  return found;
}

}  // namespace starling::spectral
