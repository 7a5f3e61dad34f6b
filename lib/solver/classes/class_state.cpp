#include "lib/solver/classes/class_state.hpp"

#include <algorithm>

#include "lib/linalg/parallel.hpp"

namespace starling::classes {

ClassState::ClassState(const ClassProblem& problem, const ClassRows& class_rows, const svm::TaskTies& task_ties)
    : data(problem.data),
      rows(class_rows),
      ties(task_ties),
      samples(data.size()),
      point(data.size() * rows.width(), arma::fill::zeros),
      blocks(ties, rows.length()) {
  constexpr double largest = 1e300;
  for (arma::uword t = 0; t < n_tasks(); ++t) {
    const Rows run = data.rows_of(t);
    for (arma::uword i = run.begin; i < run.end; ++i) {
      const double curvature = ties.own(t) * rows.rows().square_norm(t, i - run.begin);
      samples[i] = {.c = ties.unit() * problem.c[i],
                    .curvature = curvature,
                    .inverse = std::min(1.0 / curvature, largest),
                    .own = static_cast<arma::uword>(data.targets()[i])};
      q(i)[samples[i].own] = samples[i].c;
    }
  }
}

void ClassState::restart() {
  blocks.zero();
  parallel_for(n_tasks(), [&](std::size_t t) {
    const Rows run = data.rows_of(t);
    std::vector<double> change(rows.width());
    for (arma::uword i = run.begin; i < run.end; ++i) {
      const ClassSample& sample = samples[i];
      if (q(i)[sample.own] == sample.c) continue;
      for (arma::uword l = 0; l < n_classes(); ++l) change[l] = -q(i)[l];
      change[sample.own] += sample.c;
      rows.add(t, i - run.begin, change.data(), blocks.own(t));
    }
  });
  blocks.gather();
}

arma::vec ClassState::dual_point() const {
  const arma::uword N = samples.size(), K = n_classes();
  arma::vec u(N * K);
  for (arma::uword i = 0; i < N; ++i)
    for (arma::uword l = 0; l < K; ++l)
      u[l * N + i] = (q(i)[l] - (l == samples[i].own ? samples[i].c : 0.0)) / ties.unit();
  return u;
}

Coefficients ClassState::coefficients() const {
  const arma::uword d = data.n_features(), T = n_tasks(), K = n_classes();
  Coefficients at{arma::mat(d, K * T), arma::rowvec(K * T, arma::fill::zeros)};
  AlignedDoubles z(rows.length());
  for (arma::uword t = 0; t < T; ++t) {
    blocks.coefficients(t, z.data());
    for (arma::uword l = 0; l < K; ++l) {
      for (arma::uword j = 0; j < d; ++j) at.W(j, l * T + t) = z[j * rows.width() + l];
      if (rows.rows().has_constant()) at.b[l * T + t] = z[d * rows.width() + l];
    }
  }
  return at;
}

}  // namespace starling::classes
