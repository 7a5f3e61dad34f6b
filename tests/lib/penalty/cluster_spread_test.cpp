#include "lib/penalty/cluster_spread.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/base/random.hpp"
#include "lib/penalty/cluster_norm.hpp"

using namespace starling;

BOOST_AUTO_TEST_SUITE(cluster_spread)

BOOST_AUTO_TEST_CASE(a_value_by_hand) {
  // Centres 2 and 5; deviations 1, 1 and 0.
  const ClusterSpread spread({0, 0, 1}, 2, 10.0, 0.5);
  BOOST_TEST(std::abs(spread.value(arma::mat{{1, 3, 5}}) - (10.0 * 2.0 + 0.5 * 35.0)) < 1e-12);
  BOOST_TEST(std::abs(spread.conjugate(arma::mat{{1, 3, 5}}) - ((4.0 + 4.0 + 25.0) / 2.0 + 2.0 / 42.0)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(the_cluster_norm_is_nowhere_above_it) {
  const RandomStream numbers(4, "W");
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    arma::mat W(3, 6);
    arma::uvec clusters(6);
    for (arma::uword i = 0; i < W.n_elem; ++i) W[i] = numbers.child(trial).normal(i);
    for (arma::uword t = 0; t < 6; ++t) clusters[t] = numbers.child(trial).below(2, 100 + t);
    const double hard = ClusterSpread(clusters, 2, 0.7, 0.1).value(W);
    BOOST_TEST(ClusterNorm(0.7, 0.1, 2).value(W) <= hard * (1.0 + 1e-12));
  }
}

BOOST_AUTO_TEST_CASE(means_of_clusters_are_zero_where_there_are_no_columns) {
  const arma::mat means = cluster_means(arma::mat{{1, 3}, {2, 4}}, {2, 2}, 3);
  BOOST_TEST(arma::approx_equal(means, arma::mat{{0, 0, 2}, {0, 0, 3}}, "absdiff", 1e-15));
}

BOOST_AUTO_TEST_CASE(clusters_and_weights_that_make_no_sense_are_refused) {
  BOOST_CHECK_THROW(ClusterSpread({0, 2}, 2, 1.0, 1.0), InvalidInput);
  BOOST_CHECK_THROW(ClusterSpread({0, 1}, 2, -1.0, 1.0), InvalidOption);
  BOOST_CHECK_THROW(ClusterSpread({0, 1}, 2, 1.0, 0.0), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
