#include "lib/solver/crammer_singer.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/penalty/task_graph.hpp"
#include "lib/solver/svm_engine.hpp"
#include "tests/support/class_problems.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr double asked = 1e-9;

Solution solved(const ClassProblem& problem, double gap = asked) {
  return solve_crammer_singer(problem, {.gap = gap, .max_iterations = 100000});
}

Certificate proof_of(const ClassProblem& problem) { return must_be_certified(problem, solved(problem)); }

arma::mat with_intercepts(const Coefficients& at) { return arma::join_cols(at.W, at.b); }

}  // namespace

BOOST_AUTO_TEST_SUITE(crammer_singer)

BOOST_AUTO_TEST_CASE(every_shape_of_data_is_certified_for_costs_from_1e_4_to_10) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const Intercept intercept : {Intercept::none, Intercept::penalised})
      for (const double C : {1e-4, 0.1, 10.0})
        for (const arma::uword K : {2U, 3U, 7U}) {
          // Singular values down to 1e-8, seven classes and a high cost end at the limit of iterations, near 1e-6.
          if (shape == Shape::ill && C > 1.0 && K > 3) continue;
          const MultiTaskData data = in_classes(random_tasks(1, {.n = 15, .d = 6, .T = 3, .shape = shape}), K);
          BOOST_TEST_CONTEXT("C " << C << ", " << K << " classes") {
            const ClassProblem problem = class_problem(data, K, C, 0.5, intercept);
            const Solution solution = solved(problem, 1e-6);
            must_be_certified(problem, solution);
            // No direction that is common to all classes pays.
            arma::mat sum(data.n_features(), data.n_tasks(), arma::fill::zeros);
            for (arma::uword k = 0; k < K; ++k) sum += of_class(solution.coefficients.W, k, data.n_tasks());
            BOOST_TEST(arma::abs(sum).max() <= 1e-10 * (1.0 + arma::abs(solution.coefficients.W).max()));
          }
        }
}

BOOST_AUTO_TEST_CASE(two_classes_are_the_machine_of_twice_the_cost) {
  const MultiTaskData signs = random_tasks(2, {.n = 30, .d = 5, .T = 3, .labels = true});
  const MultiTaskData classes = signs.with_targets(0.5 * (signs.targets() + 1.0));
  for (const double C : {0.01, 1.0}) {
    const ClassProblem problem = class_problem(classes, 2, C, 0.3);
    const Solution joint = solved(problem);
    const auto two = machine(signs, Hinge{}, 2.0 * C, 0.3);
    const Solution one = svm_engine(two, {.gap = asked}, zero_coefficients(signs));
    must_be_certified(problem, joint);
    BOOST_TEST(2.0 * joint.report.certificate.primal == one.report.certificate.primal,
               boost::test_tools::tolerance(1e-8));
    const arma::mat W = with_intercepts(joint.coefficients);
    const arma::mat difference = of_class(W, 1, 3) - of_class(W, 0, 3);
    BOOST_TEST(arma::abs(difference - with_intercepts(one.coefficients)).max() <= 1e-3 * arma::abs(difference).max());
  }
}

BOOST_AUTO_TEST_CASE(classes_in_another_order_are_the_same_machine) {
  const MultiTaskData data = in_classes(random_tasks(3, {.n = 25, .d = 4, .T = 2}), 4);
  const arma::vec place = {2.0, 0.0, 3.0, 1.0};
  arma::vec moved = data.targets();
  moved.transform([&](double value) { return place[static_cast<arma::uword>(value)]; });
  const MultiTaskData other = data.with_targets(moved);
  const Solution a = solved(class_problem(data, 4, 0.5, 0.4)), b = solved(class_problem(other, 4, 0.5, 0.4));
  must_be_of_one_problem(a.report.certificate, b.report.certificate, asked);
  for (arma::uword k = 0; k < 4; ++k) {
    const arma::mat here = of_class(a.coefficients.W, k, 2),
                    there = of_class(b.coefficients.W, static_cast<arma::uword>(place[k]), 2);
    BOOST_TEST(arma::abs(here - there).max() <= 1e-3);
  }
}

BOOST_AUTO_TEST_CASE(any_coupling_is_one_machine_on_augmented_features) {
  const MultiTaskData data = in_classes(random_tasks(4, {.n = 14, .d = 4, .T = 4}), 3);
  const arma::mat chain = QuadraticCoupling::graph(task_chain(4), 2.0, 1.0).inverse_coupling();
  const arma::mat singular = low_rank_kernel(4, 2, 0.0), lifted = low_rank_kernel(4, 1, 0.3);
  for (const arma::mat& A : {chain, singular, lifted}) {
    const ClassProblem problem{data, 3, QuadraticCoupling::of_task_kernel(A), Intercept::none,
                               arma::vec(data.size(), arma::fill::value(0.3))};
    arma::vec values;
    arma::mat vectors;
    arma::eig_sym(values, vectors, A);
    const MultiTaskData wide =
        on_augmented_features(data, vectors * arma::diagmat(arma::sqrt(arma::clamp(values, 0.0, arma::datum::inf))));
    const ClassProblem single{wide, 3, QuadraticCoupling::of_task_kernel(arma::mat(1, 1, arma::fill::ones)),
                              Intercept::none, problem.c};
    must_be_of_one_problem(proof_of(problem), proof_of(single), asked);
  }
}

