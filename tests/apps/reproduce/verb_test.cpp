// starling reproduce as a user calls it.
#include <boost/test/unit_test.hpp>

#include "tests/apps/reproduce/small_study.hpp"
#include "tests/support/workplace.hpp"

using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Place : Workplace {
  Place() {
    write("small.toml", starling::reproduce::tests::small_toml);
    write("small.csv", starling::reproduce::tests::header + "few,alone,nmse,1,,V,1000,\nmany,low,nmse,1,,V,1000,\n");
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(the_verb_reproduce)

BOOST_AUTO_TEST_CASE(a_study_of_ones_own_is_computed_once_and_its_page_is_the_same_each_time) {
  const Place place;
  const Finished first = place.starling({"reproduce", "small.toml", "--output", "pages"});
  BOOST_REQUIRE_MESSAGE(first.code == 0, first.err);
  BOOST_TEST(contains(first.out, "small: Two small worlds\n"));
  BOOST_TEST(first.out.ends_with("2 cells, 2 inside\n"));
  const std::string page = place.read("pages/small.md");
  BOOST_TEST(page.starts_with("# Two small worlds\n"));
  const Finished again = place.starling({"reproduce", "small.toml", "--output", "pages", "-j", "1"});
  BOOST_TEST(contains(again.err, "4 of 4 results are in the store already\n"));
  BOOST_TEST(again.out == first.out);
  BOOST_TEST(place.read("pages/small.md") == page);
}

BOOST_AUTO_TEST_CASE(a_number_outside_its_band_makes_the_exit_code_1) {
  const Place place;
  place.write("small.csv", starling::reproduce::tests::small_csv);
  const Finished run = place.starling({"reproduce", "small.toml"});
  BOOST_TEST(run.code == 1);
  BOOST_TEST(run.out.ends_with("2 cells, 1 inside\n"));
}

BOOST_AUTO_TEST_CASE(the_list_names_every_study) {
  const Finished run = Place().starling({"reproduce", "--list"});
  BOOST_TEST(run.code == 0);
  BOOST_TEST(contains(run.out, "school_low_data"));
}

BOOST_AUTO_TEST_CASE(a_study_without_its_data_fails_alone_and_is_skipped_among_all) {
  const Place place;
  const Finished alone = place.starling({"reproduce", "school_low_data"});
  BOOST_TEST(alone.code == 6);
  BOOST_TEST(contains(alone.err, "school_b.mat"));
}

BOOST_AUTO_TEST_CASE(the_exit_code_says_what_went_wrong) {
  const Place place;
  place.write("bad.toml", "titel = 'x'\n");
  place.write("bad.csv", "");
  const auto code = [&](const std::vector<std::string>& words) {
    std::vector<std::string> arguments = {"reproduce"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    return place.starling(arguments).code;
  };
  BOOST_TEST(code({}) == 2);
  BOOST_TEST(code({"school_low_dta"}) == 2);
  BOOST_TEST(code({"bad.toml"}) == 2);
  BOOST_TEST(code({"small.toml", "-j", "-1"}) == 2);
  BOOST_TEST(code({"small.toml", "--progress", "loud"}) == 2);
  BOOST_TEST(code({"nowhere.toml"}) == 6);
  BOOST_TEST(code({"small.toml", "--store", "nowhere/results.db"}) == 6);
  BOOST_TEST(code({"small.toml", "--output", "small.csv"}) == 6);
}

BOOST_AUTO_TEST_SUITE_END()
