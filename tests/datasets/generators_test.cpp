// The truth each generator plants, and the first numbers of each: they are a promise for every machine.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "datasets/low_rank.hpp"
#include "datasets/related_classifiers.hpp"
#include "datasets/shared_support.hpp"
#include "datasets/task_clusters.hpp"

using namespace starling;

namespace {

arma::mat ordinary_columns(const Truth& truth) {
  arma::mat W = truth.W;
  W.shed_cols(truth.outlier_tasks);
  return W;
}

// FNV-1a of all bits of the features, targets and coefficients.
std::uint64_t checksum(const Dataset& data) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto add = [&](const arma::mat& values) {
    for (const double value : values) hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3ULL;
  };
  for (const MultiTaskData* part : {&data.train, &*data.test}) {
    for (arma::uword t = 0; t < part->n_tasks(); ++t) add(part->design(t).dense());
    add(part->targets());
  }
  add(data.truth->W);
  add(data.truth->b);
  return hash;
}

struct FirstNumbers {
  double x, next_x, y, last_test_y, w, b;
  std::uint64_t all;
};

void check_first_numbers(const Dataset& data, const FirstNumbers& expected) {
  const arma::mat X = data.train.design(0).dense();
  BOOST_TEST(X(0, 0) == expected.x);
  BOOST_TEST(X(0, 1) == expected.next_x);
  BOOST_TEST(data.train.targets()(0) == expected.y);
  BOOST_TEST(data.test->targets()(data.test->size() - 1) == expected.last_test_y);
  const arma::vec w(data.truth->W.col(0));
  BOOST_TEST(*std::find_if(w.begin(), w.end(), [](double value) { return value != 0.0; }) == expected.w);
  BOOST_TEST(data.truth->b(0) == expected.b);
  BOOST_TEST(checksum(data) == expected.all);
}

constexpr SamplingOptions golden = {.n_tasks = 4,
                                    .n_features = 6,
                                    .n_samples = 5,
                                    .n_test = 3,
                                    .offset = 1.5,
                                    .correlation = 0.5,
                                    .imbalance = 2,
                                    .heteroscedastic = 3,
                                    .outlier_tasks = 0.25,
                                    .seed = 42};

}  // namespace

BOOST_AUTO_TEST_SUITE(shared_support)

BOOST_AUTO_TEST_CASE(coefficients_lie_in_the_support_alone) {
  const Dataset data = SharedSupport{{.n_relevant = 4, .sampling = {.n_tasks = 6, .n_features = 15, .seed = 1}}}.make();
  const Truth& truth = *data.truth;
  BOOST_TEST(truth.support.n_elem == 4u);
  BOOST_TEST(truth.support.is_sorted("strictascend"));
  for (arma::uword j = 0; j < 15; ++j)
    for (arma::uword t = 0; t < 6; ++t) BOOST_TEST((truth.W(j, t) != 0.0) == arma::any(truth.support == j));
}

BOOST_AUTO_TEST_CASE(density_is_the_share_of_tasks_that_use_a_relevant_feature) {
  const Dataset data = SharedSupport{{.n_relevant = 8, .density = 0.25, .sampling = {.n_tasks = 20}}}.make();
  for (const arma::uword j : data.truth->support) BOOST_TEST(arma::accu(data.truth->W.row(j) != 0.0) == 5u);
  const Dataset thin = SharedSupport{{.n_relevant = 8, .density = 1e-9, .sampling = {.n_tasks = 20}}}.make();
  for (const arma::uword j : thin.truth->support) BOOST_TEST(arma::accu(thin.truth->W.row(j) != 0.0) == 1u);
}

BOOST_AUTO_TEST_CASE(support_is_that_of_the_ordinary_tasks) {
  const Dataset data =
      SharedSupport{
          {.n_relevant = 10, .density = 0.1, .sampling = {.n_tasks = 10, .n_features = 30, .outlier_tasks = 0.6}}}
          .make();
  const arma::mat W = ordinary_columns(*data.truth);
  const arma::uvec used = arma::find(arma::sum(arma::abs(W), 1) > 0.0);
  BOOST_TEST(used.n_elem < 10u);
  BOOST_TEST(used.n_elem > 0u);
  BOOST_TEST(data.truth->support == used, boost::test_tools::per_element());
  for (const arma::uword t : data.truth->outlier_tasks) BOOST_TEST(arma::all(data.truth->W.col(t)));
}

BOOST_AUTO_TEST_CASE(refuses_a_support_larger_than_the_features) {
  BOOST_CHECK_THROW(SharedSupport({.n_relevant = 21}).make(), InvalidOption);
  BOOST_CHECK_THROW(SharedSupport({.n_relevant = 0}).make(), InvalidOption);
  BOOST_CHECK_THROW(SharedSupport({.density = 0.0}).make(), InvalidOption);
  BOOST_CHECK_NO_THROW(SharedSupport({.n_relevant = 20}).make());
}

