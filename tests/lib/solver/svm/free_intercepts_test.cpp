#include "lib/solver/svm/free_intercepts.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/parallel.hpp"
#include "lib/solver/svm_engine.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <DualShaped L>
Problem<L, QuadraticCoupling> posed(const MultiTaskData& data, L loss, double C, double mu) {
  return machine(data, loss, C, mu, Intercept::free);
}

template <class P>
Solution solved(const P& problem, double gap = 1e-8) {
  return svm_engine(problem, {.gap = gap, .max_iterations = 20000}, zero_coefficients(problem.data));
}

template <class P>
Certificate must_certify(const P& problem, double gap = 1e-8) {
  const Solution solution = solved(problem, gap);
  const Certificate again = must_be_certified(problem, solution);
  for (arma::uword t = 0; t < problem.data.n_tasks(); ++t) {
    const Rows rows = problem.data.rows_of(t);
    BOOST_TEST(std::abs(arma::accu(again.dual_point.subvec(rows.begin, rows.end - 1))) <=
               1e-12 * arma::accu(arma::abs(again.dual_point)));
  }
  return solution.report.certificate;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(free_intercepts_of_support_vector_machines)

BOOST_AUTO_TEST_CASE(every_loss_is_certified_for_costs_from_1e_4_to_1e2) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const double C : {1e-4, 1.0, 100.0})
      for (const double mu : {0.1, 10.0}) {
        DataShape form{.n = 15, .d = 10, .T = 3, .shape = shape};
        const MultiTaskData data = random_tasks(2, form);
        form.labels = true;
        const MultiTaskData classes = random_tasks(2, form);
        BOOST_TEST_CONTEXT("shape " << static_cast<int>(shape) << " C " << C << " mu " << mu)
        for_every_machine_loss(
            data, classes, [&](const MultiTaskData& of, const auto& loss) { must_certify(posed(of, loss, C, mu)); });
      }
}

BOOST_AUTO_TEST_CASE(tasks_of_one_class_and_of_one_sample_and_zero_rows) {
  const arma::mat X = normal_matrix(1, "X", 20, 4);
  arma::mat with_zeros = X;
  with_zeros.rows(0, 4).zeros();
  const MultiTaskData data =
      MultiTaskData::from_tasks({{.X = X, .y = arma::vec(20, arma::fill::ones)},
                                 {.X = arma::mat(X.head_rows(1)), .y = arma::vec{-1.0}},
                                 {.X = with_zeros, .y = arma::vec(arma::sign(X.col(0) + 0.5 * X.col(1)))},
                                 {.X = arma::mat(2, 4), .y = arma::vec{1.0, -1.0}}});
  for (const double C : {1e-8, 0.1, 1e6}) BOOST_TEST_CONTEXT("C " << C) {
      must_certify(posed(data, Hinge{}, C, 0.5));
      must_certify(posed(data, SquaredHinge{}, C, 0.5));
    }
}

BOOST_AUTO_TEST_CASE(a_squared_loss_has_the_intercept_of_centred_data) {
  const MultiTaskData data = random_tasks(3, {.n = 20, .d = 5, .T = 3});
  const auto problem = posed(data, Squared{}, 1.0, 0.5);
  const Solution ours = solved(problem, 1e-12);
  std::vector<Task> centred;
  for (arma::uword t = 0; t < 3; ++t) {
    arma::mat X = data.design(t).dense();
    X.each_row() -= arma::mean(X, 0);
    centred.push_back({.X = X, .y = arma::vec(data.targets_of(t) - arma::mean(data.targets_of(t)))});
  }
  const MultiTaskData other = MultiTaskData::from_tasks(std::move(centred));
  const Problem<Squared, QuadraticCoupling> without{other, {}, problem.penalty, Intercept::none, problem.c};
  BOOST_TEST(arma::abs(ours.coefficients.W - solved(without, 1e-12).coefficients.W).max() <= 1e-5);
}

BOOST_AUTO_TEST_CASE(moving_all_predictions_of_a_task_moves_its_intercept_alone) {
  const MultiTaskData data = random_tasks(4, {.n = 30, .d = 5, .T = 3});
  arma::vec moved = data.targets();
  for (arma::uword t = 0; t < 3; ++t)
    moved.subvec(data.rows_of(t).begin, data.rows_of(t).end - 1) += 100.0 * static_cast<double>(t);
  const MultiTaskData shifted = data.with_targets(moved);
  const Coefficients at = solved(posed(data, EpsilonInsensitive{}, 1.0, 0.5), 1e-10).coefficients,
                     far = solved(posed(shifted, EpsilonInsensitive{}, 1.0, 0.5), 1e-10).coefficients;
  BOOST_TEST(arma::abs(at.W - far.W).max() <= 1e-3);
  for (arma::uword t = 0; t < 3; ++t) BOOST_TEST(std::abs(far.b[t] - at.b[t] - 100.0 * static_cast<double>(t)) <= 1e-2);
}

BOOST_AUTO_TEST_CASE(many_samples_and_few_features_and_the_reverse) {
  for (const DataShape form :
       {DataShape{.n = 400, .d = 5, .T = 4, .labels = true}, DataShape{.n = 30, .d = 100, .T = 4, .labels = true},
        DataShape{.n = 200, .d = 60, .T = 4, .shape = Shape::sparse, .labels = true}}) {
    const MultiTaskData data = random_tasks(5, form);
    for (const double C : {0.01, 1.0}) BOOST_TEST_CONTEXT("n " << form.n << " C " << C) {
        must_certify(posed(data, Hinge{}, C, 0.3));
        must_certify(posed(data, SquaredHinge{}, C, 3.0));
      }
  }
}

BOOST_AUTO_TEST_CASE(any_coupling_is_solved) {
  const MultiTaskData data = random_tasks(6, {.n = 25, .d = 6, .T = 4, .labels = true});
  for (const QuadraticCoupling& coupling :
       {QuadraticCoupling::mean(4, 3.0, 0.5), QuadraticCoupling::of_task_kernel(low_rank_kernel(4, 2, 0.0))})
    must_certify(Problem<Hinge, QuadraticCoupling>{data, {}, coupling, Intercept::free, data.weights()});
}

BOOST_AUTO_TEST_CASE(a_warm_start_ends_at_the_same_objective) {
  const MultiTaskData data = random_tasks(7, {.n = 40, .d = 6, .T = 3, .labels = true});
  const auto problem = posed(data, Hinge{}, 1.0, 0.5);
  const Solution cold = solved(problem, 1e-9), first = solved(posed(data, Hinge{}, 0.5, 0.5), 1e-9);
  const Solution warm = svm_engine(problem, {.gap = 1e-9, .max_iterations = 20000}, first.coefficients);
  BOOST_TEST(warm.report.certificate.relative_gap <= 1e-9);
  BOOST_TEST(std::abs(warm.report.certificate.primal - cold.report.certificate.primal) <=
             1e-9 * cold.report.certificate.scale);
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = random_tasks(8, {.n = 300, .d = 10, .T = 3, .labels = true});
  Coefficients reference;
  for (const int threads : {1, 2, 4}) {
    Coefficients at;
    with_threads(threads, [&] { at = solved(posed(data, Hinge{}, 0.1, 0.5), 1e-7).coefficients; });
    if (threads == 1) reference = at;
    BOOST_TEST(arma::approx_equal(at.W, reference.W, "absdiff", 0.0));
    BOOST_TEST(arma::approx_equal(at.b, reference.b, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
