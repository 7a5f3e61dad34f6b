// R'X for a tall X with many columns and an R of few: the product that every gradient of many tasks is.
//
// METHOD  A general gemm copies both factors into the order its inner loop wants; here X is far larger than R and used
//         for little arithmetic, so it is read where it lies. R alone is packed, once: runs of rows, and in them groups
//         of two or three vectors of tasks, so that four columns of X keep twelve sums in registers. Every sum runs
//         over the rows in order, so the bits do not depend on which columns are multiplied together. Where the
//         processor has no fused multiply-add on 32 bytes, or R has too few columns, gemm does it.
// COST    2 n T flops a column, and one pass over X.
#pragma once

#include <algorithm>
#include <armadillo>
#include <vector>

#include "lib/linalg/blas.hpp"

namespace starling {

template <class S>  // float or double
class SkinnyProduct {
 public:
  // R n x T, which must outlive this object. columns: how many will be multiplied in all; R is not packed for few.
  explicit SkinnyProduct(blas::BasicView<S> R, arma::uword columns = ~arma::uword(0));

  // out = R'X: X n x c, out T x c. May be called from several threads at once.
  void apply(blas::BasicView<S> X, blas::BasicMutableView<S> out) const;
  // The same for an X that is stored nowhere: write(j, rows, to) writes these rows of column j, in order of the rows
  // for every column; what is written is multiplied while it lies in cache.
  template <class Write>
  void apply_written(const Write& write, blas::BasicMutableView<S> out) const;

 private:
  // Rows in one run: a group of R's and four columns of X fit into the nearest cache, a batch of X's into the next.
  static constexpr arma::uword run_rows = 384;
  static constexpr arma::uword batch = 64;
  // What is written out at a time: long pieces of columns, for short ones are read slowly.
  static constexpr arma::uword rows_written = 32 * run_rows, bytes_written = 524288;

  void pack();
  void pack_group(arma::uword begin, arma::uword rows, arma::uword task, arma::uword width, S* out) const;
  // sums (T x X.cols, columns padded_ apart) += R'X for the run of rows that begins here.
  void add_run(arma::uword begin, blas::BasicView<S> X, S* sums) const;

  blas::BasicView<S> R_;
  std::vector<arma::uword> vectors_;  // vectors of tasks in each group; empty: gemm does it
  arma::uword padded_ = 0;            // tasks, filled up to whole vectors
  arma::Col<S> packed_;
};

template <class S>
template <class Write>
void SkinnyProduct<S>::apply_written(const Write& write, blas::BasicMutableView<S> out) const {
  const arma::uword height = std::clamp<arma::uword>(R_.rows, 1, rows_written);
  const arma::uword width = std::clamp<arma::uword>(bytes_written / (sizeof(S) * height), 16, batch);
  std::vector<S> tile(height * width), sums(width * padded_);
  for (arma::uword first = 0; first < out.cols; first += width) {
    const arma::uword columns = std::min(width, out.cols - first);
    std::fill(sums.begin(), sums.end(), S(0));
    for (arma::uword top = 0; top < R_.rows; top += rows_written) {
      const blas::Run rows{top, std::min(R_.rows, top + rows_written)};
      for (arma::uword j = 0; j < columns; ++j) write(first + j, rows, tile.data() + j * rows.size());
      for (arma::uword begin = top; begin < rows.end; begin += run_rows)
        add_run(begin, {tile.data() + (begin - top), std::min(run_rows, rows.end - begin), columns, rows.size()},
                sums.data());
    }
    for (arma::uword j = 0; j < columns; ++j)
      std::copy_n(sums.data() + j * padded_, R_.cols, out.data + (first + j) * out.stride);
  }
}

}  // namespace starling
