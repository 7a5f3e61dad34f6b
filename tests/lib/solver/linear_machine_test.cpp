#include "lib/solver/linear_machine.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "lib/penalty/task_graph.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

Solution solved(const LinearMachine& solver, const auto& problem, const StopRule& rule = {}) {
  return solver(problem, rule, zero_coefficients(problem.data));
}

// Few features, a task of both classes and one of one class along a chain, at a cost that is too much for the engine.
const MultiTaskData& tasks() {
  static const MultiTaskData data = [] {
    const MultiTaskData all = random_tasks(1, {.n = 16, .d = 3, .T = 2, .labels = true});
    return MultiTaskData::from_tasks(
        {{.X = all.design(0), .y = all.targets_of(0)}, {.X = all.design(1), .y = arma::vec(17, arma::fill::ones)}});
  }();
  return data;
}

Problem<Hinge, QuadraticCoupling> along_a_chain(Intercept intercept, double C) {
  return {tasks(), Hinge{}, QuadraticCoupling::graph(task_chain(2), 1.0, 1.0), intercept,
          C * tasks().loss_weights(Averaging::sum)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(linear_machine_solver)

BOOST_AUTO_TEST_CASE(where_the_engine_ends_it_is_the_engine_s_result_to_the_last_bit) {
  const MultiTaskData data = random_tasks(2, {.labels = true});
  for (const Intercept intercept : {Intercept::none, Intercept::penalised, Intercept::free}) {
    const auto problem = machine(data, Hinge{}, 1.0, 0.5, intercept);
    const Solution both = solved({}, problem), engine = svm_engine(problem, {}, zero_coefficients(data));
    BOOST_TEST(arma::approx_equal(both.coefficients.W, engine.coefficients.W, "absdiff", 0.0));
    BOOST_TEST(both.report.iterations == engine.report.iterations);
  }
}

BOOST_AUTO_TEST_CASE(minimal_optimisation_reaches_the_engine_s_optimum_for_every_kind_of_intercept) {
  for (const Intercept intercept : {Intercept::none, Intercept::penalised, Intercept::free}) {
    const auto problem = along_a_chain(intercept, 1.0);
    const StopRule exact{.gap = 1e-9, .max_iterations = 20000};
    const Solution kernel = linear_machine::by_kernel(problem, exact);
    const Certificate proof = must_be_certified(problem, kernel);
    must_be_of_one_problem(proof, svm_engine(problem, exact, zero_coefficients(tasks())).report.certificate);
  }
}

BOOST_AUTO_TEST_CASE(where_the_engine_stalls_minimal_optimisation_goes_on_within_the_same_budget) {
  for (const Intercept intercept : {Intercept::none, Intercept::penalised, Intercept::free})
    for (const int patience : {1, 3}) {
      const auto problem = along_a_chain(intercept, 100.0);
      const Solution solution = solved({.patience = patience}, problem);
      must_be_certified(problem, solution);
      BOOST_TEST(solution.report.iterations >= patience);
      // One history of both: iterations and seconds do not fall.
      const auto& history = solution.report.history;
      BOOST_TEST(std::ranges::is_sorted(history, {}, &Progress::iteration));
      BOOST_TEST(std::ranges::is_sorted(history, {}, &Progress::seconds));
    }
}

BOOST_AUTO_TEST_CASE(a_rule_that_ends_before_patience_does_and_many_samples_are_the_engine_s_alone) {
  const auto problem = along_a_chain(Intercept::none, 1e6);
  const StopRule few{.max_iterations = 5};
  BOOST_TEST(solved({}, problem, few).report.iterations == 5);
  const Solution engine = svm_engine(problem, {.max_iterations = 100}, zero_coefficients(tasks())),
                 alone = solved({.patience = 1, .most_samples = 10}, problem, {.max_iterations = 100});
  BOOST_TEST(alone.report.iterations == engine.report.iterations);
  BOOST_TEST(alone.report.certificate.primal == engine.report.certificate.primal);
}

BOOST_AUTO_TEST_SUITE_END()
