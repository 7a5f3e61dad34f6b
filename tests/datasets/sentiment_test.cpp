// The loader against the real files, where they are.
#include "datasets/sentiment.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/real_data.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(sentiment)

BOOST_AUTO_TEST_CASE(has_the_numbers_of_the_public_files) {
  with_real_data("sentiment", [](const Dataset& data) {
    const arma::uvec n = sizes(data.train);
    BOOST_TEST(data.classification());
    BOOST_TEST(data.train.any_sparse());
    BOOST_TEST(data.train.n_features() == 5000u);
    BOOST_TEST(data.train.task_names() == (std::vector<std::string>{"books", "dvd", "electronics", "kitchen"}));
    BOOST_TEST(arma::all(n == arma::uvec{6465, 5586, 7681, 7945}));
    BOOST_REQUIRE(data.official_splits.size() == 1u);
    const OfficialSplit& split = data.official_splits[0];
    BOOST_TEST(total(split.train) == 8000u);
    BOOST_TEST(total(split.test) == 19677u);
    // Half of the training reviews of every product are positive.
    for (const arma::uword t : {0u, 1u, 2u, 3u}) BOOST_TEST(arma::accu(data.train.targets_of(t).head(2000)) == 0.0);
    // The first book review: words 0 to 4 occur 6, 8, 8, 2 and 3 times.
    const arma::mat first = data.train.design(0).select_rows(arma::uvec{0}).dense();
    BOOST_TEST(arma::all(arma::vectorise(first.head_cols(5)) == arma::vec{6, 8, 8, 2, 3}));
  });
}

BOOST_AUTO_TEST_SUITE_END()
