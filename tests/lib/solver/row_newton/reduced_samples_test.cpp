#include "lib/solver/row_newton/reduced_samples.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/row_engine.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;
using row_newton::reduce_samples;

namespace {

using Net = Ridged<RowGroupLasso>;
using Elastic = Problem<Squared, Net>;

Elastic posed(const MultiTaskData& data, double lambda, Intercept intercept = Intercept::free, double mu = 0.0) {
  return {data, {}, Net(RowGroupLasso{lambda}, mu), intercept, data.loss_weights(Averaging::task_mean)};
}

MultiTaskData tall(std::uint64_t seed, arma::uword n = 90, arma::uword d = 12, arma::uword T = 5) {
  return random_tasks(seed, {.n = n, .d = d, .T = T, .shared = true});
}

// The same weights in every task, a zero among them.
MultiTaskData weighted(std::uint64_t seed) {
  const MultiTaskData data = tall(seed);
  arma::vec weights = arma::abs(normal_matrix(seed, "v", data.rows_of(0).size(), 1));
  weights[3] = 0.0;
  return data.with_weights(arma::repmat(weights, data.n_tasks(), 1));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fewer_samples_for_the_same_problem)

BOOST_AUTO_TEST_CASE(objectives_differ_by_one_number_and_lambda_max_not_at_all) {
  for (const MultiTaskData& data : {tall(1), weighted(2)})
    for (const Intercept intercept : {Intercept::none, Intercept::free}) {
      const Elastic full = posed(data, 0.1, intercept, 0.3);
      const auto reduced = reduce_samples(data, full.c, intercept == Intercept::free);
      BOOST_REQUIRE(reduced.has_value());
      BOOST_TEST(reduced->data.rows_of(0).size() == 12);
      const Elastic small{reduced->data, {}, full.penalty, Intercept::none, reduced->c};
      BOOST_TEST(std::abs(lambda_max(small) - lambda_max(full)) <= 1e-12 * lambda_max(full));
      for (const double size : {0.0, 0.1, 3.0}) {
        Coefficients at = zero_coefficients(data);
        at.W = size * normal_matrix(3, "W", 12, 5);
        const double below = certify(small, at).primal;
        if (intercept == Intercept::free) at.b = best_intercepts(full.loss, data, full.c, data.forward(at.W, {}), at.b);
        const double primal = certify(full, at).primal;
        BOOST_TEST(std::abs(below + reduced->unseen - primal) <= 1e-12 * primal);
      }
    }
}

BOOST_AUTO_TEST_CASE(constant_columns_stay_as_zeros) {
  arma::mat X = normal_matrix(4, "X", 40, 6);
  X.col(2).fill(0.1);
  X.col(4).zeros();
  const MultiTaskData data = MultiTaskData::from_shared(X, normal_matrix(4, "Y", 40, 3));
  const auto reduced = reduce_samples(data, data.loss_weights(Averaging::task_mean), true);
  BOOST_REQUIRE(reduced.has_value());
  const arma::mat R = reduced->data.design(0).dense();
  BOOST_TEST(R.col(2).is_zero());
  BOOST_TEST(R.col(4).is_zero());
}

BOOST_AUTO_TEST_CASE(nearly_singular_features_and_few_samples_are_not_reduced) {
  for (const Shape shape : {Shape::ill, Shape::duplicates}) {
    const MultiTaskData data = random_tasks(5, {.n = 60, .d = 10, .T = 4, .shape = shape, .shared = true});
    BOOST_TEST(!reduce_samples(data, data.loss_weights(Averaging::task_mean), true).has_value());
  }
  const MultiTaskData wide = tall(6, 17, 12);
  BOOST_TEST(!reduce_samples(wide, wide.loss_weights(Averaging::task_mean), true).has_value());
  BOOST_TEST(!row_newton::reduction_pays(wide, 100));
}

BOOST_AUTO_TEST_CASE(short_paths_do_not_pay_for_it) {
  const MultiTaskData data = tall(6, 90, 40, 5);
  for (const std::size_t fits : {0, 1, 2, 3}) BOOST_TEST(!row_newton::reduction_pays(data, fits));
  for (const std::size_t fits : {4, 100}) BOOST_TEST(row_newton::reduction_pays(data, fits));
  const Elastic problem = posed(data, 0.1);
  for (const std::size_t fits : {3, 50}) {
    RowEngine path(RowEngine::Use::path, fits);
    path(problem, {.gap = 1e-8}, zero_coefficients(data));
    BOOST_TEST(path.is_on_reduced_samples() == (fits == 50));
  }
}

BOOST_AUTO_TEST_CASE(a_path_of_reduced_samples_is_certified_on_all_of_them) {
  for (const MultiTaskData& data : {tall(7, 200, 30), weighted(8)})
    for (const Intercept intercept : {Intercept::none, Intercept::free})
      for (const double mu : {0.0, 0.05}) {
        const double top = lambda_max(posed(data, 1.0, intercept));
        RowEngine path(RowEngine::Use::path), single;
        const Coefficients zero = zero_coefficients(data);
        for (const double share : {1.0, 0.5, 0.1, 0.01, 1e-4}) {
          const Elastic problem = posed(data, share * top, intercept, mu);
          const Solution one = path(problem, {.gap = 1e-10}, zero), other = single(problem, {.gap = 1e-10}, zero);
          const Certificate again = certify(problem, one.coefficients);
          BOOST_TEST(to_string(one.report.status) == to_string(Status::optimal));
          BOOST_TEST(again.proved_relative_gap() <= 1e-10);
          BOOST_TEST(again.primal - other.report.certificate.primal <= again.gap);
          BOOST_TEST(other.report.certificate.primal - again.primal <= other.report.certificate.gap);
          BOOST_TEST(arma::abs(one.coefficients.W - other.coefficients.W).max() < 1e-4);
        }
      }
}

BOOST_AUTO_TEST_CASE(what_cancels_in_the_reduction_is_solved_on_all_samples) {
  // Two columns 1e-3 apart leave a pivot of 1e-6: reduced, but only to about half of the digits.
  arma::mat X = normal_matrix(9, "X", 80, 8);
  X.col(1) = X.col(0) + 1e-3 * X.col(1);
  const MultiTaskData data = MultiTaskData::from_shared(X, normal_matrix(9, "Y", 80, 4));
  BOOST_REQUIRE(reduce_samples(data, data.loss_weights(Averaging::task_mean), true).has_value());
  const double top = lambda_max(posed(data, 1.0));
  RowEngine path(RowEngine::Use::path);
  for (const double share : {0.1, 1e-3}) {
    const Elastic problem = posed(data, share * top);
    const Solution solution = path(problem, {.gap = 1e-10}, zero_coefficients(data));
    BOOST_TEST(to_string(solution.report.status) == to_string(Status::optimal));
    BOOST_TEST(certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point)
                   .proved_relative_gap() <= 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(a_certificate_that_fails_on_all_samples_ends_the_reduction_for_the_rest_of_the_path) {
  // Columns 2e-4 apart leave pivots of 4e-8, just enough to be reduced.
  arma::mat X = normal_matrix(12, "X", 120, 10);
  for (const arma::uword j : {1, 3, 5}) X.col(j) = X.col(j - 1) + 2e-4 * X.col(j);
  const MultiTaskData data = MultiTaskData::from_shared(X, normal_matrix(12, "Y", 120, 4) + 3.0 * X.head_cols(4));
  const double top = lambda_max(posed(data, 1.0));
  RowEngine path(RowEngine::Use::path), single;
  const StopRule strict{.gap = 1e-11};
  std::vector<bool> reduced;
  for (const double share : {0.5, 1e-2, 1e-4, 1e-6}) {
    const Elastic problem = posed(data, share * top);
    const Solution one = path(problem, strict, zero_coefficients(data));
    const Solution other = single(problem, strict, zero_coefficients(data));
    reduced.push_back(path.is_on_reduced_samples());
    BOOST_TEST(to_string(one.report.status) == to_string(other.report.status));  // rounding ends both at the last one
    BOOST_TEST(one.report.certificate.dual <= other.report.certificate.primal);
    BOOST_TEST(other.report.certificate.dual <= one.report.certificate.primal);
  }
  BOOST_TEST(reduced.front());
  BOOST_TEST(!reduced.back());
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  const MultiTaskData data = tall(10, 5000, 70, 6);
  arma::mat reference;
  for (const int threads : {1, 2, 4}) {
    std::optional<row_newton::ReducedSamples> reduced;
    with_threads(threads, [&] { reduced = reduce_samples(data, data.loss_weights(Averaging::task_mean), true); });
    BOOST_REQUIRE(reduced.has_value());
    const arma::mat all =
        arma::join_rows(reduced->data.design(0).dense(), arma::reshape(reduced->data.targets(), 70, 6));
    if (reference.is_empty()) reference = all;
    BOOST_TEST(arma::approx_equal(all, reference, "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
