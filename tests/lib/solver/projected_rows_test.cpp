#include "lib/solver/projected_rows.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

ProjectedRows::Problem posed(const MultiTaskData& data, Intercept intercept = Intercept::free, double lambda = 0.1) {
  return {
      data, {}, {RowGroupLasso{lambda, {1, 0, 2, 0, 1, 1}}, 0.2}, intercept, data.loss_weights(Averaging::task_mean)};
}

MultiTaskData with_gaps(const MultiTaskData& data, arma::uword every) {
  arma::vec s(data.size(), arma::fill::ones);
  for (arma::uword i = 3; i < s.n_elem; i += every) s[i] = 0.0;
  return data.with_weights(s);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(projected_rows)

BOOST_AUTO_TEST_CASE(what_is_left_is_orthogonal_to_the_free_columns_under_the_factors) {
  for (const bool shared : {true, false})
    for (const Intercept intercept : {Intercept::free, Intercept::none}) {
      const MultiTaskData data = with_gaps(random_tasks(1, {.n = 20, .d = 6, .T = 3, .shared = shared}), 20);
      const auto problem = posed(data, intercept);
      const ProjectedRows projected(problem);
      const auto rest = projected.rest_of(problem);
      BOOST_CHECK(rest.intercept == Intercept::none);
      BOOST_CHECK(arma::all(rest.c == problem.c));
      BOOST_CHECK(free_part(rest).rows.is_empty());
      for (arma::uword t = 0; t < 3; ++t) {
        const arma::span run(data.rows_of(t).begin, data.rows_of(t).end - 1);
        const arma::mat F = free_columns::written(data.design(t), free_part(problem));
        const arma::mat CF = arma::diagmat(arma::vec(problem.c(run))) * F;
        BOOST_CHECK_SMALL(arma::abs(CF.t() * rest.data.design(t).dense()).max(), 1e-15);
        BOOST_CHECK_SMALL(arma::abs(CF.t() * rest.data.targets()(run)).max(), 1e-15);
        BOOST_CHECK(rest.data.design(t).dense().col(1).is_zero());
        BOOST_CHECK(rest.data.design(t).dense().col(3).is_zero());
      }
    }
}

// Objectives of the two problems are equal where the free rows are at their best.
BOOST_AUTO_TEST_CASE(objectives_and_their_scales_are_those_of_the_whole_problem) {
  const MultiTaskData data = random_tasks(2, {.n = 20, .d = 6, .T = 3});
  const auto problem = posed(data);
  const ProjectedRows projected(problem);
  const auto rest = projected.rest_of(problem);
  BOOST_CHECK_CLOSE(null_objective(rest), null_objective(problem), 1e-11);
  arma::mat W = normal_matrix(2, "start", 6, 3);
  W.rows(arma::uvec{1, 3}).zeros();
  const Coefficients whole = projected.completed(problem, W);
  BOOST_CHECK(arma::all(arma::vectorise(whole.W.row(2) == W.row(2))));
  const Certificate one = certify(problem, whole), other = certify(rest, {W, arma::rowvec(3, arma::fill::zeros)});
  BOOST_CHECK_CLOSE(one.primal, other.primal, 1e-11);
  BOOST_CHECK_CLOSE(one.dual, other.dual, 1e-10);
}

BOOST_AUTO_TEST_CASE(it_takes_dense_features_that_need_no_more_copies_and_knows_its_data) {
  const MultiTaskData shared = random_tasks(3, {.n = 20, .d = 6, .T = 3, .shared = true});
  const MultiTaskData ragged = random_tasks(3, {.n = 20, .d = 6, .T = 3});
  BOOST_CHECK(ProjectedRows::suits(posed(shared)));
  BOOST_CHECK(ProjectedRows::suits(posed(ragged)));
  BOOST_CHECK(ProjectedRows::suits(posed(with_gaps(ragged, 7))));
  BOOST_CHECK(!ProjectedRows::suits(posed(with_gaps(shared, 7))));
  BOOST_CHECK(!ProjectedRows::suits(posed(random_tasks(3, {.n = 20, .d = 6, .T = 3, .shape = Shape::sparse}))));
  BOOST_CHECK(!ProjectedRows::suits(posed(shared, Intercept::penalised)));
  auto none = posed(shared), all = posed(shared);
  none.penalty.base.weights.fill(1.0);
  all.penalty.base.weights.zeros();
  BOOST_CHECK(!ProjectedRows::suits(none));
  BOOST_CHECK(!ProjectedRows::suits(all));
  const ProjectedRows projected(posed(shared));
  BOOST_CHECK(projected.serves(posed(shared, Intercept::free, 0.7)));
  BOOST_CHECK(!projected.serves(posed(shared, Intercept::none)));
  BOOST_CHECK(!projected.serves(posed(ragged)));
  BOOST_CHECK(!projected.serves(posed(shared.with_targets(2.0 * shared.targets()))));
}

BOOST_AUTO_TEST_SUITE_END()
