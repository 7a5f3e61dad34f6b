// The solver of smooth losses with a penalty on singular values: trace norm (and ridge), cluster norm and their like.
//
// METHOD  Squared loss: Douglas-Rachford splitting (lib/solver/spectral/splitting.hpp) on the quadratic that suits the
//         data: one X for all tasks in the eigenvectors of its Gram matrix, tasks of few features with explicit
//         inverses eight at a time, others with a Cholesky factor on their short side. Trace norms of tasks with fewer
//         samples than features first look for the low-dimensional space that the solution lies in
//         (lib/solver/spectral/subspace.hpp). A ridge is part of the quadratic. Passes over many features are in float
//         where the gap asked for allows it. Other losses: Newton's method around it (lib/solver/spectral_newton.hpp).
// ITERATION  One step of the splitting.
// PROOF   The certificate of the coefficients by their own gradient.
// COST    lib/solver/spectral/*_quadratics.hpp.
// EDGES   Features that would take too much memory written out, and what the engine cannot prove are left to FISTA.
//         Intercept::penalised throws InvalidInput, as by FISTA.
// PAPERS  eckstein1992douglas, boyd2011distributed, anderson1965iterative
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/loss/squared.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/spectral/engine.hpp"
#include "lib/solver/spectral/penalty_parts.hpp"
#include "lib/solver/spectral_newton.hpp"
#include "lib/solver/staged.hpp"

namespace starling {

class SpectralEngine {
 public:
  // On a path the engine goes on from its last solution of the same data, whatever start is given.
  enum class Use { single_fits, path };
  explicit SpectralEngine(Use use = Use::single_fits) : use_(use) {}

  template <SmoothLoss L, Proximable P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
    if constexpr (spectral::Taken<P>) {
      const bool suits = problem.intercept != Intercept::penalised;
      if constexpr (std::is_same_v<L, Squared>) {
        if (suits && spectral::Engine::suits(problem.data, problem.c))
          return by_splitting(problem, rule, std::move(start));
      } else if (suits && spectral::Engine::suits_any_factors(problem.data)) {
        return by_newton(problem, rule, std::move(start));
      }
    }
    return fista(problem, rule, std::move(start));
  }
  // For solve_rescaled(); this object must outlive it.
  auto as_solver() {
    return [this](const auto& problem, const StopRule& rule, Coefficients start) {
      return (*this)(problem, rule, std::move(start));
    };
  }

 private:
  template <class P>
  Solution by_splitting(const Problem<Squared, P>& problem, const StopRule& rule, Coefficients start);
  template <class L, class P>
  Solution by_newton(const Problem<L, P>& problem, const StopRule& rule, Coefficients start);
  template <class P>
  Solution proved(const Problem<Squared, P>& problem, const StopRule& rule, const Coefficients& start);

  Use use_;
  std::unique_ptr<spectral::Engine> engine_;  // of the last data
};

// Searches, and proves what it believes to have found.
template <class P>
Solution SpectralEngine::proved(const Problem<Squared, P>& problem, const StopRule& rule, const Coefficients& start) {
  constexpr int most_iterations = 2000, most_proofs = 6;
  const bool centred = problem.intercept == Intercept::free;
  const double mu = spectral::ridge_of(problem.penalty);
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  const bool goes_on = use_ == Use::path && engine_ && engine_->is_of(problem.data, problem.c, centred, mu);
  const bool warm = !goes_on && !start.W.is_zero();
  // A warm start may be the solution already.
  if (warm && monitor.check(0, certify(problem, start, scale), start)) return monitor.finish();
  if (!goes_on) engine_ = std::make_unique<spectral::Engine>(problem.data, problem.c, centred, mu);
  engine_->aim(spectral::function_of(problem.penalty), rule.gap);
  if (warm) engine_->start_at(start.W);
  constexpr double promise = 0.8, stricter = 0.4;
  double target = promise * rule.gap * scale;
  int done = 0;
  for (int proofs = 1;; ++proofs) {
    const auto on_check = [&](int more, double primal, double gap) {
      return !monitor.must_stop(done + more) && monitor.announce(done + more, primal, gap / scale);
    };
    const int most = std::min(rule.max_iterations, most_iterations) - done;
    const spectral::Advance step = engine_->improve(target, most, on_check);
    done += step.iterations;
    const Coefficients at = with_best_intercepts(problem, engine_->coefficients());
    if (monitor.check(done, certify(problem, at, scale), at)) break;
    if (step.outcome != spectral::Outcome::believed) {
      if (!monitor.must_stop(done)) monitor.give_up(Status::no_progress);
      break;
    }
    target *= stricter;
    if (proofs >= most_proofs / 2 && engine_->refine()) target = promise * rule.gap * scale;
    if (proofs == most_proofs) {
      monitor.give_up(Status::no_progress);
      break;
    }
  }
  return monitor.finish();
}

template <class P>
Solution SpectralEngine::by_splitting(const Problem<Squared, P>& problem, const StopRule& rule, Coefficients start) {
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  Solution found;
  try {
    found = proved(problem, rule, start);
    if (use_ == Use::single_fits) engine_.reset();
    if (found.report.status != Status::no_progress) return found;
  } catch (const NumericalFailure&) {
    engine_.reset();
    return fista(problem, rule, std::move(start));
  }
  return continued(problem, rule, found, Fista{});
}

template <class L, class P>
Solution SpectralEngine::by_newton(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  Solution found;
  try {
    found = SpectralNewton<L, P>(problem, rule).solve(start);
    if (found.report.status != Status::no_progress) return found;
  } catch (const NumericalFailure&) {
    return fista(problem, rule, std::move(start));
  }
  return continued(problem, rule, found, Fista{});
}

}  // namespace starling
