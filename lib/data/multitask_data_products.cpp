// The linear operator of all tasks and its adjoint, and the ways to take tasks and samples apart.
#include <numeric>

#include "lib/base/error.hpp"
#include "lib/data/multitask_data.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/products.hpp"
#include "lib/linalg/screened_product.hpp"

namespace starling {
namespace {

std::string size_text(arma::uword rows, arma::uword cols) { return std::to_string(rows) + "x" + std::to_string(cols); }

void check_flat(const arma::vec& r, arma::uword size) {
  if (r.n_elem != size)
    throw InvalidInput(
        {.what = "flat vector of the wrong length", .expected = std::to_string(size), .got = std::to_string(r.n_elem)});
}

}  // namespace

arma::vec MultiTaskData::forward(const arma::mat& W, const arma::rowvec& b) const {
  if (W.n_rows != n_features_ || W.n_cols != n_tasks() || (!b.is_empty() && b.n_elem != n_tasks()))
    throw InvalidInput({.what = "coefficients of the wrong shape",
                        .expected = "W " + size_text(n_features_, n_tasks()),
                        .got = "W " + size_text(W.n_rows, W.n_cols) + ", b " + size_text(1, b.n_elem)});
  arma::vec eta(size(), arma::fill::none);
  if (shared_) {
    const arma::uword n = designs_[0].rows();
    multiply_nonzero_rows(designs_[0], W, {eta.memptr(), n, n_tasks(), n});
  } else {
    parallel_for(n_tasks(), [&](std::size_t t) {
      const Rows rows = rows_of(t);
      multiply(designs_[t], blas::column(W, t), {eta.memptr() + rows.begin, rows.size(), 1, rows.size()});
    });
  }
  if (!b.is_empty())
    for (arma::uword t = 0; t < n_tasks(); ++t)
      for (arma::uword i = offsets_[t]; i < offsets_[t + 1]; ++i) eta[i] += b[t];
  return eta;
}

void MultiTaskData::adjoint(const arma::vec& r, arma::mat& G, arma::rowvec& g) const {
  check_flat(r, size());
  G.set_size(n_features_, n_tasks());
  if (shared_) {
    const arma::uword n = designs_[0].rows();
    multiply_transposed(designs_[0], {r.memptr(), n, n_tasks(), n}, blas::view(G));
  } else {
    parallel_for(n_tasks(), [&](std::size_t t) {
      const Rows rows = rows_of(t);
      const blas::View part{r.memptr() + rows.begin, rows.size(), 1, rows.size()};
      multiply_transposed(designs_[t], part, blas::column(G, t));
    });
  }
  g = sums_by_task(r);
}

void MultiTaskData::adjoint_above(const arma::vec& r, const arma::vec& bars, arma::mat& G, arma::rowvec& g) const {
  check_flat(r, size());
  const arma::uword n = designs_[0].rows();
  bool done = false;
  if (shared_ && screening_pays(n, n_features_, n_tasks())) {
    G.set_size(n_features_, n_tasks());
    designs_[0].visit([&]<class M>(const M& X) {
      if constexpr (std::is_same_v<M, arma::mat>)
        done = multiply_transposed_above(X, designs_[0].largest(), {r.memptr(), n, n_tasks(), n}, bars, blas::view(G));
    });
  }
  if (!done) return adjoint(r, G, g);
  g = sums_by_task(r);
}

arma::rowvec MultiTaskData::sums_by_task(const arma::vec& r) const {
  arma::rowvec sums(n_tasks());
  for (arma::uword t = 0; t < n_tasks(); ++t) {
    const Rows rows = rows_of(t);
    const double* part = r.memptr() + rows.begin;
    sums[t] = std::accumulate(part, part + rows.size(), 0.0);
  }
  return sums;
}

arma::mat MultiTaskData::adjoint(const arma::vec& r) const {
  arma::mat G;
  arma::rowvec g;
  adjoint(r, G, g);
  return G;
}

MultiTaskData MultiTaskData::subset(const std::vector<arma::uvec>& rows, bool allow_empty) const {
  if (rows.size() != n_tasks())
    throw InvalidInput({.what = "one list of rows per task is needed",
                        .expected = std::to_string(n_tasks()),
                        .got = std::to_string(rows.size())});
  for (arma::uword t = 0; t < n_tasks(); ++t) {
    if (!rows[t].is_empty() && rows[t].max() >= rows_of(t).size())
      throw InvalidInput({.what = "row out of range", .where = "task " + task_names_[t]});
    if (!allow_empty && !(arma::accu(weights_of(t).elem(rows[t])) > 0.0))
      throw InvalidData({.what = "a task without samples", .where = "task " + task_names_[t]});
  }
  MultiTaskData part = *this;
  bool same_rows = shared_;
  for (const arma::uvec& chosen : rows)
    same_rows = same_rows && chosen.n_elem == rows[0].n_elem && arma::all(chosen == rows[0]);
  if (shared_ && !same_rows) {
    arma::vec& weights = part.weights_.own();
    weights.zeros();
    for (arma::uword t = 0; t < n_tasks(); ++t)
      for (const arma::uword i : rows[t]) weights[offsets_[t] + i] += (*weights_)[offsets_[t] + i];
    return part;
  }
  arma::uword total = 0;
  for (arma::uword t = 0; t < n_tasks(); ++t) {
    part.designs_[t] = shared_ && t > 0 ? part.designs_[0] : designs_[t].select_rows(rows[t]);
    part.offsets_[t] = total;
    total += rows[t].n_elem;
  }
  part.offsets_.back() = total;
  arma::uvec flat(total);
  for (arma::uword t = 0, at = 0; t < n_tasks(); ++t)
    for (const arma::uword i : rows[t]) flat[at++] = offsets_[t] + i;
  part.targets_ = arma::vec(targets_->elem(flat));
  part.weights_ = arma::vec(weights_->elem(flat));
  return part;
}

MultiTaskData MultiTaskData::task(arma::uword t) const {
  MultiTaskData one = from_tasks({{.X = designs_.at(t), .y = targets_of(t), .weights = weights_of(t)}});
  one.task_names_ = {task_names_[t]};
  one.feature_names_ = feature_names_;
  return one;
}

MultiTaskData MultiTaskData::pooled() const {
  std::vector<Design> parts;
  const arma::uvec kept = arma::find(*weights_ > 0.0);
  for (arma::uword t = 0; t < n_tasks(); ++t) parts.push_back(designs_[t].select_rows(arma::find(weights_of(t) > 0.0)));
  MultiTaskData all = from_tasks(
      {{.X = stack_rows(parts), .y = targets_->elem(kept), .weights = weights_->elem(kept), .name = "pooled"}});
  all.feature_names_ = feature_names_;
  return all;
}

}  // namespace starling
