// The form of the quadratic model that keeps Gram matrices, see row_model.hpp.
#include <algorithm>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/row_model.hpp"

namespace starling {
namespace {

// Gram matrices above this many numbers (256 MiB) are not kept.
constexpr double max_gram_numbers = 33554432.0;

double entries_per_column(const MultiTaskData& data) {
  double entries = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    entries += data.design(t).visit([]<class M>(const M& X) {
      arma::uword stored = X.n_elem;
      if constexpr (std::is_same_v<M, arma::sp_mat>) stored = X.n_nonzero;
      return static_cast<double>(stored) / static_cast<double>(std::max<arma::uword>(1, X.n_cols));
    });
  return entries;
}

// One task's columns of a Gram matrix that are to be made: of the fresh rows, against the held ones and each other.
struct Border {
  arma::mat held, fresh;  // |held| x |fresh|, |fresh| x |fresh|
};

// One task as Gram matrices see it.
struct WeighedTask {
  Design design;
  arma::vec v;
  double weight;

  // sqrt(v) o (X - mean) of some columns.
  arma::mat written(const arma::uvec& columns, const arma::rowvec& mean) const {
    const arma::vec root = arma::sqrt(v);
    arma::mat X(v.n_elem, columns.n_elem, arma::fill::none);
    for (arma::uword a = 0; a < columns.n_elem; ++a) {
      const double* x = column(design, columns[a]).values;
      double* out = X.memptr() + a * v.n_elem;
      for (arma::uword i = 0; i < v.n_elem; ++i) out[i] = root[i] * (x[i] - mean[a]);
    }
    return X;
  }

  Border dense_border(const arma::uvec& held, const arma::rowvec& held_mean, const arma::uvec& fresh,
                      const arma::rowvec& fresh_mean) const {
    const arma::mat X = written(fresh, fresh_mean);
    Border border{arma::mat(held.n_elem, fresh.n_elem), blas::gram(X)};
    blas::gemm(blas::Op::transpose, blas::Op::none, 1.0, blas::whole(written(held, held_mean)), blas::whole(X), 0.0,
               blas::whole(border.held));
    return border;
  }

