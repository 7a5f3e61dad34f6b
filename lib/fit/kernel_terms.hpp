// The terms of a problem whose features are seen through a kernel, and their certificate.
//
//     minimise over f_1 .. f_T in the kernel's space, b    sum_i c_i loss(y_i, f_t(x_i) + b_t) + tr(F A^-1 F') / 2
//
// A dual point u stands for the functions f_t = - sum_i A_{t, t(i)} u_i k(x_i, .), whose penalty is u'Q u / 2 with
// Q_ij = A_{t(i) t(j)} k(x_i, x_j): so u alone gives both an upper and a lower bound of the least objective.
#pragma once

#include <vector>

#include "lib/fit/certificate.hpp"
#include "lib/fit/intercept.hpp"
#include "lib/fit/loss_terms.hpp"
#include "lib/fit/problem.hpp"
#include "lib/linalg/sample_kernel.hpp"

namespace starling {

// Which row of the kernel each flat sample is: tasks that share X share the kernel, others lie one below the other.
class KernelSamples {
 public:
  KernelSamples(const MultiTaskData& data, const SampleKernel& kernel);

  const MultiTaskData& data() const { return data_; }
  const KernelRows& rows() const { return rows_; }
  // The first row of task t's samples, which follow one another.
  arma::uword first_row(arma::uword t) const { return data_.is_shared() ? 0 : data_.rows_of(t).begin; }

 private:
  const MultiTaskData& data_;
  KernelRows rows_;
};

// eta of the functions of u without intercepts, flat. Cost: one kernel row for every row with a u that is not 0.
arma::vec kernel_predictions(const KernelSamples& samples, const arma::mat& task_kernel, const arma::vec& u);

// Of a dual point, which is moved into the domain (and to sum zero in every task where the intercept is free) first; b
// is the best for its functions. certificate.dual_point is the point it was moved to: the functions are those of that.
template <Loss L, TaskCoupling P>
Certificate certify_kernel(const Problem<L, P>& problem, const KernelSamples& samples, arma::vec u, double scale,
                           arma::rowvec& b) {
  const MultiTaskData& data = problem.data;
  clip_to_domain(problem.loss, data.targets(), problem.c, u);
  const bool free = problem.intercept == Intercept::free;
  for (arma::uword t = 0; free && t < data.n_tasks(); ++t)
    balance(problem.loss, data.targets(), problem.c, data.rows_of(t), u);
  arma::vec eta = kernel_predictions(samples, problem.penalty.inverse_coupling(), u);
  const Sum quadratic = sum_over_samples(problem.c, [&](arma::uword i) { return -0.5 * u[i] * eta[i]; });
  if (free) {
    b = best_intercepts(problem.loss, data, problem.c, eta, b);
    eta += constant_predictions(data, b);
  } else {
    b.zeros(data.n_tasks());
  }
  const Sum loss = loss_sum(problem.loss, data.targets(), problem.c, eta);
  const Sum conjugate = dual_loss_sum(problem.loss, data.targets(), problem.c, u, 1.0);
  Certificate proof;
  proof.scale = scale;
  proof.primal = loss.value() + quadratic.value();
  proof.dual = conjugate.value() - quadratic.value();
  const double gap = proof.primal - proof.dual;
  proof.gap = std::isnan(gap) ? arma::datum::inf : std::max(0.0, gap);
  proof.relative_gap = proof.relative(proof.gap);
  proof.rounding_floor =
      4.0 * arma::datum::eps * (loss.magnitude() + conjugate.magnitude() + 2.0 * quadratic.magnitude());
  proof.dual_point = std::move(u);
  return proof;
}

}  // namespace starling
