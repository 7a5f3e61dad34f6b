#include "lib/solver/coupled_system.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr DataShape form{.n = 20, .d = 6, .T = 3, .shape = Shape::sparse};

const std::vector<QuadraticCoupling> couplings{QuadraticCoupling::evgeniou_pontil(3, 0.2),
                                               QuadraticCoupling::mean(3, 2.0, 0.5),
                                               QuadraticCoupling::of_task_kernel(low_rank_kernel(3, 2, 0.0))};

double difference(const CoupledPoint& a, const CoupledPoint& b) {
  return std::max(arma::abs(a.V - b.V).max(), arma::abs(a.b - b.b).max());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(coupled_system)

BOOST_AUTO_TEST_CASE(coefficients_of_a_point_are_those_it_was_made_of_and_its_length_is_their_penalty) {
  const MultiTaskData data = random_tasks(1, form);
  for (const QuadraticCoupling& coupling : couplings)
    for (const Intercept intercept : {Intercept::none, Intercept::free, Intercept::penalised}) {
      const arma::mat rows = normal_matrix(1, "W", 7, 3) * coupling.inverse_coupling();
      const Coefficients at{rows.head_rows(6), intercept == Intercept::none ? arma::rowvec(3, arma::fill::zeros)
                                                                            : arma::rowvec(rows.row(6))};
      const CoupledSystem system(data, coupling, intercept);
      const CoupledPoint point = system.point(at);
      const Coefficients again = system.coefficients(point);
      BOOST_TEST(arma::abs(again.W - at.W).max() <= 1e-12);
      BOOST_TEST(arma::abs(again.b - at.b).max() <= 1e-12);
      BOOST_TEST(0.5 * arma::accu(arma::square(point.V)) == coupling.value(penalised_rows(at.W, at.b, intercept)),
                 boost::test_tools::tolerance(1e-10));
    }
}

BOOST_AUTO_TEST_CASE(conjugate_gradients_on_sparse_features_find_the_step_of_the_written_out_system) {
  DataShape as_dense = form;
  as_dense.as_dense = true;
  const MultiTaskData sparse = random_tasks(2, form), dense = random_tasks(2, as_dense);
  arma::vec v = arma::abs(normal_matrix(2, "v", sparse.size(), 1));
  v.head(3).zeros();
  const arma::vec u = normal_matrix(2, "u", sparse.size(), 1);
  for (const QuadraticCoupling& coupling : couplings)
    for (const Intercept intercept : {Intercept::none, Intercept::free, Intercept::penalised}) {
      const CoupledSystem by_iterations(sparse, coupling, intercept), by_factor(dense, coupling, intercept);
      const CoupledPoint g = by_factor.gradient(by_factor.point(zero_coefficients(dense)), u);
      BOOST_TEST(difference(by_iterations.step(g, v, 1e-13), by_factor.step(g, v, 1e-13)) <= 1e-9);
    }
}

BOOST_AUTO_TEST_CASE(a_step_solves_a_least_squares_problem_at_once) {
  const MultiTaskData data = random_tasks(3, {.n = 20, .d = 5, .T = 3});
  for (const QuadraticCoupling& coupling : couplings) {
    const CoupledSystem system(data, coupling, Intercept::free);
    const CoupledPoint zero = system.point(zero_coefficients(data));
    const arma::vec ones(data.size(), arma::fill::ones);
    const CoupledPoint step = system.step(system.gradient(zero, -data.targets()), ones, 1e-12);
    const Coefficients at = system.coefficients(step);
    const CoupledPoint left = system.gradient(step, data.forward(at.W, at.b) - data.targets());
    BOOST_TEST(inner_product(left, left) <= 1e-18);
  }
}

BOOST_AUTO_TEST_SUITE_END()
