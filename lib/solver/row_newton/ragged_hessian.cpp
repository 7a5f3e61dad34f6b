#include "lib/solver/row_newton/ragged_hessian.hpp"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "lib/linalg/parallel.hpp"

namespace starling {
namespace {

using blas::Op;

constexpr arma::uword block_height = 1024;  // factored samples or rows stacked before they are multiplied
constexpr arma::uword tile_width = 128;     // of the Hessian
constexpr double grams_held = 4194304.0;    // numbers of a block's Gram matrices (32 MiB)
constexpr double stack_held = 67108864.0;   // numbers of the operator's stack (256 MiB of floats)

// rho g of one task on the rows F.
arma::vec slopes(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F, arma::uword t) {
  const double mu = model.strengths().mu;
  arma::vec g(F.n_elem);
  for (arma::uword j = 0; j < F.n_elem; ++j) g[j] = point.G(F[j], t) / (1.0 + mu * point.tau[F[j]]);
  return g;
}

// Z becomes L^-1 Z.
template <class S>
void apply_factor(const arma::mat& L, blas::BasicMutableView<S> Z) {
  if constexpr (std::is_same_v<S, double>) {
    blas::solve_lower(Op::none, blas::whole(L), Z);
  } else {
    const arma::Mat<S> copy = arma::conv_to<arma::Mat<S>>::from(L);
    blas::solve_lower(Op::none, blas::whole(copy), Z);
  }
}

// What the ridge adds to the diagonal: mu rho |g|^2.
arma::vec ridge_diagonal(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F) {
  const double mu = model.strengths().mu;
  arma::vec extra(F.n_elem, arma::fill::zeros);
  if (mu > 0.0)
    for (arma::uword j = 0; j < F.n_elem; ++j)
      extra[j] = mu / (1.0 + mu * point.tau[F[j]]) * point.norms[F[j]] * point.norms[F[j]];
  return extra;
}

// L^-1 X~ diag(rho g) of one task.
template <class S>
void stack_samples(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F, arma::uword t,
                   blas::BasicMutableView<S> Z) {
  const arma::mat X = model.features(t, point, F);
  const arma::vec g = slopes(model, point, F, t);
  for (arma::uword j = 0; j < Z.cols; ++j)
    for (arma::uword i = 0; i < Z.rows; ++i) Z.data[j * Z.stride + i] = static_cast<S>(g[j] * X(i, j));
  apply_factor(point.tasks[t].L, Z);
}

// L^-1 E C_AF diag(rho g) of one task, and C_FF.
template <class S>
void stack_rows(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F, const arma::uvec& within,
                arma::uword t, blas::BasicMutableView<S> Z, arma::mat& C) {
  C = model.gram(t, point, F);
  const arma::vec g = slopes(model, point, F, t), e = arma::sqrt(point.D);
  for (arma::uword j = 0; j < Z.cols; ++j)
    for (arma::uword a = 0; a < Z.rows; ++a) Z.data[j * Z.stride + a] = static_cast<S>(g[j] * e[a] * C(within[a], j));
  apply_factor(point.tasks[t].L, Z);
}

struct Tile {
  arma::uword begin, end;  // of rows or columns
};
std::vector<Tile> tiles(arma::uword f) {
  std::vector<Tile> list;
  for (arma::uword begin = 0; begin < f; begin += tile_width) list.push_back({begin, std::min(f, begin + tile_width)});
  return list;
}

// f(rows, cols) for every tile of the lower triangle, side by side.
template <class F>
void for_lower_tiles(arma::uword f, const F& work) {
  const std::vector<Tile> parts = tiles(f);
  const std::size_t k = parts.size();
  parallel_for(k * (k + 1) / 2, [&](std::size_t index) {
    std::size_t row = 0;
    while (index > row) index -= ++row;
    work(parts[row], parts[index]);
  });
}

template <class S>
void add_block(S sign, blas::BasicMutableView<S> Z, blas::BasicMutableView<S> H) {
  for_lower_tiles(H.cols, [&](Tile rows, Tile cols) {
    const blas::BasicMutableView<S> left = blas::block(Z, {0, Z.rows}, {rows.begin, rows.end});
    const blas::BasicMutableView<S> corner = blas::block(H, {rows.begin, rows.end}, {cols.begin, cols.end});
    if (rows.begin == cols.begin)
      blas::add_square(Op::none, sign, left, corner);
    else
      blas::gemm(Op::transpose, Op::none, sign, left, blas::block(Z, {0, Z.rows}, {cols.begin, cols.end}), S(1),
                 corner);
  });
}

// A run of tasks of one side that are stacked together.
struct Run {
  std::vector<arma::uword> tasks, offsets;
  arma::uword height = 0;
};

std::vector<Run> runs_of(const RowPoint& point, FactorSide side, arma::uword f) {
  std::vector<Run> runs;
  double grams = 0.0;
  for (arma::uword t = 0; t < point.tasks.size(); ++t) {
    const arma::uword height = point.tasks[t].L.n_rows;
    if (point.tasks[t].side != side) continue;
    grams += static_cast<double>(f) * static_cast<double>(f);
    const bool crowded = side == FactorSide::rows && grams > grams_held;
    if (runs.empty() || runs.back().height + height > block_height || crowded) {
      runs.emplace_back();
      grams = static_cast<double>(f) * static_cast<double>(f);
    }
    runs.back().tasks.push_back(t);
    runs.back().offsets.push_back(runs.back().height);
    runs.back().height += height;
  }
  return runs;
}

// H += sum_t C_t o g_t g_t' over the tasks of a run.
template <class S>
void add_grams(const std::vector<arma::mat>& grams, const std::vector<arma::vec>& g, blas::BasicMutableView<S> H) {
  for_lower_tiles(H.cols, [&](Tile rows, Tile cols) {
    for (std::size_t k = 0; k < grams.size(); ++k)
      for (arma::uword j = cols.begin; j < cols.end; ++j) {
        const double* c = blas::start_of(grams[k], j);
        for (arma::uword i = std::max(j, rows.begin); i < rows.end; ++i)
          H.data[j * H.stride + i] += static_cast<S>(g[k][i] * g[k][j] * c[i]);
      }
  });
}

}  // namespace

template <class S>
arma::Mat<S> row_hessian(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F) {
  const arma::uword f = F.n_elem;
  arma::Mat<S> H(f, f, arma::fill::zeros), Z;
  arma::uvec within(point.active.n_elem);  // where the active rows stand in F
  for (arma::uword a = 0; a < within.n_elem; ++a)
    within[a] = static_cast<arma::uword>(std::lower_bound(F.begin(), F.end(), point.active[a]) - F.begin());
  for (const FactorSide side : {FactorSide::samples, FactorSide::rows})
    for (const Run& run : runs_of(point, side, f)) {
      if (Z.n_rows != run.height) Z.set_size(run.height, f);
      const std::size_t count = run.tasks.size();
      const auto piece = [&](std::size_t k) {
        return blas::block(blas::whole(Z), {run.offsets[k], run.offsets[k] + point.tasks[run.tasks[k]].L.n_rows},
                           {0, f});
      };
      if (side == FactorSide::samples) {
        parallel_for(count, [&](std::size_t k) { stack_samples<S>(model, point, F, run.tasks[k], piece(k)); });
        add_block(S(1), blas::whole(Z), blas::whole(H));
        continue;
      }
      std::vector<arma::mat> grams(count);
      std::vector<arma::vec> g(count);
      parallel_for(count, [&](std::size_t k) {
        stack_rows<S>(model, point, F, within, run.tasks[k], piece(k), grams[k]);
        g[k] = slopes(model, point, F, run.tasks[k]);
      });
      add_grams(grams, g, blas::whole(H));
      add_block(S(-1), blas::whole(Z), blas::whole(H));
    }
  const arma::vec extra = ridge_diagonal(model, point, F);
  for (arma::uword j = 0; j < f; ++j) H(j, j) += static_cast<S>(extra[j]);
  tiled::mirror(blas::whole(H));
  return H;
}

template arma::Mat<double> row_hessian(const RowScaleModel&, const RowPoint&, const arma::uvec&);
template arma::Mat<float> row_hessian(const RowScaleModel&, const RowPoint&, const arma::uvec&);

bool StackedHessian::fits(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F) {
  double samples = 0.0;
  for (arma::uword t = 0; t < point.tasks.size(); ++t) {
    if (point.tasks[t].side != FactorSide::samples) return false;
    samples += static_cast<double>(model.n_samples(t));
  }
  return samples * static_cast<double>(F.n_elem) <= stack_held;
}

StackedHessian::StackedHessian(const RowScaleModel& model, const RowPoint& point, const arma::uvec& F)
    : extra_(arma::conv_to<arma::fvec>::from(ridge_diagonal(model, point, F))) {
  std::vector<arma::uword> offsets{0};
  for (const TaskFactor& task : point.tasks) offsets.push_back(offsets.back() + task.L.n_rows);
  stack_.set_size(offsets.back(), F.n_elem);
  parallel_for(point.tasks.size(), [&](std::size_t t) {
    stack_samples<float>(model, point, F, t,
                         blas::block(blas::whole(stack_), {offsets[t], offsets[t + 1]}, {0, F.n_elem}));
  });
  diagonal_ = extra_ + arma::sum(arma::square(stack_), 0).t();
}

arma::fvec StackedHessian::times(const arma::fvec& v) const {
  // Blocks of fixed size; no sum crosses one.
  constexpr arma::uword size = 512;
  const auto parts = [](arma::uword n) { return (n + size - 1) / size; };
  const blas::BasicView<float> Z = blas::whole(stack_);
  arma::fvec along(stack_.n_rows), out(stack_.n_cols);
  parallel_for(parts(Z.rows), [&](std::size_t k) {
    const arma::uword begin = k * size, rows = std::min(size, Z.rows - begin);
    blas::multiply_vector(Op::none, 1.0F, blas::block(Z, {begin, begin + rows}, {0, Z.cols}), v.memptr(), 0.0F,
                          along.memptr() + begin);
  });
  parallel_for(parts(Z.cols), [&](std::size_t k) {
    const arma::uword begin = k * size, cols = std::min(size, Z.cols - begin);
    blas::multiply_vector(Op::transpose, 1.0F, blas::block(Z, {0, Z.rows}, {begin, begin + cols}), along.memptr(), 0.0F,
                          out.memptr() + begin);
  });
  return out + extra_ % v;
}

}  // namespace starling