BOOST_AUTO_TEST_CASE(first_numbers) {
  check_first_numbers(SharedSupport{{.n_relevant = 3, .sampling = golden}}.make(),
                      {-1.4666043254680816, -0.97987481514053221, 0.4971919585033921, 0.76867537639958894,
                       -0.046239676137793305, 0.82253752523557755, 3794708662586864077ULL});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(low_rank)

BOOST_AUTO_TEST_CASE(coefficients_have_the_rank_asked_for) {
  for (const int rank : {1, 3, 7}) {
    const Dataset data = LowRank{{.rank = rank, .sampling = {.n_tasks = 12, .outlier_tasks = 0.25}}}.make();
    const arma::vec singular = arma::svd(ordinary_columns(*data.truth));
    const auto r = static_cast<arma::uword>(rank);
    BOOST_TEST(data.truth->rank == rank);
    BOOST_TEST(singular(r - 1) > 1e-3 * singular(0));
    BOOST_TEST(singular(r) < 1e-13 * singular(0));
    BOOST_TEST(arma::rank(data.truth->W) == r + 3);
  }
}

BOOST_AUTO_TEST_CASE(refuses_a_rank_beyond_the_matrix) {
  BOOST_CHECK_THROW((LowRank{{.rank = 11}}.make()), InvalidOption);
  BOOST_CHECK_THROW((LowRank{{.rank = 21, .sampling = {.n_tasks = 30}}}.make()), InvalidOption);
  BOOST_CHECK_THROW((LowRank{{.rank = 10, .sampling = {.outlier_tasks = 0.1}}}.make()), InvalidOption);
  BOOST_CHECK_NO_THROW((LowRank{{.rank = 10}}.make()));
}

BOOST_AUTO_TEST_CASE(first_numbers) {
  check_first_numbers(LowRank{{.rank = 2, .sampling = golden}}.make(),
                      {-1.4666043254680816, -0.97987481514053221, -0.83980913029896143, -0.7569397457053012,
                       0.26915690005910509, 0.82253752523557755, 16517399132512560868ULL});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(task_clusters)

BOOST_AUTO_TEST_CASE(tasks_without_spread_equal_their_cluster) {
  const Truth truth = *TaskClusters{{.n_clusters = 4, .spread = 0.0, .sampling = {.n_tasks = 11}}}.make().truth;
  for (arma::uword s = 0; s < 11; ++s)
    for (arma::uword t = 0; t < 11; ++t)
      BOOST_TEST((arma::abs(truth.W.col(s) - truth.W.col(t)).max() == 0.0) == (truth.clusters(s) == truth.clusters(t)));
}

BOOST_AUTO_TEST_CASE(cluster_sizes_differ_by_at_most_one) {
  const Truth truth = *TaskClusters{{.n_clusters = 4, .sampling = {.n_tasks = 11}}}.make().truth;
  std::map<arma::uword, int> sizes;
  for (const arma::uword cluster : truth.clusters) ++sizes[cluster];
  BOOST_TEST(sizes.size() == 4u);
  for (const auto& [cluster, size] : sizes) BOOST_TEST((size == 2 || size == 3));
}

BOOST_AUTO_TEST_CASE(spread_is_the_length_of_deviations_over_that_of_centres) {
  const Truth near = *TaskClusters{{.n_clusters = 1,
                                    .spread = 0.5,
                                    .sampling = {.n_tasks = 300, .n_features = 400, .n_samples = 1, .n_test = 0}}}
                          .make()
                          .truth;
  const arma::vec centre = arma::mean(near.W, 1);
  double squares = 0.0;
  for (arma::uword t = 0; t < 300; ++t) squares += arma::accu(arma::square(near.W.col(t) - centre)) / 299.0;
  BOOST_TEST(std::abs(std::sqrt(squares) / arma::norm(centre) - 0.5) < 0.05);
}

BOOST_AUTO_TEST_CASE(an_outlier_is_a_cluster_of_its_own) {
  const Truth truth = *TaskClusters{{.n_clusters = 2, .sampling = {.n_tasks = 10, .outlier_tasks = 0.3}}}.make().truth;
  BOOST_TEST(truth.outlier_tasks.n_elem == 3u);
  for (const arma::uword t : truth.outlier_tasks) BOOST_TEST(arma::accu(truth.clusters == truth.clusters(t)) == 1u);
}

BOOST_AUTO_TEST_CASE(refuses_more_clusters_than_tasks) {
  BOOST_CHECK_THROW((TaskClusters{{.n_clusters = 11}}.make()), InvalidOption);
  BOOST_CHECK_THROW((TaskClusters{{.n_clusters = 0}}.make()), InvalidOption);
  BOOST_CHECK_THROW((TaskClusters{{.spread = -1.0}}.make()), InvalidOption);
  BOOST_CHECK_NO_THROW((TaskClusters{{.n_clusters = 10}}.make()));
}

BOOST_AUTO_TEST_CASE(first_numbers) {
  check_first_numbers(TaskClusters{{.n_clusters = 2, .sampling = golden}}.make(),
                      {-1.4666043254680816, -0.97987481514053221, 0.84421301093550016, -0.44025038389923299,
                       -0.20544683083369741, 0.82253752523557755, 15451417932030501169ULL});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(related_classifiers)

BOOST_AUTO_TEST_CASE(relatedness_runs_from_unrelated_to_equal) {
  const auto mean_cosine = [](double relatedness) {
    const arma::mat W =
        RelatedClassifiers{
            {.relatedness = relatedness, .sampling = {.n_tasks = 30, .n_features = 500, .n_samples = 1, .n_test = 0}}}
            .make()
            .truth->W;
    const arma::mat G = arma::normalise(W).t() * arma::normalise(W);
    return (arma::accu(G) - 30.0) / (30.0 * 29.0);
  };
  BOOST_TEST(std::abs(mean_cosine(1.0) - 1.0) < 1e-12);
  BOOST_TEST(std::abs(mean_cosine(0.7) - 0.7) < 0.05);
  BOOST_TEST(std::abs(mean_cosine(0.0)) < 0.05);
}

BOOST_AUTO_TEST_CASE(class_balance_is_the_share_of_positive_labels) {
  for (const double balance : {0.1, 0.5, 0.8}) {
    const Dataset data =
        RelatedClassifiers{
            {.class_balance = balance,
             .sampling =
                 {.n_tasks = 10, .n_samples = 4000, .n_test = 0, .noise = 0.7, .offset = 0.0, .correlation = 0.6}}}
            .make();
    const double share = arma::mean(data.train.targets()) / 2.0 + 0.5;
    // sd of the share over 40000 labels is at most 0.0025.
    BOOST_TEST(std::abs(share - balance) < 0.01);
  }
}

BOOST_AUTO_TEST_CASE(label_noise_turns_round_that_share_of_labels) {
  const SamplingOptions sampling = {.n_tasks = 10, .n_samples = 2000, .n_test = 500, .offset = 0.0};
  const Dataset clean = RelatedClassifiers{{.sampling = sampling}}.make();
  const Dataset noisy = RelatedClassifiers{{.label_noise = 0.2, .sampling = sampling}}.make();
  const auto turned = [](const MultiTaskData& a, const MultiTaskData& b) {
    return static_cast<double>(arma::accu(a.targets() != b.targets())) / static_cast<double>(a.size());
  };
  BOOST_TEST(std::abs(turned(clean.train, noisy.train) - 0.2) < 0.02);
  BOOST_TEST(std::abs(turned(*clean.test, *noisy.test) - 0.2) < 0.03);
  // Which labels are turned round differs between tasks and parts: equal choices would agree everywhere.
  const auto choice = [](const MultiTaskData& a, const MultiTaskData& b, arma::uword t) {
    return arma::uvec(a.targets_of(t).head(500) != b.targets_of(t).head(500));
  };
  const arma::uvec first = choice(clean.train, noisy.train, 0);
  BOOST_TEST(arma::accu(first != choice(clean.train, noisy.train, 1)) > 100u);
  BOOST_TEST(arma::accu(first != choice(*clean.test, *noisy.test, 0)) > 100u);
}

BOOST_AUTO_TEST_CASE(refuses_shares_out_of_range) {
  BOOST_CHECK_THROW((RelatedClassifiers{{.relatedness = 1.1}}.make()), InvalidOption);
  BOOST_CHECK_THROW((RelatedClassifiers{{.label_noise = 0.5}}.make()), InvalidOption);
  BOOST_CHECK_THROW((RelatedClassifiers{{.class_balance = 0.0}}.make()), InvalidOption);
  BOOST_CHECK_THROW((RelatedClassifiers{{.class_balance = 1.0}}.make()), InvalidOption);
}

BOOST_AUTO_TEST_CASE(first_numbers) {
  check_first_numbers(RelatedClassifiers{{.label_noise = 0.1, .sampling = golden}}.make(),
                      {-1.4666043254680816, -0.97987481514053221, 1, -1, -0.47455631039720286, 0.82253752523557755,
                       2492636532589642705ULL});
}

BOOST_AUTO_TEST_SUITE_END()
