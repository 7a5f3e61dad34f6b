#include "datasets/mulan_table.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"

using namespace starling;

namespace {

const ArffTable table = parse_arff(
    "@relation r\n@attribute a numeric\n@attribute two {no,yes}\n@attribute three {x,y,z}\n@attribute t numeric\n"
    "@attribute u numeric\n@data\n1,yes,x,5,0\n?,no,z,6,1\n3,?,y,7,1\n5,yes,z,8,0\n",
    "r.arff");

}  // namespace

BOOST_AUTO_TEST_SUITE(mulan_table_of_arff)

BOOST_AUTO_TEST_CASE(features_come_first_and_targets_last) {
  const MulanTable made = mulan_table(table, {4, 5, 2}, "r.arff");
  BOOST_TEST(made.features == (std::vector<std::string>{"a", "two=yes", "three=x", "three=y", "three=z"}),
             boost::test_tools::per_element());
  BOOST_TEST(made.targets == (std::vector<std::string>{"t", "u"}), boost::test_tools::per_element());
  const double mean = 2.0 / 3.0;  // of 1, 0 and 1
  const arma::mat expected = {{1, 1, 1, 0, 0}, {3, 0, 0, 0, 1}, {3, mean, 0, 1, 0}, {5, 1, 0, 0, 1}};
  BOOST_TEST(arma::approx_equal(made.X, expected, "absdiff", 1e-15));
  BOOST_TEST(arma::approx_equal(made.Y, arma::mat{{5, 0}, {6, 1}, {7, 1}, {8, 0}}, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(a_table_of_another_shape_is_refused) {
  for (const MulanShape& shape : {MulanShape{5, 5, 2}, MulanShape{4, 6, 2}})
    BOOST_CHECK_THROW(mulan_table(table, shape, "r.arff"), InvalidData);
  const ArffTable gap = parse_arff("@attribute a numeric\n@attribute t numeric\n@data\n1,?\n2,3\n", "r.arff");
  BOOST_CHECK_THROW(mulan_table(gap, {2, 2, 1}, "r.arff"), InvalidData);
}

BOOST_AUTO_TEST_SUITE_END()
