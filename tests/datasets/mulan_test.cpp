// The loaders against the real files, where they are.
#include <boost/test/unit_test.hpp>

#include "datasets/mulan_labels.hpp"
#include "datasets/mulan_regression.hpp"
#include "tests/support/real_data.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(mulan)

BOOST_AUTO_TEST_CASE(every_table_of_numbers_has_its_size_and_targets_of_deviation_one) {
  for (const std::string_view table : enum_names(MulanTargets{}))
    with_real_data("mulan_regression:table=" + std::string(table), [&](const Dataset& data) {
      BOOST_TEST_CONTEXT(table) {
        BOOST_TEST(data.train.is_shared());
        BOOST_TEST(data.train.n_samples() == data.train.size());
        for (arma::uword t = 0; t < data.train.n_tasks(); ++t)
          BOOST_TEST(arma::stddev(data.train.targets_of(t), 1) == 1.0, boost::test_tools::tolerance(1e-12));
      }
    });
}

BOOST_AUTO_TEST_CASE(energy_of_buildings_begins_as_the_public_file_does) {
  with_real_data("mulan_regression:table=enb,standardize=false", [](const Dataset& data) {
    BOOST_TEST(data.train.n_features() == 8u);
    BOOST_TEST(data.train.task_names() == (std::vector<std::string>{"Y1", "Y2"}), boost::test_tools::per_element());
    BOOST_TEST(data.train.targets_of(0)[0] == 15.55);
    BOOST_TEST(data.train.targets_of(1)[0] == 21.33);
  });
}

BOOST_AUTO_TEST_CASE(named_values_of_solar_flares_are_indicators) {
  with_real_data("mulan_regression:table=sf1", [](const Dataset& data) {
    // 7 + 6 + 4 values, two attributes of three, and five of two.
    BOOST_TEST(data.train.n_features() == 28u);
    BOOST_TEST(data.train.feature_names()[0] == "mod_zurich_class=A");
  });
}

BOOST_AUTO_TEST_CASE(every_table_of_labels_has_its_official_split_and_both_signs) {
  const std::vector<std::string> tables = {"emotions", "enron", "scene", "yeast"};
  const std::vector<arma::uword> n = {593, 1702, 2407, 2417}, d = {72, 1001, 294, 103}, T = {6, 53, 6, 14},
                                 train = {391, 1123, 1211, 1500};
  for (std::size_t k = 0; k < tables.size(); ++k)
    with_real_data("mulan_labels:table=" + tables[k], [&](const Dataset& data) {
      BOOST_TEST_CONTEXT(tables[k]) {
        BOOST_TEST(data.train.n_tasks() == T[k]);
        BOOST_TEST(data.train.n_features() == d[k]);
        BOOST_TEST(data.train.size() == n[k] * T[k]);
        BOOST_REQUIRE(data.official_splits.size() == 1u);
        BOOST_TEST(total(data.official_splits[0].train) == train[k] * T[k]);
        BOOST_TEST(arma::all(arma::abs(data.train.targets()) == 1.0));
        for (arma::uword t = 0; t < T[k]; ++t) BOOST_TEST(arma::any(data.train.targets_of(t) == 1.0));
      }
    });
}

BOOST_AUTO_TEST_SUITE_END()
