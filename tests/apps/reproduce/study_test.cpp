#include "apps/reproduce/study.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/apps/reproduce/small_study.hpp"

using namespace starling;
using namespace starling::reproduce;
using starling::reproduce::tests::header;
using starling::reproduce::tests::small_csv;
using starling::reproduce::tests::small_toml;

namespace {

// The message of the error that the text gives; "" for none.
std::string fault(const std::string& toml, const std::string& csv = header) {
  try {
    parse_study("mine", toml, csv);
    return "";
  } catch (const InvalidInput& error) {
    return error.what();
  }
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string one = "[[experiment]]\nlabel = 'a'\ndata = 'low_rank'\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(study_files)

BOOST_AUTO_TEST_CASE(what_stands_before_the_experiments_is_of_all_and_each_may_say_otherwise) {
  const Study study = parse_study("small", small_toml, small_csv);
  BOOST_TEST(study.name == "small");
  BOOST_TEST(study.title == "Two small worlds");
  BOOST_TEST(study.papers == std::vector<std::string>{"argyriou2008convex"}, boost::test_tools::per_element());
  BOOST_REQUIRE(study.experiments.size() == 2);
  const auto &few = study.experiments[0].plan, &many = study.experiments[1].plan;
  BOOST_TEST(few.repetitions == 2);
  BOOST_TEST(many.repetitions == 3);
  BOOST_TEST(many.gap == 1e-5);
  BOOST_TEST(few.methods.size() == 2);
  BOOST_TEST(few.methods == many.methods, boost::test_tools::per_element());
  BOOST_TEST(few.split.official);
}

BOOST_AUTO_TEST_CASE(a_share_to_learn_from_puts_official_splits_aside) {
  const Study study = parse_study("mine", "train_share = 0.3\n" + one, header);
  BOOST_TEST(study.experiments[0].plan.split.train_share == 0.3);
  BOOST_TEST(!study.experiments[0].plan.split.official);
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_refused_with_their_place_and_the_nearest_name) {
  BOOST_TEST(contains(fault("titel = 'x'\n" + one), "mine.toml:1:1: unknown key 'titel'"));
  BOOST_TEST(contains(fault("titel = 'x'\n" + one), "did you mean 'title'?"));
  BOOST_TEST(contains(fault(one + "fold = 3\n"), "mine.toml:4:1: unknown key 'fold'"));
  BOOST_TEST(contains(fault(one + "title = 'x'\n"), "unknown key 'title'"));  // it is not one of an experiment's
}

BOOST_AUTO_TEST_CASE(values_of_another_kind_are_refused) {
  for (const std::string line : {"title = 3", "repetitions = 2.5", "repetitions = -1", "gap = 'small'", "gap = true",
                                 "stratified = 1", "methods = 'one'", "methods = [1]", "spread = 'se'"})
    BOOST_TEST(contains(fault(line + "\n" + one), "invalid value of '"), line);
  BOOST_TEST(contains(fault("experiment = 3\n"), "each under [[experiment]]"));
  BOOST_TEST(contains(fault("experiment = [3]\n"), "each under [[experiment]]"));
}

BOOST_AUTO_TEST_CASE(a_study_has_experiments_with_labels_of_their_own) {
  BOOST_TEST(contains(fault("title = 'x'\n"), "mine.toml: no [[experiment]]"));
  BOOST_TEST(contains(fault("[[experiment]]\ndata = 'low_rank'\n"), "an experiment without a label"));
  BOOST_TEST(contains(fault(one + one), "experiment 'a' is given twice"));
  BOOST_TEST(contains(fault("title = \n"), "mine.toml:1:"));
}

BOOST_AUTO_TEST_SUITE_END()
