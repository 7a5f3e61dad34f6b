#include "algorithms/kmeans_clustering.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "algorithms/clustered_regression.hpp"
#include "datasets/catalogue.hpp"
#include "lib/estimator/truth_metrics.hpp"
#include "lib/fit/certify.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const StopRule tight{.gap = 1e-10};

double largest_difference(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }

// The least objective over all ways to put the tasks in two clusters, each solved by conjugate coupling: W from the
// normal equations of all tasks at once.
double best_of_all_pairs(const MultiTaskData& data, double rho1, double rho2) {
  const arma::uword T = data.n_tasks(), d = data.n_features();
  double least = arma::datum::inf;
  for (arma::uword code = 1; code + 1 < (arma::uword(1) << T); ++code) {
    arma::mat P(T, T, arma::fill::zeros);
    for (const bool side : {false, true}) {
      arma::vec in(T);
      for (arma::uword t = 0; t < T; ++t) in[t] = ((code >> t) & 1U) == (side ? 1U : 0U) ? 1.0 : 0.0;
      P += in * in.t() / arma::accu(in);
    }
    const arma::mat K = 2.0 * (rho1 + rho2) * arma::eye(T, T) - 2.0 * rho1 * P;
    arma::mat H = arma::kron(K, arma::eye(d, d));
    arma::vec q(d * T);
    double constant = 0.0;
    for (arma::uword t = 0; t < T; ++t) {
      arma::mat X = data.design(t).dense();
      arma::vec y = data.targets_of(t);
      X.each_row() -= arma::mean(X, 0);
      y -= arma::mean(y);
      const double n = static_cast<double>(y.n_elem);
      const arma::span at(d * t, d * t + d - 1);
      H(at, at) += X.t() * X / n;
      q(at) = X.t() * y / n;
      constant += arma::dot(y, y) / (2.0 * n);
    }
    least = std::min(least, constant - 0.5 * arma::dot(q, arma::solve(H, q)));
  }
  return least;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kmeans_clustering)

BOOST_AUTO_TEST_CASE(as_many_clusters_as_tasks_are_ridge_regression) {
  const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, false, 3);
  const Fit clusters = KmeansClustering{{.rho1 = 0.3, .rho2 = 0.05, .n_clusters = 3}}.fit(data, {.stop = tight});
  const Fit ridge = IndependentRidge{{.lambda = 0.1}}.fit(data, {.stop = tight});
  BOOST_TEST(largest_difference(clusters.linear().W(), ridge.linear().W()) < 1e-9);
  // Nothing is lost in the relaxation here.
  BOOST_TEST(to_string(clusters.report.status) == "optimal");
}

BOOST_AUTO_TEST_CASE(one_cluster_draws_all_tasks_to_their_mean) {
  const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, false, 3);
  const double rho1 = 0.3, rho2 = 0.05;
  KmeansFindings found;
  const Fit fit = KmeansClustering{{.rho1 = rho1, .rho2 = rho2, .n_clusters = 1}}.fit(data, {.stop = tight}, found);
  const Problem<Squared, QuadraticCoupling> mean{data, Squared{}, QuadraticCoupling::mean(3, 2 * rho1, 2 * rho2),
                                                 Intercept::free, data.loss_weights(Averaging::task_mean)};
  const Certificate proof = certify(mean, fit.coefficients());
  BOOST_TEST(proof.relative_gap < 1e-12);
  BOOST_TEST(std::abs(proof.primal - fit.report.certificate.primal) < 1e-12);
  BOOST_TEST(arma::all(found.clusters == 0));
}

BOOST_AUTO_TEST_CASE(more_clusters_than_tasks_are_an_error) {
  const MultiTaskData data = hard_data({}, false, 3);
  const KmeansClustering method{{.n_clusters = 4}};
  BOOST_REQUIRE(method.unsuited(data).has_value());
  BOOST_CHECK_THROW(method.fit(data), InvalidInput);
}

