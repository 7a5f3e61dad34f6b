#include "lib/solver/row_newton/working_rows.hpp"

#include "lib/linalg/kernels.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling::row_newton {
namespace {

using blas::Op;
using blas::Run;

// Row-side systems cost m^2 n for the Gram matrix, sample-side ones n^2 m for every evaluation.
bool is_row_side(arma::uword m, arma::uword n, arma::uword rank) {
  return rank == 1 || static_cast<double>(m) <= 1.25 * static_cast<double>(n);
}

void write_columns(const WorkingRows& now, const Whitened& data, const Revision& revision, arma::mat& X) {
  const arma::uword n = data.n(), kept = revision.keep.n_elem;
  tiled::for_runs(X.n_cols, 64, [&](Run run) {
    for (arma::uword k = run.begin; k < run.end; ++k) {
      if (k < kept)
        std::copy_n(blas::start_of(now.X, revision.keep[k]), n, blas::start_of(X, k));
      else
        data.write_column(revision.add[k - kept], blas::start_of(X, k));
    }
  });
}

void extend_gram(const WorkingRows& now, const arma::uvec& keep, WorkingRows& next) {
  const arma::uword m = next.size(), k = keep.n_elem;
  next.C.set_size(m, m);
  const auto X = blas::whole(std::as_const(next.X));
  const auto C = blas::whole(next.C);
  const Run old{0, k}, added{k, m};
  if (!now.by_rows || now.size() == 0) return tiled::gram(1.0, X, C);
  for (arma::uword j = 0; j < k; ++j)
    for (arma::uword i = 0; i < k; ++i) next.C.at(i, j) = now.C.at(keep[i], keep[j]);
  if (added.size() == 0) return;
  tiled::multiply(Op::transpose, Op::none, 1.0, blas::columns(X, added), blas::columns(X, old), 0.0,
                  blas::block(C, added, old));
  tiled::gram(1.0, blas::columns(X, added), blas::block(C, added, added));
  for (arma::uword j = k; j < m; ++j)
    for (arma::uword i = 0; i < k; ++i) next.C.at(i, j) = next.C.at(j, i);
}

void extend_products(const WorkingRows& now, const Whitened& data, const arma::uvec& keep, WorkingRows& next) {
  const bool reuse = now.by_rows && now.size() > 0;
  const Run fresh{reuse ? keep.n_elem : 0, next.size()};
  next.B.set_size(data.rank(), next.size());
  if (reuse) next.B.head_cols(keep.n_elem) = now.B.cols(keep);
  tiled::multiply(Op::transpose, Op::none, 1.0, blas::whole(data.targets()),
                  blas::columns(blas::whole(std::as_const(next.X)), fresh), 0.0,
                  blas::columns(blas::whole(next.B), fresh));
}

}  // namespace

WorkingRows revise(const WorkingRows& now, const Whitened& data, const Revision& revision) {
  WorkingRows next;
  const arma::uword kept = revision.keep.n_elem, m = kept + revision.add.n_elem;
  next.id = arma::join_cols(arma::uvec(now.id.elem(revision.keep)), revision.add);
  next.tau = arma::join_cols(arma::vec(now.tau.elem(revision.keep)), arma::vec(m - kept, arma::fill::zeros));
  next.X.set_size(data.n(), m);
  write_columns(now, data, revision, next.X);
  next.by_rows = is_row_side(m, data.n(), data.rank());
  if (next.by_rows) {
    extend_gram(now, revision.keep, next);
    extend_products(now, data, revision.keep, next);
  } else if (revision.wants_float) {
    next.X32.set_size(data.n(), m);
    tiled::for_runs(m, 64, [&](Run run) {
      kernels::convert(run.size() * data.n(), blas::start_of(next.X, run.begin), blas::start_of(next.X32, run.begin));
    });
  }
  return next;
}

}  // namespace starling::row_newton
