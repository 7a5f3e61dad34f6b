#include "lib/solver/classes/class_rows.hpp"

#include "lib/linalg/row_kernels.hpp"
#include "lib/linalg/versions.hpp"

namespace starling::classes {
namespace {

using kernels::quad;
using kernels::Quad;
constexpr arma::uword lanes = 4;

struct DenseRow {
  arma::uword n;
  const double* values;
  [[gnu::always_inline]] double value(arma::uword j) const { return values[j]; }
  [[gnu::always_inline]] arma::uword place(arma::uword j) const { return j; }
};

struct SparseValues {
  arma::uword n;
  const double* values;
  const std::uint32_t* places;
  [[gnu::always_inline]] double value(arma::uword j) const { return values[j]; }
  [[gnu::always_inline]] arma::uword place(arma::uword j) const { return places[j]; }
};

// out for 4 `quads` classes. Two sums each, over every other feature.
template <arma::uword quads, class Row>
[[gnu::always_inline]] inline void few_scores(const Row& x, arma::uword width, const double* Z, double* out) {
  Quad even[quads] = {}, odd[quads] = {};
  arma::uword j = 0;
  for (; j + 2 <= x.n; j += 2) {
    const double *z0 = Z + x.place(j) * width, *z1 = Z + x.place(j + 1) * width;
    for (arma::uword q = 0; q < quads; ++q) {
      even[q] += x.value(j) * quad(z0 + q * lanes);
      odd[q] += x.value(j + 1) * quad(z1 + q * lanes);
    }
  }
  if (j < x.n)
    for (arma::uword q = 0; q < quads; ++q) even[q] += x.value(j) * quad(Z + x.place(j) * width + q * lanes);
  for (arma::uword q = 0; q < quads; ++q) quad(out + q * lanes) = even[q] + odd[q];
}

template <class Row>
[[gnu::always_inline]] inline void scores_loop(const Row& x, arma::uword width, const double* Z, double* out) {
  constexpr arma::uword many = 4;
  arma::uword k = 0;
  for (; k + many * lanes <= width; k += many * lanes) few_scores<many>(x, width, Z + k, out + k);
  for (; k + 2 * lanes <= width; k += 2 * lanes) few_scores<2>(x, width, Z + k, out + k);
  if (k < width) few_scores<1>(x, width, Z + k, out + k);
}

template <class Row>
[[gnu::always_inline]] inline void add_loop(const Row& x, arma::uword width, const double* step, double* Z) {
  for (arma::uword j = 0; j < x.n; ++j) {
    double* z = Z + x.place(j) * width;
    for (arma::uword k = 0; k < width; k += lanes) quad(z + k) += x.value(j) * quad(step + k);
  }
}

STARLING_VERSIONS(void, scores_dense, (const DenseRow& x, arma::uword width, const double* Z, double* out),
                  scores_loop(x, width, Z, out))
STARLING_VERSIONS(void, scores_sparse, (const SparseValues& x, arma::uword width, const double* Z, double* out),
                  scores_loop(x, width, Z, out))
STARLING_VERSIONS(void, add_dense, (const DenseRow& x, arma::uword width, const double* step, double* Z),
                  add_loop(x, width, step, Z))
STARLING_VERSIONS(void, add_sparse, (const SparseValues& x, arma::uword width, const double* step, double* Z),
                  add_loop(x, width, step, Z))

SparseValues sparse_values(const svm::RowBlock& block, arma::uword i) {
  const kernels::SparseRow row = block.sparse_row(i);
  return {row.n, row.value, row.index};
}

}  // namespace

ClassRows::ClassRows(const svm::SampleRows& rows, arma::uword n_classes)
    : rows_(rows), n_classes_(n_classes), width_((n_classes + lanes - 1) / lanes * lanes) {}

void ClassRows::scores(arma::uword t, arma::uword i, const double* Z, double* out) const {
  const svm::RowBlock& block = rows_.of(t);
  if (block.dense)
    STARLING_CHOOSE(scores_dense, {rows_.width(), block.dense_row(i)}, width_, Z, out);
  else
    STARLING_CHOOSE(scores_sparse, sparse_values(block, i), width_, Z, out);
}

void ClassRows::add(arma::uword t, arma::uword i, const double* step, double* Z) const {
  const svm::RowBlock& block = rows_.of(t);
  if (block.dense)
    STARLING_CHOOSE(add_dense, {rows_.width(), block.dense_row(i)}, width_, step, Z);
  else
    STARLING_CHOOSE(add_sparse, sparse_values(block, i), width_, step, Z);
}

}  // namespace starling::classes
