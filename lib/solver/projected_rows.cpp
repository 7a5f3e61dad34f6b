#include "lib/solver/projected_rows.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "lib/linalg/shared_vector.hpp"
#include "lib/solver/row_model.hpp"

namespace starling {
namespace {

// The projection of one task: twice, so that large means leave no rounding error behind.
class Projection {
 public:
  Projection(const Design& X, const FreePart& part, const arma::vec& c)
      : F_(free_columns::written(X, part)), root_(arma::sqrt(c)), basis_(free_columns::orthonormal(F_, c)) {
    F_ = arma::mat(F_.cols(basis_.kept));
  }
  arma::mat rest(arma::mat A) const {
    if (basis_.kept.is_empty()) return A;
    for (int sweep = 0; sweep < 2; ++sweep) {
      arma::mat weighted = A;
      weighted.each_col() %= root_;
      A -= F_ * (basis_.inverse * (basis_.B.t() * weighted));
    }
    return A;
  }

 private:
  arma::mat F_;
  arma::vec root_;
  free_columns::Basis basis_;
};

Design rest_of_design(const Design& design, const FreePart& part, const Projection& projection) {
  arma::mat X = projection.rest(design.dense());
  X.cols(part.rows).zeros();
  return X;
}

arma::vec of_task(const MultiTaskData& data, const arma::vec& flat, arma::uword t) {
  const Rows rows = data.rows_of(t);
  return rows.size() == 0 ? arma::vec() : arma::vec(flat.subvec(rows.begin, rows.end - 1));
}

MultiTaskData rest_of_data(const MultiTaskData& data, const arma::vec& c, const FreePart& part) {
  if (data.is_shared()) {
    const Projection projection(data.design(0), part, of_task(data, c, 0));
    const arma::mat Y = arma::reshape(data.targets(), data.rows_of(0).size(), data.n_tasks());
    return data.map_designs([&](const Design& X) { return rest_of_design(X, part, projection); })
        .with_targets(arma::vectorise(projection.rest(Y)));
  }
  std::vector<Task> tasks(data.n_tasks());
  parallel_for(tasks.size(), [&](std::size_t t) {
    const Projection projection(data.design(t), part, of_task(data, c, t));
    tasks[t] = {.X = rest_of_design(data.design(t), part, projection),
                .y = projection.rest(of_task(data, data.targets(), t)),
                .weights = of_task(data, data.weights(), t)};
  });
  return MultiTaskData::from_tasks(std::move(tasks));
}

}  // namespace

bool ProjectedRows::suits(const Problem& problem) {
  const arma::uword n_free = problem.penalty.free_rows().n_elem;
  if (n_free == 0 || n_free >= problem.data.n_features() || !(problem.penalty.base.lambda > 0.0)) return false;
  if (problem.intercept == Intercept::penalised || problem.data.any_sparse()) return false;
  return !problem.data.is_shared() || one_gram(problem.data, problem.c);
}

ProjectedRows::ProjectedRows(const Problem& problem)
    : original_(problem.data),
      data_(rest_of_data(problem.data, problem.c, free_part(problem))),
      c_(problem.c),
      part_(free_part(problem)) {}

bool ProjectedRows::serves(const Problem& problem) const {
  const FreePart part = free_part(problem);
  if (part.intercept != part_.intercept || !std::ranges::equal(part.rows, part_.rows)) return false;
  return problem.data.same_samples(original_) && same_numbers(problem.c, c_);
}

ProjectedRows::Problem ProjectedRows::rest_of(const Problem& problem) const {
  RowGroupLasso base = problem.penalty.base;
  base.weights.elem(part_.rows).fill(arma::datum::inf);
  return {data_, problem.loss, {std::move(base), problem.penalty.mu}, Intercept::none, problem.c};
}

Coefficients ProjectedRows::completed(const Problem& problem, const arma::mat& W) const {
  Coefficients at{W, arma::rowvec(W.n_cols, arma::fill::zeros)};
  at.W.rows(part_.rows).zeros();
  arma::vec eta = problem.data.forward(at.W, at.b);
  fit_free_part(problem.loss, problem.data, problem.c, part_, at, eta);
  return at;
}

}  // namespace starling
