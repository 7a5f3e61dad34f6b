#include "lib/fit/ranked_certificate.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

RankedProblem problem_of(const MultiTaskData& data, arma::uword rank, Intercept intercept = Intercept::free) {
  return {data, Squared{}, RankedRidge{0.05, rank}, intercept, data.loss_weights(Averaging::task_mean)};
}

// Ridge regression from the normal equations of centred data.
Coefficients ridge_of(const RankedProblem& problem) {
  const MultiTaskData& data = problem.data;
  Coefficients at = zero_coefficients(data);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    arma::mat X = data.design(t).dense();
    const double n = static_cast<double>(X.n_rows);
    X.each_row() -= arma::mean(X, 0);
    at.W.col(t) = arma::solve(arma::mat(X.t() * X / n + problem.penalty.mu * arma::eye(X.n_cols, X.n_cols)),
                              arma::vec(X.t() * data.targets_of(t) / n));
  }
  return with_best_intercepts(problem, at.W);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ranked_certificate)

BOOST_AUTO_TEST_CASE(tasks_weigh_alike_with_one_X_and_nothing_missing) {
  const MultiTaskData shared = random_tasks(1, {.n = 30, .d = 5, .T = 4, .shared = true});
  arma::vec c = shared.loss_weights(Averaging::sum);
  BOOST_TEST(tasks_weigh_alike(shared, c));
  c[40] = 0.0;
  BOOST_TEST(!tasks_weigh_alike(shared, c));
  const MultiTaskData ragged = random_tasks(1, {.n = 30, .d = 5, .T = 4});
  BOOST_TEST(!tasks_weigh_alike(ragged, ragged.loss_weights(Averaging::sum)));
}

BOOST_AUTO_TEST_CASE(the_image_has_the_length_of_the_curvature) {
  const MultiTaskData data = random_tasks(2, {.n = 30, .d = 5, .T = 4, .shared = true});
  const arma::mat W = normal_matrix(7, "W", 5, 4);
  arma::mat X = data.design(0).dense();
  X.each_row() -= arma::mean(X, 0);
  const arma::mat H = X.t() * X / 30.0 + 0.05 * arma::eye(5, 5);
  const double length = arma::accu(arma::square(ranked_image(problem_of(data, 2), W)));
  BOOST_TEST(length == arma::trace(W.t() * H * W), boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_bound_holds_for_every_matrix_of_the_rank_whatever_it_is_expanded_around) {
  const MultiTaskData data = random_tasks(3, {.n = 25, .d = 6, .T = 5, .shared = true});
  const RankedProblem problem = problem_of(data, 2);
  const Coefficients ridge = ridge_of(problem);
  const double scale = null_objective(problem);
  const arma::mat elsewhere = ridge.W + 0.01 * normal_matrix(5, "off", 6, 5);
  for (const arma::mat& W_0 : {ridge.W, elsewhere, arma::mat(6, 5, arma::fill::zeros)}) {
    const double bound = certify_ranked(problem, ridge, scale, {{W_0, ridge.b}, {}}).dual;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const arma::mat near = ridge.W * normal_matrix(seed, "V", 5, 2) * normal_matrix(seed, "U", 2, 5);
      const Coefficients at = with_best_intercepts(problem, 0.3 * near);
      BOOST_TEST(certify(problem, at, scale).primal >= bound);
    }
  }
}

BOOST_AUTO_TEST_CASE(at_the_best_matrix_of_the_rank_the_gap_closes_to_its_rounding) {
  for (const Intercept intercept : {Intercept::free, Intercept::none}) {
    const MultiTaskData data = random_tasks(4, {.n = 25, .d = 6, .T = 5, .shared = true});
    const RankedProblem problem = problem_of(data, 2, intercept);
    arma::mat X = data.design(0).dense(), W = ridge_of(problem).W;
    if (intercept == Intercept::none)
      W = arma::solve(X.t() * X / 25.0 + 0.05 * arma::eye(6, 6), X.t() * arma::reshape(data.targets(), 25, 5) / 25.0);
    const arma::mat V = thin_svd(ranked_image(problem, W)).V.head_cols(2);
    const Coefficients best = with_best_intercepts(problem, W * V * V.t());
    const Certificate proof = certify_ranked(problem, best, null_objective(problem), {{W, {}}, {}});
    BOOST_TEST(proof.relative_gap < 1e-13);
    BOOST_TEST(certify(problem, best).relative_gap > 1e-4);  // the convex hull alone does not prove it
  }
}

BOOST_AUTO_TEST_SUITE_END()
