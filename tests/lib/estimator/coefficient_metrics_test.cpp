#include "lib/estimator/coefficient_metrics.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

#include "lib/base/error.hpp"
#include "lib/base/random.hpp"

using namespace starling;

namespace {

const double right_angle = arma::datum::pi / 2.0;

LinearModel model_of(const arma::mat& W, LearnedStructure learned = {}) {
  ModelInfo info{.primal = 2.5, .learned = std::move(learned)};
  for (arma::uword t = 0; t < W.n_cols; ++t) info.task_names.push_back("task " + std::to_string(t));
  return {W, arma::rowvec(W.n_cols, arma::fill::zeros), std::move(info)};
}

struct Planted {
  arma::mat W;
  arma::uvec clusters = {};
  int rank = 0;
  arma::uvec outlier_tasks = {};
};

std::map<std::string, double> scores(const arma::mat& W, const Planted& truth, LearnedStructure learned = {}) {
  return coefficient_scores(
      model_of(W, std::move(learned)),
      PlantedTruth{.W = truth.W, .clusters = truth.clusters, .rank = truth.rank, .outlier_tasks = truth.outlier_tasks});
}

arma::mat normal_matrix(arma::uword rows, arma::uword cols, std::uint64_t seed) {
  const RandomStream stream(seed, "coefficients");
  arma::mat A(rows, cols);
  for (arma::uword i = 0; i < A.n_elem; ++i) A[i] = stream.normal(i);
  return A;
}

// The projector to the space of the eigenvectors of the `rank` largest eigenvalues.
arma::mat leading_projector(const arma::mat& gram, arma::uword rank) {
  arma::vec values;
  arma::mat vectors;
  BOOST_REQUIRE(arma::eig_sym(values, vectors, gram));
  const arma::mat leading = vectors.tail_cols(rank);
  return leading * leading.t();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(coefficient_metric_values)

BOOST_AUTO_TEST_CASE(an_objective_that_is_not_known_is_left_out) {
  for (const double objective : {arma::datum::nan, arma::datum::inf}) {
    const ModelInfo info{.task_names = {"a", "b"}, .primal = objective};
    const auto found = coefficient_scores(LinearModel({{1, 2}}, {0, 0}, info), {});
    BOOST_TEST(!found.contains("objective"));
    BOOST_TEST(found.at("rank") == 1.0);
  }
}

BOOST_AUTO_TEST_CASE(coefficients_alone_have_an_objective_zero_rows_nonzeros_and_a_rank) {
  const auto found = coefficient_scores(model_of({{1, 2, 0}, {0, -0.0, 0}, {-2, -4, 0}, {0, 0, 0}}), {});
  BOOST_TEST(found.at("objective") == 2.5);
  BOOST_TEST(found.at("zero_rows") == 0.5);
  BOOST_TEST(found.at("nonzeros") == 4.0);
  BOOST_TEST(found.at("rank") == 1.0);
  BOOST_TEST(found.size() == 4u);
  const auto nothing = coefficient_scores(model_of(arma::mat(3, 2, arma::fill::zeros)), {});
  BOOST_TEST(nothing.at("zero_rows") == 1.0);
  BOOST_TEST(nothing.at("nonzeros") == 0.0);
  BOOST_TEST(nothing.at("rank") == 0.0);
  const auto no_features = coefficient_scores(model_of(arma::mat(0, 2)), {});
  BOOST_TEST(no_features.count("zero_rows") == 0u);
  BOOST_TEST(no_features.at("rank") == 0.0);
}

BOOST_AUTO_TEST_CASE(the_rank_is_that_of_a_product_of_factors) {
  for (arma::uword rank = 1; rank <= 5; ++rank) {
    const arma::mat W = normal_matrix(9, rank, rank) * normal_matrix(rank, 7, 50 + rank);
    BOOST_TEST(coefficient_scores(model_of(W), {}).at("rank") == static_cast<double>(rank));
  }
}

BOOST_AUTO_TEST_CASE(the_support_is_that_of_tasks_which_are_no_outliers) {
  Planted truth{.W = {{1, 1, 0}, {0, 0, 0}, {0, 2, 0}, {0, 0, 5}}, .outlier_tasks = {2}};
  // Found are features 0 and 1, there are 0 and 2: precision and recall 1/2. The outlier's feature 3 is in neither.
  BOOST_TEST(scores({{1, 1, 0}, {0, 3, 0}, {0, 0, 1}, {0, 0, 5}}, truth).at("support_f1") == 0.5);
  BOOST_TEST(scores(truth.W, truth).at("support_f1") == 1.0);
  truth.outlier_tasks = {};
  // Now 0, 2 and 3 are there and found is 0, 1, 2 and 3: precision 3/4, recall 1.
  BOOST_TEST(std::abs(scores({{1, 1, 0}, {0, 3, 0}, {0, 0, 1}, {0, 0, 5}}, truth).at("support_f1") - 6.0 / 7) < 1e-15);
}

BOOST_AUTO_TEST_CASE(where_every_feature_matters_there_is_no_support_to_find) {
  BOOST_TEST(scores({{1, 1}, {0, 0}}, {.W = {{1, 0}, {0, 1}}}).count("support_f1") == 0u);
}

BOOST_AUTO_TEST_CASE(groups_are_those_the_method_reports_under_either_name) {
  const Planted truth{.W = arma::mat(2, 5, arma::fill::ones), .clusters = {7, 7, 3, 3, 9}, .outlier_tasks = {4}};
  const arma::mat W(2, 5, arma::fill::ones);
  BOOST_TEST(scores(W, truth, {{"groups", {{1, 1, 0, 0, 0}}}}).at("adjusted_rand_index") == 1.0);
  // Worked by hand in truth_metrics_test.cpp.
  BOOST_TEST(std::abs(scores(W, truth, {{"clusters", {{0, 1, 0, 1, 2}}}}).at("adjusted_rand_index") + 0.5) < 1e-15);
  BOOST_TEST(scores(W, truth).count("adjusted_rand_index") == 0u);
  BOOST_TEST(scores(W, {.W = truth.W}, {{"groups", {{1, 1, 0, 0, 0}}}}).count("adjusted_rand_index") == 0u);
}

// Task coefficients span the plane of the first two features, or one that is turned about the first.
BOOST_AUTO_TEST_CASE(a_plane_that_is_turned_is_as_far_away_as_it_was_turned) {
  const arma::mat uses = {{3, 0, 3, 0, 1}, {0, 2, 0, 2, -1}};
  const arma::mat plane = {{1, 0}, {0, 1}, {0, 0}, {0, 0}};
  const Planted truth{.W = plane * uses, .rank = 2};
  for (const double angle : {0.0, 1e-6, 0.4, right_angle}) {
    arma::mat turned = plane;
    turned(1, 1) = std::cos(angle);
    turned(2, 1) = std::sin(angle);
    const auto found = scores(turned * uses, truth);
    BOOST_TEST(std::abs(found.at("feature_subspace_angle") - angle) < 1e-14);
    BOOST_TEST(found.at("task_subspace_angle") < 1e-14);
    const Planted sideways{.W = truth.W.t(), .rank = 2};
    BOOST_TEST(std::abs(scores((turned * uses).t(), sideways).at("task_subspace_angle") - angle) < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(of_more_directions_than_planted_the_leading_ones_count_and_fewer_are_at_right_angles) {
  const Planted truth{.W = {{1, 1, 0}, {0, 0, 0}, {0, 0, 0}}, .rank = 1};
  const auto full = scores({{5, 5, 0}, {0, 0, 1}, {1e-3, -1e-3, 0}}, truth);
  BOOST_TEST(full.at("rank") == 3.0);
  BOOST_TEST(full.at("feature_subspace_angle") < 1e-14);
  BOOST_TEST(scores({{0, 0, 1}, {0, 0, 0}, {0, 0, 0}}, truth).at("feature_subspace_angle") < 1e-14);
  BOOST_TEST(std::abs(scores({{0, 0, 1}, {0, 0, 0}, {0, 0, 0}}, truth).at("task_subspace_angle") - right_angle) <
             1e-14);
  BOOST_TEST(scores(arma::mat(3, 3, arma::fill::zeros), truth).at("feature_subspace_angle") == right_angle);
}

// The sine of the largest angle between spaces of one dimension is the norm of the difference of their projectors.
BOOST_AUTO_TEST_CASE(angles_agree_with_projectors_on_eigenvectors) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const arma::uword rank = 1 + seed % 3;
    const arma::mat planted = normal_matrix(8, rank, seed) * normal_matrix(rank, 6, 100 + seed);
    const arma::mat W = planted + 0.2 * normal_matrix(8, 6, 200 + seed);
    const auto found = scores(W, {.W = planted, .rank = static_cast<int>(rank)});
    const arma::mat features = leading_projector(W * W.t(), rank) - leading_projector(planted * planted.t(), rank);
    const arma::mat tasks = leading_projector(W.t() * W, rank) - leading_projector(planted.t() * planted, rank);
    BOOST_TEST(std::abs(std::sin(found.at("feature_subspace_angle")) - arma::norm(features, 2)) < 1e-10);
    BOOST_TEST(std::abs(std::sin(found.at("task_subspace_angle")) - arma::norm(tasks, 2)) < 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(a_space_that_is_all_there_is_has_no_angle) {
  const arma::mat wide = normal_matrix(2, 5, 1);
  const auto found = scores(wide, {.W = wide, .rank = 2});
  BOOST_TEST(found.count("feature_subspace_angle") == 0u);
  BOOST_TEST(found.at("task_subspace_angle") < 1e-14);
  BOOST_TEST(scores(wide, {.W = wide}).count("task_subspace_angle") == 0u);
}

BOOST_AUTO_TEST_CASE(every_name_of_the_list_is_a_score_and_every_score_is_in_the_list) {
  const arma::mat truth = {{1, 1, 2, 0}, {0, 0, 0, 0}, {1, 1, 2, 7}};
  const auto found = scores(truth, {.W = truth, .clusters = {0, 0, 1, 2}, .rank = 1, .outlier_tasks = {3}},
                            {{"clusters", {{0, 0, 1, 2}}}});
  std::set<std::string> names;
  for (const CoefficientMetric& metric : coefficient_metrics()) names.emplace(metric.name);
  BOOST_TEST(names.size() == found.size());
  for (const auto& [name, value] : found) BOOST_TEST(names.contains(name), name);
}

BOOST_AUTO_TEST_CASE(a_truth_of_another_size_is_refused_and_one_of_outliers_alone_says_little) {
  const arma::mat W = {{1, 0}, {0, 1}};
  BOOST_CHECK_THROW(scores(W, {.W = arma::mat(3, 2)}), InvalidInput);
  BOOST_CHECK_THROW(scores(W, {.W = arma::mat(2, 3)}), InvalidInput);
  BOOST_TEST(scores(W, {.W = W, .rank = 0, .outlier_tasks = {0, 1}}).at("estimation_error_max") == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
