// Ridge problems of several tasks under a quadratic coupling tr(W K W') / 2, squared loss: one linear system.
//
// METHOD  Steps W <- W + solve(minus the gradient at W) by lib/solver/coupled_ridge/coupled_system.hpp: the first is
// the
//         solution but for rounding, or for what conjugate gradients leave; others refine it, by the gradient of the
//         data themselves.
// ITERATION  One such step.
// PROOF   The certificate of the coefficients by their own gradient: its gap is tr(R K^-1 R') / 2, R the gradient.
// COST    Memory min(n_t, d) d a task.
// EDGES   Features that would take more than 400 MB written out are left to FISTA, and what steps cannot prove.
//         Intercept::penalised throws InvalidInput.
// PAPERS  evgeniou2005learning, golub2013matrix
#pragma once

#include <memory>

#include "lib/loss/squared.hpp"
#include "lib/penalty/graph_coupling.hpp"
#include "lib/penalty/mean_coupling.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/solution.hpp"

namespace starling {

class CoupledRidge {
 public:
  CoupledRidge();
  ~CoupledRidge();
  CoupledRidge(CoupledRidge&&) noexcept;
  CoupledRidge& operator=(CoupledRidge&&) noexcept;

  // The factors of the tasks are kept for the next problem of the same data.
  // P: QuadraticCoupling, MeanCoupling or GraphCoupling.
  template <class P>
  Solution operator()(const Problem<Squared, P>& problem, const StopRule& rule, Coefficients start);
  // For solve_rescaled(); this object must outlive it.
  auto as_solver() {
    return [this](const auto& problem, const StopRule& rule, Coefficients start) {
      return (*this)(problem, rule, std::move(start));
    };
  }

 private:
  struct Kept;
  template <class P>
  Solution by_steps(const Problem<Squared, P>& problem, const StopRule& rule, Coefficients start);

  std::unique_ptr<Kept> kept_;
};

}  // namespace starling
