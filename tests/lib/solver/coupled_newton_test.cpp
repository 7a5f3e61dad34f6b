#include "lib/solver/coupled_newton.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/parallel.hpp"
#include "lib/solver/fista.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <class P>
Solution solved(const P& problem, double gap = 1e-10) {
  return coupled_newton(problem, {.gap = gap, .max_iterations = 200}, zero_coefficients(problem.data));
}

const auto all_intercepts = {Intercept::none, Intercept::free, Intercept::penalised};

}  // namespace

BOOST_AUTO_TEST_SUITE(coupled_newton_method)

BOOST_AUTO_TEST_CASE(logistic_machines_are_certified_for_costs_from_1e_8_to_1e4) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const Intercept intercept : all_intercepts)
      for (const double C : {1e-8, 0.01, 1.0, 1e4})
        for (const double mu : {0.1, 10.0}) BOOST_TEST_CONTEXT("C " << C << " mu " << mu) {
            const MultiTaskData data = random_tasks(2, {.n = 15, .d = 10, .T = 3, .shape = shape, .labels = true});
            const auto problem = machine(data, Logistic{}, C, mu, intercept);
            must_be_certified(problem, solved(problem, 1e-8));
          }
}

BOOST_AUTO_TEST_CASE(the_objective_is_that_of_fista_under_any_coupling) {
  const MultiTaskData data = random_tasks(3, {.n = 25, .d = 5, .T = 4, .labels = true});
  for (const QuadraticCoupling& coupling :
       {QuadraticCoupling::mean(4, 3.0, 0.5), QuadraticCoupling::evgeniou_pontil(4, 0.3),
        QuadraticCoupling(arma::mat(arma::eye(4, 4) + 0.2 * arma::ones(4, 4)))})
    for (const Intercept intercept : {Intercept::none, Intercept::free}) {
      const Problem<Logistic, QuadraticCoupling> problem{data, {}, coupling, intercept, 0.5 * data.weights()};
      const Solution other = fista(problem, {.gap = 1e-9, .max_iterations = 100000}, zero_coefficients(data));
      must_be_of_one_problem(solved(problem).report.certificate, other.report.certificate);
    }
}

BOOST_AUTO_TEST_CASE(a_singular_coupling_is_one_machine_on_augmented_features) {
  constexpr arma::uword d = 4, r = 2, T = 5;
  const arma::mat L = normal_matrix(7, "L", T, r);
  const MultiTaskData data = random_tasks(7, {.n = 15, .d = d, .T = T, .labels = true});
  const MultiTaskData single = on_augmented_features(data, L);
  const auto coupling = QuadraticCoupling::of_task_kernel(arma::symmatu(arma::mat(L * L.t())));
  const Certificate ours =
      solved(Problem<Logistic, QuadraticCoupling>{data, {}, coupling, Intercept::none, 0.7 * data.weights()})
          .report.certificate;
  const QuadraticCoupling alone(arma::mat(1, 1, arma::fill::ones));
  const Certificate other =
      solved(Problem<Logistic, QuadraticCoupling>{single, {}, alone, Intercept::none, 0.7 * single.weights()})
          .report.certificate;
  must_be_of_one_problem(ours, other);
}

BOOST_AUTO_TEST_CASE(conjugate_gradients_and_factors_find_the_same) {
  // Sparse features and many of them go through conjugate gradients, the same stored densely through a factor.
  DataShape form{.n = 30, .d = 12, .T = 3, .shape = Shape::sparse, .labels = true};
  const MultiTaskData sparse = random_tasks(4, form);
  form.as_dense = true;
  const MultiTaskData dense = random_tasks(4, form);
  const MultiTaskData wide = random_tasks(4, {.n = 20, .d = 500, .T = 3, .labels = true});
  for (const Intercept intercept : all_intercepts) {
    must_be_of_one_problem(solved(machine(sparse, Logistic{}, 2.0, 0.3, intercept)).report.certificate,
                           solved(machine(dense, Logistic{}, 2.0, 0.3, intercept)).report.certificate);
    must_be_certified(machine(wide, Logistic{}, 2.0, 0.3, intercept),
                      solved(machine(wide, Logistic{}, 2.0, 0.3, intercept)));
  }
}

BOOST_AUTO_TEST_CASE(tasks_of_one_class_and_of_one_sample_and_zero_weights) {
  const arma::mat X = normal_matrix(5, "X", 12, 3);
  const arma::vec ones(12, arma::fill::ones);
  arma::vec weights(12 + 1 + 12, arma::fill::ones);
  weights[3] = weights[20] = 0.0;
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = X, .y = ones},
                                                        {.X = arma::mat(X.head_rows(1)), .y = arma::vec{-1.0}},
                                                        {.X = X, .y = arma::vec(arma::sign(X.col(0) + 0.2))}})
                                 .with_weights(weights);
  for (const Intercept intercept : all_intercepts)
    for (const double C : {1e-3, 1.0, 1e3}) BOOST_TEST_CONTEXT("C " << C) {
        const auto problem = machine(data, Logistic{}, C, 0.5, intercept);
        must_be_certified(problem, solved(problem, 1e-7));
      }
}

BOOST_AUTO_TEST_CASE(it_stops_at_an_optimum_and_at_the_limit_and_the_bits_do_not_depend_on_threads) {
  const MultiTaskData data = random_tasks(6, {.n = 600, .d = 20, .T = 3, .labels = true});
  const auto problem = machine(data, Logistic{}, 1.0, 0.5, Intercept::free);
  const Solution best = solved(problem);
  const Solution again = coupled_newton(problem, {.gap = 1e-6}, best.coefficients);
  BOOST_TEST(again.report.iterations == 0);
  const Solution one = coupled_newton(problem, {.gap = 1e-12, .max_iterations = 1}, zero_coefficients(data));
  BOOST_TEST(to_string(one.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(one.report.iterations == 1);
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    arma::mat W;
    with_threads(threads, [&] { W = solved(problem).coefficients.W; });
    if (threads == 1) reference = W;
    BOOST_TEST(arma::approx_equal(W, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