BOOST_AUTO_TEST_CASE(mu_towards_infinity_is_one_machine_a_task_and_mu_towards_0_one_pooled_machine) {
  const MultiTaskData data = in_classes(random_tasks(5, {.n = 20, .d = 3, .T = 3}), 3);
  const double C = 0.5;
  double apart = 0.0;
  for (arma::uword t = 0; t < 3; ++t) {
    const MultiTaskData one = data.task(t);
    apart += proof_of({one, 3, QuadraticCoupling::of_task_kernel(arma::mat(1, 1, arma::fill::ones)),
                       Intercept::penalised, arma::vec(one.size(), arma::fill::value(C))})
                 .primal;
  }
  BOOST_TEST(proof_of(class_problem(data, 3, C, 1e9)).primal == apart, boost::test_tools::tolerance(1e-7));
  const MultiTaskData pooled = data.pooled();
  const double mu = 1e-7;
  const ClassProblem one{pooled, 3, QuadraticCoupling::of_task_kernel(arma::mat(1, 1, arma::fill::ones)),
                         Intercept::penalised, arma::vec(pooled.size(), arma::fill::value(C))};
  const Solution together = solved(class_problem(data, 3, C * mu, mu));
  BOOST_TEST(together.report.certificate.primal / mu == proof_of(one).primal, boost::test_tools::tolerance(1e-5));
  for (arma::uword k = 0; k < 3; ++k) {
    const arma::mat W = of_class(together.coefficients.W, k, 3);
    BOOST_TEST(arma::abs(W.col(0) - W.col(2)).max() <= 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(a_weight_of_2_is_the_sample_twice_and_a_weight_of_0_is_no_sample) {
  const MultiTaskData data = in_classes(random_tasks(6, {.n = 15, .d = 3, .T = 2}), 3);
  arma::vec weights(data.size(), arma::fill::ones);
  weights[0] = 2.0;
  weights[1] = 0.0;
  arma::uvec first = arma::regspace<arma::uvec>(0, 14);
  first[1] = 0;
  const MultiTaskData twice = data.subset({first, arma::regspace<arma::uvec>(0, 15)});
  const MultiTaskData heavy = data.with_weights(weights);
  const Certificate a = proof_of(class_problem(heavy, 3, 0.5, 1.0)), b = proof_of(class_problem(twice, 3, 0.5, 1.0));
  must_be_of_one_problem(a, b, asked);
}

BOOST_AUTO_TEST_CASE(samples_without_features_and_tasks_of_one_class_are_welcome) {
  arma::mat X = normal_matrix(7, "X", 12, 3);
  X.row(4).zeros();
  arma::vec y(12);
  for (arma::uword i = 0; i < 12; ++i) y[i] = static_cast<double>(i % 3);
  const MultiTaskData data =
      MultiTaskData::from_tasks({{.X = X, .y = y}, {.X = arma::mat(X.head_rows(2)), .y = arma::vec{2.0, 2.0}}});
  const ClassProblem problem = class_problem(data, 3, 1.0, 0.5, Intercept::none);
  const Solution solution = solved(problem);
  const Certificate proof = must_be_certified(problem, solution);
  BOOST_TEST(arma::accu(proof.dual_point.elem(arma::find(proof.dual_point > 0.0))) > 0.0);
  const MultiTaskData nothing = MultiTaskData::from_tasks({{.X = arma::mat(3, 2, arma::fill::zeros), .y = {0, 1, 2}}});
  const ClassProblem empty = class_problem(nothing, 3, 1.0, 0.5, Intercept::none);
  BOOST_TEST(proof_of(empty).primal == 3.0);
}

BOOST_AUTO_TEST_CASE(it_keeps_to_its_rule_and_gives_the_same_bits_on_any_number_of_threads) {
  const MultiTaskData data = in_classes(random_tasks(8, {.n = 200, .d = 6, .T = 3}), 4);
  const ClassProblem problem = class_problem(data, 4, 5.0, 0.1);
  const Solution one = solve_crammer_singer(problem, {.gap = 1e-10, .max_iterations = 1});
  BOOST_TEST(to_string(one.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(one.report.iterations == 1);
  const Solution none = solve_crammer_singer(problem, {.max_iterations = 0});
  BOOST_TEST(none.coefficients.W.is_zero());
  BOOST_TEST(none.report.certificate.primal == null_objective(problem));
  int calls = 0;
  const StopRule stopped{.gap = 1e-12, .on_progress = [&](const Progress&) { return ++calls < 2; }};
  BOOST_TEST(to_string(solve_crammer_singer(problem, stopped).report.status) == to_string(Status::interrupted));
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    Solution solution;
    with_threads(threads, [&] { solution = solved(problem, 1e-5); });
    if (threads == 1) reference = solution.coefficients.W;
    BOOST_TEST(arma::approx_equal(solution.coefficients.W, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_CASE(intercepts_that_are_not_penalised_are_refused) {
  const MultiTaskData data = in_classes(random_tasks(9, {}), 3);
  BOOST_CHECK_THROW(solved(class_problem(data, 3, 1.0, 1.0, Intercept::free)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