BOOST_AUTO_TEST_CASE(identical_tasks_get_identical_coefficients) {
  const MultiTaskData data = hard_data({.samples = {12, 12, 12, 12}, .same_task = true}, false, 3);
  KmeansFindings found;
  const Fit fit = KmeansClustering{{.n_clusters = 2}}.fit(data, {}, found);
  const arma::mat& W = fit.linear().W();
  for (arma::uword t = 1; t < 4; ++t) BOOST_TEST(largest_difference(W.col(t), W.col(0)) < 1e-12);
  BOOST_TEST(found.distances.max() < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_same_bits_for_any_number_of_threads) {
  const MultiTaskData data = make_dataset("task_clusters:n_tasks=30,n_clusters=4,n_samples=15,seed=2").train;
  const KmeansClustering method{{.n_clusters = 4}};
  const Fit one = method.fit(data, {.threads = 1}), four = method.fit(data, {.threads = 4});
  BOOST_TEST(largest_difference(one.linear().W(), four.linear().W()) == 0.0);
  BOOST_TEST(one.report.certificate.gap == four.report.certificate.gap);
}

BOOST_AUTO_TEST_CASE(clusters_that_are_well_apart_are_found) {
  for (const std::string seed : {"1", "2", "3"}) {
    const Dataset tasks =
        make_dataset("task_clusters:n_tasks=24,n_clusters=4,n_features=12,n_samples=30,spread=0.1," + ("seed=" + seed));
    KmeansFindings found;
    const Fit fit = KmeansClustering{{.rho1 = 0.5, .n_clusters = 4}}.fit(tasks.train, {}, found);
    BOOST_TEST(ari(found.clusters, tasks.truth->clusters) == 1.0);
    BOOST_TEST(to_string(fit.report.status) == "stationary");
    BOOST_TEST(found.given_clusters.relative_gap < 1e-12);
    BOOST_TEST(found.silhouettes.min() > 0.5);
    BOOST_TEST(found.centres.n_cols == 4u);
  }
}

BOOST_AUTO_TEST_CASE(the_best_of_all_clusterings_is_found_where_they_can_be_tried) {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    const MultiTaskData data = hard_data({.samples = {6, 9, 5, 12, 7, 8, 6}, .n_features = 4}, false, seed);
    const Fit fit = KmeansClustering{{.rho1 = 0.4, .rho2 = 0.02, .n_clusters = 2}}.fit(data);
    const double least = best_of_all_pairs(data, 0.4, 0.02);
    BOOST_TEST_CONTEXT("seed " << seed) {
      BOOST_TEST(std::abs(fit.report.certificate.primal - least) < 1e-10 * least);
      BOOST_TEST(fit.report.certificate.dual <= least);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_sweep_raises_the_objective_and_no_start_ends_below_the_result) {
  const MultiTaskData data = make_dataset("task_clusters:n_tasks=40,n_clusters=6,spread=0.6,n_samples=12,seed=5").train;
  KmeansFindings found;
  const Fit fit = KmeansClustering{{.rho1 = 0.5, .n_clusters = 6}}.fit(data, {}, found);
  BOOST_REQUIRE(found.histories.size() == 10u);
  for (const auto& history : found.histories)
    for (std::size_t i = 1; i < history.size(); ++i) BOOST_TEST(history[i] < history[i - 1]);
  BOOST_TEST(fit.report.certificate.primal <= found.start_objectives.min() * (1.0 + 1e-12));
}

BOOST_AUTO_TEST_CASE(the_relaxation_bounds_every_clustering) {
  const MultiTaskData data = make_dataset("task_clusters:n_tasks=20,n_clusters=3,spread=0.3,n_samples=20,seed=5").train;
  const Fit hard = KmeansClustering{{.rho1 = 0.5, .n_clusters = 3}}.fit(data, {.stop = tight});
  const Fit relaxed = ClusteredRegression{{.rho1 = 0.5, .n_clusters = 3}}.fit(data, {.stop = tight});
  const Certificate proof = hard.report.certificate;
  BOOST_TEST(proof.dual <= relaxed.report.certificate.primal);
  BOOST_TEST(std::abs(proof.dual - relaxed.report.certificate.primal) < 1e-8 * proof.scale);
  BOOST_TEST(relaxed.report.certificate.primal <= proof.primal);
}

BOOST_AUTO_TEST_CASE(the_model_says_what_was_learned) {
  const MultiTaskData data = make_dataset("task_clusters:n_tasks=9,n_clusters=3,n_samples=30,seed=2").train;
  KmeansFindings found;
  const Fit fit = KmeansClustering{{.rho1 = 0.5, .n_clusters = 3, .n_starts = 4}}.fit(data, {}, found);
  const LearnedStructure& learned = fit.model->info().learned;
  BOOST_TEST(learned.size() == 6u);
  BOOST_TEST(learned.at("start_objectives").n_cols == 4u);
  const arma::rowvec clusters = learned.at("clusters");
  const arma::mat means = cluster_means(fit.linear().W(), arma::conv_to<arma::uvec>::from(clusters), 3);
  BOOST_TEST(largest_difference(learned.at("centres"), means) < 1e-12);
  BOOST_TEST(clusters[0] == 0.0);
}

BOOST_AUTO_TEST_CASE(tasks_far_from_every_centre_stand_out) {
  const Dataset tasks = make_dataset(
      "task_clusters:n_tasks=30,n_clusters=3,n_features=10,n_samples=40,spread=0.05,outlier_tasks=0.1,seed=6");
  KmeansFindings found;
  KmeansClustering{{.rho1 = 0.5, .n_clusters = 3}}.fit(tasks.train, {}, found);
  BOOST_REQUIRE(!tasks.truth->outlier_tasks.is_empty());
  BOOST_TEST(found.outliers == tasks.truth->outlier_tasks, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ten_thousand_tasks_of_two_samples_and_many_tiny_ones_beside_a_huge_one_are_fitted) {
  const MultiTaskData many = hard_data({.samples = arma::uvec(10000, arma::fill::value(2)), .n_features = 5}, false, 9);
  KmeansFindings found;
  const Fit fit = KmeansClustering{{.n_clusters = 3, .n_starts = 2}}.fit(many, {}, found);
  BOOST_TEST(to_string(fit.report.status) == "stationary");
  BOOST_TEST(found.given_clusters.relative_gap < 1e-9);
  arma::uvec samples(30, arma::fill::value(2));
  samples[0] = 20000;
  const Fit uneven = KmeansClustering{{.n_clusters = 3}}.fit(hard_data({.samples = samples}, false, 9), {}, found);
  BOOST_TEST(to_string(uneven.report.status) == "stationary");
  BOOST_TEST(found.given_clusters.relative_gap < 1e-9);
}

BOOST_AUTO_TEST_CASE(tasks_with_one_X_or_more_features_than_samples_or_far_from_one_in_scale_are_the_same_problem) {
  const Dataset shared = make_dataset(
      "task_clusters:n_tasks=12,n_clusters=3,n_features=9,n_samples=20,spread=0.1,"
      "shared_design=true,seed=3");
  const Dataset wide = make_dataset(
      "task_clusters:n_tasks=12,n_clusters=3,n_features=90,n_samples=25,spread=0.1,"
      "noise=0.1,seed=3");
  for (const Dataset* tasks : {&shared, &wide}) {
    KmeansFindings found;
    const Fit fit = KmeansClustering{{.rho1 = 0.5, .n_clusters = 3}}.fit(tasks->train, {}, found);
    BOOST_TEST(found.given_clusters.relative_gap < 1e-10);
    BOOST_TEST(ari(found.clusters, tasks->truth->clusters) == 1.0);
    const double x = 0x1p300, y = 0x1p-200;
    const MultiTaskData scaled =
        tasks->train.map_designs([&](const Design& X) { return Design(arma::mat(x * X.dense())); })
            .with_targets(y * tasks->train.targets());
    KmeansFindings of_scaled;
    const Fit again =
        KmeansClustering{{.rho1 = 0.5 * x * x, .rho2 = 0.01 * x * x, .n_clusters = 3}}.fit(scaled, {}, of_scaled);
    BOOST_TEST(arma::all(of_scaled.clusters == found.clusters));
    BOOST_TEST(largest_difference(again.linear().W() * (x / y), fit.linear().W()) < 1e-10);
    BOOST_TEST(largest_difference(of_scaled.centres * (x / y), found.centres) < 1e-10);
    BOOST_TEST(std::abs(of_scaled.start_objectives[0] / (y * y) - found.start_objectives[0]) < 1e-10);
    BOOST_TEST(std::abs(again.report.certificate.relative_gap - fit.report.certificate.relative_gap) < 1e-6);
  }
}

BOOST_AUTO_TEST_SUITE_END()
