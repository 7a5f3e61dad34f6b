#include "lib/fit/kernel_terms.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/loss/hinge.hpp"
#include "lib/loss/squared_epsilon_insensitive.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// The coefficients that a dual point stands for where the kernel is linear.
arma::mat coefficients_of(const MultiTaskData& data, const arma::mat& A, const arma::vec& u) {
  arma::mat G;
  arma::rowvec g;
  data.adjoint(u, G, g);
  return -G * A;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_terms)

BOOST_AUTO_TEST_CASE(predictions_of_a_linear_kernel_are_those_of_its_coefficients) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(1, {.n = 12, .d = 5, .T = 3, .shared = shared});
    const arma::mat A = QuadraticCoupling::evgeniou_pontil(3, 0.5).inverse_coupling();
    arma::vec u = 0.1 * data.targets();
    u[4] = 0.0;
    const arma::mat W = coefficients_of(data, A, u);
    const arma::vec eta = kernel_predictions(KernelSamples(data, {}), A, u);
    BOOST_TEST(arma::abs(eta - data.forward(W, arma::rowvec(3, arma::fill::zeros))).max() <= 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(the_certificate_of_a_linear_kernel_is_that_of_its_coefficients) {
  for (const bool labels : {true, false})
    for (const Intercept intercept : {Intercept::free, Intercept::none}) {
      const MultiTaskData data = random_tasks(2, {.n = 12, .d = 5, .T = 3, .labels = labels});
      const auto check = [&](const auto& loss) {
        const Problem<std::remove_cvref_t<decltype(loss)>, QuadraticCoupling> problem{
            data, loss, QuadraticCoupling::evgeniou_pontil(3, 0.5), intercept, 0.2 * data.weights()};
        const KernelSamples samples(data, {});
        arma::rowvec b(3, arma::fill::zeros);
        const Certificate ours =
            certify_kernel(problem, samples, arma::vec(-0.05 * data.targets()), null_objective(problem), b);
        const Coefficients at{coefficients_of(data, problem.penalty.inverse_coupling(), ours.dual_point), b};
        const Certificate other = certify(problem, at, ours.scale, &ours.dual_point);
        BOOST_TEST(std::abs(ours.primal - other.primal) <= 1e-13 * other.primal);
        BOOST_TEST(ours.dual <= other.dual + other.rounding_floor);  // certify() may know a better point
      };
      if (labels)
        check(Hinge{});
      else
        check(SquaredEpsilonInsensitive{});
    }
}

BOOST_AUTO_TEST_SUITE_END()
