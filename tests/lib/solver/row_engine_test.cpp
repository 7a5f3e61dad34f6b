#include "lib/solver/row_engine.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Elastic = Problem<Squared, Ridged<RowGroupLasso>>;

Elastic posed(const MultiTaskData& data, double share, arma::vec weights = {}) {
  Elastic problem{data,
                  {},
                  {RowGroupLasso{1.0, std::move(weights)}, 0.0},
                  Intercept::free,
                  data.loss_weights(Averaging::task_mean)};
  const double lambda = share * lambda_max(problem);
  problem.penalty = {RowGroupLasso{lambda, problem.penalty.base.weights}, 0.0};
  return problem;
}

Solution by_engine(const Elastic& problem, double gap = 1e-9) {
  RowEngine engine;
  return engine(problem, {.gap = gap}, zero_coefficients(problem.data));
}

bool same(const arma::mat& a, const arma::mat& b) { return arma::all(arma::vectorise(a == b)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(row_engine)

BOOST_AUTO_TEST_CASE(one_dense_matrix_goes_to_newton_and_everything_else_to_descent) {
  const MultiTaskData shared = random_tasks(1, {.shared = true}), ragged = random_tasks(1, {});
  const Coefficients zero = zero_coefficients(shared);
  BOOST_CHECK(same(by_engine(posed(shared, 0.1)).coefficients.W,
                   RowNewton{}(posed(shared, 0.1), {.gap = 1e-9}, zero).coefficients.W));
  BOOST_CHECK(by_engine(posed(ragged, 0.1)).report.status == Status::optimal);
}

BOOST_AUTO_TEST_CASE(weights_of_rows_agree_with_descent) {
  const MultiTaskData data = random_tasks(2, {.n = 30, .d = 12, .T = 4, .shared = true});
  arma::vec weights = 0.5 + arma::abs(normal_matrix(2, "weights", 12, 1));
  weights[4] = arma::datum::inf;
  const Elastic problem = posed(data, 0.1, weights);
  const Solution newton = by_engine(problem), descent = row_bcd(problem, {.gap = 1e-9}, zero_coefficients(data));
  BOOST_CHECK(newton.report.status == Status::optimal);
  BOOST_TEST(arma::abs(newton.coefficients.W - descent.coefficients.W).max() < 1e-4);
  BOOST_TEST(arma::abs(newton.coefficients.W.row(4)).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(a_path_goes_on_from_its_last_solution_and_other_data_begin_anew) {
  const MultiTaskData data = random_tasks(3, {.n = 25, .d = 60, .T = 4, .shared = true});
  const MultiTaskData other = random_tasks(4, {.n = 25, .d = 60, .T = 4, .shared = true});
  RowEngine path(RowEngine::Use::path);
  for (const double share : {0.5, 0.2, 0.1}) {
    const Elastic problem = posed(data, share);
    const Solution on_path = path(problem, {.gap = 1e-9}, zero_coefficients(data));
    BOOST_CHECK(on_path.report.status == Status::optimal);
    BOOST_TEST(on_path.report.certificate.primal == by_engine(problem).report.certificate.primal,
               boost::test_tools::tolerance(1e-8));
  }
  BOOST_CHECK(same(path(posed(other, 0.1), {.gap = 1e-9}, zero_coefficients(other)).coefficients.W,
                   by_engine(posed(other, 0.1)).coefficients.W));
}

BOOST_AUTO_TEST_SUITE_END()
