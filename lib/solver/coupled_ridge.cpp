#include "lib/solver/coupled_ridge.hpp"

#include <algorithm>

#include "lib/fit/certify.hpp"
#include "lib/linalg/shared_vector.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/coupled_ridge/coupled_system.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/spectral/shared_quadratics.hpp"
#include "lib/solver/staged.hpp"

namespace starling {
namespace {

bool suits(const MultiTaskData& data, const arma::vec& c) {
  constexpr double most_numbers = 5e7;  // written out: 400 MB
  const bool one = spectral::SharedQuadratics::suits(data, c);
  const double d = static_cast<double>(data.n_features());
  double numbers = 0.0;
  for (arma::uword t = 0; t < (one ? 1 : data.n_tasks()); ++t)
    numbers += d * static_cast<double>(data.rows_of(t).size());
  return numbers <= most_numbers;
}

// Minus the gradient of the objective at coefficients with their best intercepts.
template <class P>
arma::mat descent(const Problem<Squared, P>& problem, const Coefficients& at, const arma::mat& coupled) {
  arma::vec eta = problem.data.forward(at.W, at.b);
  loss_gradient_in_place(problem.loss, problem.data.targets(), problem.c, eta);
  return -problem.data.adjoint(eta) - coupled;
}

}  // namespace

struct CoupledRidge::Kept {
  template <class P>
  explicit Kept(const Problem<Squared, P>& problem)
      : data(problem.data), c(problem.c), centred(problem.intercept == Intercept::free), system({data, c, centred}) {}
  template <class P>
  bool is_of(const Problem<Squared, P>& problem) const {
    return centred == (problem.intercept == Intercept::free) && data.same_samples(problem.data) &&
           same_numbers(c, problem.c);
  }

  MultiTaskData data;
  arma::vec c;
  bool centred;
  coupled_ridge::CoupledSystem system;
};

CoupledRidge::CoupledRidge() = default;
CoupledRidge::~CoupledRidge() = default;
CoupledRidge::CoupledRidge(CoupledRidge&&) noexcept = default;
CoupledRidge& CoupledRidge::operator=(CoupledRidge&&) noexcept = default;

template <class P>
Solution CoupledRidge::operator()(const Problem<Squared, P>& problem, const StopRule& rule, Coefficients start) {
  if (problem.intercept == Intercept::penalised || !suits(problem.data, problem.c))
    return fista(problem, rule, std::move(start));
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  Solution found;
  try {
    found = by_steps(problem, rule, start);
  } catch (const NumericalFailure&) {
    kept_.reset();
    return fista(problem, rule, std::move(start));
  }
  return found.report.status == Status::no_progress ? continued(problem, rule, found, Fista{}) : found;
}

template <class P>
Solution CoupledRidge::by_steps(const Problem<Squared, P>& problem, const StopRule& rule, Coefficients start) {
  constexpr int most_idle = 5, most_inner = 1000;
  constexpr double promise = 0.5;
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  const auto ties = coupled_ridge::ties_of(problem.penalty, problem.data.n_tasks());
  Coefficients at = with_best_intercepts(problem, std::move(start.W));
  for (int iteration = 0, idle = 0;; ++iteration) {
    const bool last = monitor.must_stop(iteration);
    const double before = monitor.best().gap;
    if (monitor.check(iteration, certify(problem, at, scale), at) || last) break;
    idle = iteration > 0 && !(monitor.best().gap < before) ? idle + 1 : 0;
    if (idle == most_idle) {
      monitor.give_up(Status::no_progress);
      break;
    }
    if (!kept_ || !kept_->is_of(problem)) kept_ = std::make_unique<Kept>(problem);
    coupled_ridge::CoupledSystem& system = kept_->system;
    if (iteration == 0) system.couple(*ties);
    const arma::mat R = descent(problem, at, ties->times(at.W));
    at = with_best_intercepts(problem, at.W + system.solve(R, promise * rule.gap * scale, most_inner));
  }
  return monitor.finish();
}

template Solution CoupledRidge::operator()(const Problem<Squared, QuadraticCoupling>&, const StopRule&, Coefficients);
template Solution CoupledRidge::operator()(const Problem<Squared, MeanCoupling>&, const StopRule&, Coefficients);
template Solution CoupledRidge::operator()(const Problem<Squared, GraphCoupling>&, const StopRule&, Coefficients);

}  // namespace starling
