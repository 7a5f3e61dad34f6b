// Newton's method on ridge problems and dual coordinate descent on coupled machines prove a relative gap of 1e-8 on
// every hard data set.
#include <boost/test/unit_test.hpp>

#include "lib/loss/names.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/penalty/ridge.hpp"
#include "lib/solver/ridge_newton.hpp"
#include "lib/solver/svm_engine.hpp"
#include "lib/solver/task_cd.hpp"
#include "tests/support/prove.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(certificate_matrix)

BOOST_AUTO_TEST_CASE(ridge_on_smooth_losses) {
  const auto with_loss = [](const NamedData& named, const auto& loss) {
    const arma::vec c = named.data.loss_weights(Averaging::task_mean);
    const double top = curvature(named.data, c);
    for (const double share : {1.0, 1e-2, 1e-5})
      for (const Intercept intercept : {Intercept::free, Intercept::none})
        prove(title(named, "ridge", share),
              Problem<std::remove_cvref_t<decltype(loss)>, Ridge>{named.data, loss, {share * top}, intercept, c},
              RidgeNewton{});
  };
  for (const NamedData& named : hard_regression(matrix_seed)) with_loss(named, Squared{});
  for (const NamedData& named : hard_classes(matrix_seed)) with_loss(named, Logistic{});
}

namespace {

template <class L, class Solver>
void prove_machines(const NamedData& named, const L& loss, const Solver& solver,
                    const std::vector<Intercept>& intercepts = {Intercept::penalised, Intercept::none}) {
  const auto coupling = QuadraticCoupling::evgeniou_pontil(named.data.n_tasks(), 0.7);
  for (const double C : {0.01, 1.0})
    for (const Intercept intercept : intercepts)
      prove(title(named, loss.name, C),
            Problem<L, QuadraticCoupling>{named.data, loss, coupling, intercept, arma::vec(C * named.data.weights())},
            solver);
}

const std::vector<Intercept> all_intercepts = {Intercept::penalised, Intercept::none, Intercept::free};

}  // namespace

BOOST_AUTO_TEST_CASE(coupled_support_vector_machines) {
  for (const NamedData& named : hard_classes(matrix_seed)) {
    prove_machines(named, Hinge{}, TaskCd{});
    prove_machines(named, SquaredHinge{}, TaskCd{});
    prove_machines(named, Hinge{}, SvmEngine{}, all_intercepts);
    prove_machines(named, SquaredHinge{}, SvmEngine{}, all_intercepts);
  }
  for (const NamedData& named : hard_regression(matrix_seed)) {
    if (named.name.find("scale") != std::string::npos) continue;
    prove_machines(named, EpsilonInsensitive{}, TaskCd{});
    prove_machines(named, EpsilonInsensitive{}, SvmEngine{}, all_intercepts);
    prove_machines(named, SquaredEpsilonInsensitive{}, SvmEngine{}, all_intercepts);
  }
}

BOOST_AUTO_TEST_SUITE_END()
