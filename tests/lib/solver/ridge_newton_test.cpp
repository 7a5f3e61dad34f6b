#include "lib/solver/ridge_newton.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/parallel.hpp"
#include "lib/loss/names.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <SmoothLoss L>
Problem<L, Ridge> posed(const MultiTaskData& data, L loss, double mu, Intercept intercept = Intercept::free) {
  return {data, loss, Ridge{mu}, intercept, data.loss_weights(Averaging::task_mean)};
}

template <class L>
Solution solved(const Problem<L, Ridge>& problem, double gap = 1e-10) {
  return ridge_newton(problem, {.gap = gap}, zero_coefficients(problem.data));
}

template <class L>
void must_certify(const Problem<L, Ridge>& problem, double gap, const std::string& what) {
  const Solution solution = solved(problem, gap);
  BOOST_TEST_CONTEXT(what << " mu " << problem.penalty.mu) {
    BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
    BOOST_TEST(certify(problem, solution.coefficients).relative_gap <= gap);
    BOOST_TEST(solution.report.iterations <= 60);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(newton_for_ridge)

BOOST_AUTO_TEST_CASE(squared_loss_is_the_closed_form) {
  const arma::mat X = normal_matrix(1, "X", 20, 5) + 1.0;
  const arma::vec y = normal_matrix(1, "y", 20, 1) + 2.0;
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = X, .y = y}});
  const double mu = 0.3;
  const arma::mat centred = X.each_row() - arma::mean(X);
  const arma::mat H = centred.t() * centred / 20.0 + mu * arma::eye(5, 5);
  const arma::vec expected = arma::solve(H, centred.t() * (y - arma::mean(y)) / 20.0);
  const Solution solution = solved(posed(data, Squared{}, mu), 1e-13);
  BOOST_TEST(arma::abs(solution.coefficients.W - expected).max() < 1e-13);
  BOOST_TEST(std::abs(solution.coefficients.b[0] - arma::mean(y - X * expected)) < 1e-13);
}

BOOST_AUTO_TEST_CASE(every_smooth_loss_is_certified_on_well_and_ill_conditioned_data_tall_and_wide) {
  for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
    for (const arma::uword d : {6, 40})
      for (const Intercept intercept : {Intercept::none, Intercept::free})
        for (const double mu : {10.0, 0.1, 1e-3}) {
          DataShape form{.n = 20, .d = d, .T = 3, .shape = shape};
          const MultiTaskData data = random_tasks(2, form);
          form.labels = true;
          const MultiTaskData classes = random_tasks(2, form);
          must_certify(posed(data, Squared{}, mu, intercept), 1e-11, "squared");
          must_certify(posed(data, Huber{0.5}, mu, intercept), 1e-10, "huber");
          must_certify(posed(classes, Logistic{}, mu, intercept), 1e-10, "logistic");
          must_certify(posed(classes, SquaredHinge{}, mu, intercept), 1e-10, "squared hinge");
        }
}

BOOST_AUTO_TEST_CASE(separable_classes_with_almost_no_ridge_are_certified) {
  const arma::mat X = arma::join_cols(normal_matrix(3, "a", 10, 2) + 5.0, normal_matrix(3, "b", 10, 2) - 5.0);
  const arma::vec y = arma::join_cols(arma::ones(10), -arma::ones(10));
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = X, .y = y}});
  must_certify(posed(data, Logistic{}, 1e-6), 1e-8, "logistic");
}

BOOST_AUTO_TEST_CASE(a_task_of_one_class_is_certified) {
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = normal_matrix(4, "X", 10, 3), .y = arma::ones(10)},
                                                        {.X = normal_matrix(4, "Z", 10, 3), .y = -arma::ones(10)}});
  const Solution solution = solved(posed(data, Logistic{}, 0.1), 1e-8);
  BOOST_TEST(solution.coefficients.W.is_finite());
  BOOST_TEST(solution.coefficients.b.is_finite());
}

BOOST_AUTO_TEST_CASE(sparse_features_give_what_dense_ones_give) {
  for (const arma::uword d : {5, 60}) {
    DataShape form{.n = 30, .d = d, .T = 2, .shape = Shape::sparse, .labels = true};
    const MultiTaskData sparse = random_tasks(5, form);
    form.as_dense = true;
    const MultiTaskData dense = random_tasks(5, form);
    const arma::mat difference = solved(posed(sparse, Logistic{}, 0.1), 1e-12).coefficients.W -
                                 solved(posed(dense, Logistic{}, 0.1), 1e-12).coefficients.W;
    BOOST_TEST(arma::abs(difference).max() < 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(conjugate_gradients_agree_with_a_cholesky_factor) {
  const arma::uword n = 2001;
  const arma::sp_mat S(features(6, "X", n, 2002, Shape::sparse));
  const arma::vec v(n, arma::fill::ones), g = normal_matrix(6, "g", 2002, 1);
  const RidgeDirection direction = ridge_direction({Design(S), v, 50.0, false}, g);
  const arma::vec residual = S.t() * (S * direction.step) + 50.0 * direction.step + g;
  BOOST_TEST(arma::norm(residual) <= 1e-9 * arma::norm(g));
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = random_tasks(7, {.n = 600, .d = 30, .T = 5, .labels = true});
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    Solution solution;
    with_threads(threads, [&] { solution = solved(posed(data, Logistic{}, 0.01)); });
    if (threads == 1) reference = solution.coefficients.W;
    BOOST_TEST(arma::approx_equal(solution.coefficients.W, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_CASE(a_start_at_the_optimum_stops_at_once) {
  const MultiTaskData data = random_tasks(8, {.labels = true});
  const auto problem = posed(data, Logistic{}, 0.1);
  const Solution again = ridge_newton(problem, {.gap = 1e-8}, solved(problem).coefficients);
  BOOST_TEST(again.report.iterations == 0);
  BOOST_TEST(to_string(again.report.status) == to_string(Status::optimal));
}

BOOST_AUTO_TEST_CASE(one_iteration_is_reported_as_the_limit_it_is) {
  const MultiTaskData data = random_tasks(9, {.labels = true});
  const auto problem = posed(data, Logistic{}, 1e-4);
  const Solution solution = ridge_newton(problem, {.gap = 1e-10, .max_iterations = 1}, zero_coefficients(data));
  BOOST_TEST(to_string(solution.report.status) == to_string(Status::iteration_limit));
  BOOST_TEST(solution.report.certificate.relative_gap > 1e-10);
}

BOOST_AUTO_TEST_CASE(a_penalised_intercept_or_no_ridge_is_refused) {
  const MultiTaskData data = random_tasks(10, {});
  BOOST_CHECK_THROW(solved(posed(data, Squared{}, 1.0, Intercept::penalised)), InvalidOption);
  BOOST_CHECK_THROW(solved(posed(data, Squared{}, 0.0)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