  // With one fresh column at a time written out.
  Border sparse_border(const arma::uvec& held, const arma::rowvec& held_mean, const arma::uvec& fresh,
                       const arma::rowvec& fresh_mean) const {
    Border border{arma::mat(held.n_elem, fresh.n_elem), arma::mat(fresh.n_elem, fresh.n_elem)};
    arma::vec weighted(v.n_elem, arma::fill::zeros);
    for (arma::uword a = 0; a < fresh.n_elem; ++a) {
      const ColumnView x = column(design, fresh[a]);
      x.add(1.0, v.memptr(), weighted.memptr());
      const auto with = [&](arma::uword j, double mean) {
        return column(design, j).dot(weighted.memptr()) - weight * fresh_mean[a] * mean;
      };
      for (arma::uword b = 0; b < held.n_elem; ++b) border.held(b, a) = with(held[b], held_mean[b]);
      for (arma::uword b = 0; b <= a; ++b) border.fresh(b, a) = border.fresh(a, b) = with(fresh[b], fresh_mean[b]);
      for (arma::uword k = 0; k < x.size; ++k) weighted[x.row(k)] = 0.0;
    }
    return border;
  }
};

}  // namespace

bool GramRows::fits(const MultiTaskData& data, arma::uword s) {
  return static_cast<double>(data.n_tasks()) * static_cast<double>(s) * static_cast<double>(s) <= max_gram_numbers;
}

bool GramRows::pays(const MultiTaskData& data, arma::uword s, double sweeps) {
  const double size = static_cast<double>(s), T = static_cast<double>(data.n_tasks()), n = entries_per_column(data);
  if (!fits(data, s)) return false;
  // Products of dense matrices run about eight times as fast as single columns do.
  const double set_up = n * size * size / (data.any_sparse() ? 1.0 : 8.0);
  return set_up + sweeps * T * size * size < sweeps * 4.0 * n * size;
}

GramRows::GramRows(const MultiTaskData& data, const arma::vec& v, const ColumnMoments& moments, arma::uvec rows,
                   const GramRows* known)
    : data_(&data),
      rows_(std::move(rows)),
      mean_(moments.mean.cols(rows_)),
      curvature_(moments.curvature.cols(rows_)),
      single_(one_gram(data, v)) {
  const arma::uword s = rows_.n_elem, T = single_ ? 1 : data.n_tasks();
  gram_.set_size(T, s, s);
  const Places at = places(known);
  for (std::size_t a = 0; a < at.held.size(); ++a)
    for (std::size_t b = 0; b < at.held.size(); ++b)
      std::copy_n(known->gram_.slice_memptr(at.there[a]) + at.there[b] * T, T,
                  gram_.slice_memptr(at.held[a]) + at.held[b] * T);
  if (!at.fresh.empty()) fill(v, moments.weight, at);
}

GramRows::Places GramRows::places(const GramRows* known) const {
  Places at;
  for (arma::uword a = 0, k = 0; a < rows_.n_elem; ++a) {
    while (known != nullptr && k < known->rows_.n_elem && known->rows_[k] < rows_[a]) ++k;
    if (known != nullptr && k < known->rows_.n_elem && known->rows_[k] == rows_[a]) {
      at.held.push_back(a);
      at.there.push_back(k);
    } else {
      at.fresh.push_back(a);
    }
  }
  return at;
}

// The rows and columns of the fresh rows. Tasks lie side by side in memory, so they are written a few at a time.
void GramRows::fill(const arma::vec& v, const arma::vec& weight, const Places& at) {
  constexpr arma::uword together = 8;
  const arma::uvec held(at.held), fresh(at.fresh);
  const arma::uword T = gram_.n_rows;
  parallel_for((T + together - 1) / together, [&](std::size_t part) {
    const arma::uword first = part * together, count = std::min(together, T - first);
    std::vector<Border> borders;
    for (arma::uword t = first; t < first + count; ++t) {
      const Rows run = data_->rows_of(t);
      const WeighedTask task{data_->design(t), v.subvec(run.begin, run.end - 1), weight[t]};
      const arma::rowvec mean = mean_.row(t), held_mean = mean.cols(held), fresh_mean = mean.cols(fresh);
      const arma::uvec held_rows = rows_.elem(held), fresh_rows = rows_.elem(fresh);
      borders.push_back(task.design.is_sparse() ? task.sparse_border(held_rows, held_mean, fresh_rows, fresh_mean)
                                                : task.dense_border(held_rows, held_mean, fresh_rows, fresh_mean));
    }
    for (arma::uword a = 0; a < fresh.n_elem; ++a) {
      for (arma::uword b = 0; b < held.n_elem; ++b)
        for (arma::uword t = 0; t < count; ++t)
          gram_(first + t, held[b], fresh[a]) = gram_(first + t, fresh[a], held[b]) = borders[t].held(b, a);
      for (arma::uword b = 0; b < fresh.n_elem; ++b)
        for (arma::uword t = 0; t < count; ++t) gram_(first + t, fresh[b], fresh[a]) = borders[t].fresh(b, a);
    }
  });
}

void GramRows::restart(const arma::vec& u, const arma::mat& G) {
  gradient_ = G.rows(rows_).t();
  for (arma::uword t = 0; t < data_->n_tasks(); ++t) {
    const Rows run = data_->rows_of(t);
    const double excess = arma::accu(u.subvec(run.begin, run.end - 1));
    gradient_.row(t) -= excess * mean_.row(t);
  }
}

void GramRows::move(arma::uword a, const arma::vec& step) {
  const arma::uword T = step.n_elem, s = rows_.n_elem;
  const double* effect = gram_.slice_memptr(a);
  double* gradient = gradient_.memptr();
  if (single_) {
    for (arma::uword b = 0; b < s; ++b)
      for (arma::uword t = 0; t < T; ++t) gradient[b * T + t] += effect[b] * step[t];
  } else {
    for (arma::uword b = 0; b < s; ++b)
      for (arma::uword t = 0; t < T; ++t) gradient[b * T + t] += effect[b * T + t] * step[t];
  }
}

void GramRows::move(const arma::uvec& rows, const arma::mat& steps) {
  if (!single_) {
    for (arma::uword k = 0; k < rows.n_elem; ++k) move(rows[k], arma::vec(steps.col(k)));
    return;
  }
  arma::mat effect(rows_.n_elem, rows.n_elem, arma::fill::none);
  for (arma::uword k = 0; k < rows.n_elem; ++k)
    std::copy_n(gram_.slice_memptr(rows[k]), rows_.n_elem, effect.colptr(k));
  blas::gemm(blas::Op::none, blas::Op::transpose, 1.0, blas::whole(steps), blas::whole(std::as_const(effect)), 1.0,
             blas::whole(gradient_));
}

double GramRows::rise(const arma::vec& from, const arma::mat& W_from, const arma::vec& to,
                      const arma::mat& W_to) const {
  return 0.5 * arma::dot(from + to, arma::vectorise(W_to - W_from));
}

}  // namespace starling
