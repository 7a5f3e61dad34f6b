#include "lib/fit/class_terms.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/class_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

Coefficients random_coefficients(const ClassProblem& problem, std::uint64_t seed, double size) {
  const arma::uword columns = problem.n_classes * problem.data.n_tasks();
  Coefficients at{size * normal_matrix(seed, "W", problem.data.n_features(), columns),
                  size * arma::rowvec(normal_matrix(seed, "b", 1, columns))};
  if (problem.intercept == Intercept::none) at.b.zeros();
  return at;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(class_terms)

BOOST_AUTO_TEST_CASE(the_objective_is_that_of_the_definition) {
  const MultiTaskData data = in_classes(random_tasks(1, {.n = 9, .d = 4, .T = 2}), 3);
  const double mu = 0.7;
  const ClassProblem problem = class_problem(data, 3, 0.4, mu);
  const Coefficients at = random_coefficients(problem, 2, 1.0);
  double objective = 0.0;
  for (arma::uword k = 0; k < 3; ++k) {
    // sum_t |v_t|^2 + mu |w_0|^2 with w_0 = sum_t w_t / (T + mu).
    const arma::mat W = arma::join_cols(of_class(at.W, k, 2), of_class(at.b, k, 2));
    const arma::vec common = arma::sum(W, 1) / (2.0 + mu);
    objective += 0.5 * (arma::accu(arma::square(W.each_col() - common)) + mu * arma::accu(arma::square(common)));
  }
  for (arma::uword t = 0; t < 2; ++t) {
    const arma::mat X = data.design(t).dense();
    for (arma::uword i = 0; i < X.n_rows; ++i) {
      arma::vec eta(3);
      for (arma::uword k = 0; k < 3; ++k) eta[k] = arma::dot(X.row(i), at.W.col(2 * k + t)) + at.b[2 * k + t];
      const auto own = static_cast<arma::uword>(data.targets_of(t)[i]);
      double most = eta[own];
      for (arma::uword k = 0; k < 3; ++k)
        if (k != own) most = std::max(most, eta[k] + 1.0);
      objective += 0.4 * (most - eta[own]);
    }
  }
  const Certificate proof = certify(problem, at, null_objective(problem));
  BOOST_TEST(proof.primal == objective, boost::test_tools::tolerance(1e-13));
  BOOST_TEST(null_objective(problem) == 0.4 * static_cast<double>(data.size()), boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(no_dual_point_proves_more_than_any_coefficients_reach) {
  const MultiTaskData data = in_classes(random_tasks(2, {.n = 12, .d = 3, .T = 3}), 4);
  for (const Intercept intercept : {Intercept::none, Intercept::penalised}) {
    const ClassProblem problem = class_problem(data, 4, 0.2, 0.5, intercept);
    const double scale = null_objective(problem);
    double least = scale, most = 0.0;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      const arma::vec hint = arma::vectorise(normal_matrix(seed, "u", data.size(), 4)) * (seed % 2 == 0 ? 1.0 : 0.01);
      const Certificate proof = certify(problem, random_coefficients(problem, seed, 0.05), scale, &hint);
      least = std::min(least, proof.primal);
      most = std::max(most, proof.dual);
      // The point that proves it is in the domain.
      const arma::mat u = arma::reshape(arma::mat(proof.dual_point), data.size(), 4);
      BOOST_TEST(arma::abs(arma::sum(u, 1)).max() <= 1e-15);
      for (arma::uword i = 0; i < data.size(); ++i)
        for (arma::uword k = 0; k < 4; ++k)
          BOOST_TEST((static_cast<double>(k) == data.targets()[i] ? u(i, k) >= -problem.c[i] - 1e-16 : u(i, k) >= 0.0));
    }
    BOOST_TEST(most > 0.0);
    BOOST_TEST(most < least);
  }
}

BOOST_AUTO_TEST_CASE(a_hint_of_another_length_and_samples_of_factor_0_are_not_looked_at) {
  MultiTaskData data = in_classes(random_tasks(3, {.n = 8, .d = 3, .T = 2}), 3);
  ClassProblem problem = class_problem(data, 3, 0.5, 1.0);
  problem.c[0] = 0.0;
  const Coefficients at = random_coefficients(problem, 4, 0.3);
  const arma::vec hint(5, arma::fill::ones);
  const Certificate proof = certify(problem, at, 1.0, &hint), bare = certify(problem, at, 1.0);
  BOOST_TEST(proof.dual == bare.dual);
  arma::vec others = data.targets();
  others[0] = others[0] == 0.0 ? 1.0 : 0.0;
  const MultiTaskData changed = data.with_targets(others);
  const Certificate same = certify({changed, 3, problem.penalty, problem.intercept, problem.c}, at, 1.0);
  BOOST_TEST(same.primal == bare.primal);
  BOOST_TEST(same.dual == bare.dual);
}

BOOST_AUTO_TEST_CASE(predictions_that_are_no_numbers_prove_nothing) {
  const MultiTaskData data = in_classes(random_tasks(3, {.n = 8, .d = 3, .T = 2}), 3);
  const ClassProblem problem = class_problem(data, 3, 0.5, 1.0);
  Coefficients at = random_coefficients(problem, 4, 0.3);
  at.W[0] = arma::datum::nan;
  BOOST_TEST(certify(problem, at, 1.0).gap == arma::datum::inf);
}

BOOST_AUTO_TEST_SUITE_END()
