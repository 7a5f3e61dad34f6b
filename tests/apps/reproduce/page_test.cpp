#include "apps/reproduce/page.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/reproduce/small_study.hpp"

using namespace starling;
using namespace starling::reproduce;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

compare::JobResult job(const std::string& method, int repetition, double value) {
  return {
      .job = {.dataset = "d", .method = method, .repetition = repetition, .identity = {}},
      .result = compare::Result{
          .outcome = compare::Outcome::ok, .relative_gap = 2e-7, .metrics = {{"ev_global", value}, {"nmse", value}}}};
}

struct Example {
  Study study = parse_study("small", starling::reproduce::tests::small_toml, starling::reproduce::tests::small_csv);
  std::vector<std::vector<compare::JobResult>> results = {
      {job("alone", 0, 0.4), job("alone", 1, 0.6), job("low", 0, 0.8)}, {job("low", 0, 0.25)}};
  std::vector<CellOutcome> outcomes = outcomes_of(study, results);
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pages_of_a_study, Example)

BOOST_AUTO_TEST_CASE(the_terminal_shows_published_and_ours_with_the_same_digits) {
  const std::string text = terminal_table(study, outcomes);
  BOOST_TEST(contains(text, "small: Two small worlds\n"));
  BOOST_TEST(contains(text, "50.0 +- 2.5 V  50.0 +- 14.1"));
  BOOST_TEST(contains(text, "1e6 S"));
  BOOST_TEST(contains(text, "outside [1]\n"));
  BOOST_TEST(contains(text, "  [1]   too good, surely\n"));
  BOOST_TEST(contains(text, "2 cells, 1 inside\n"));
}

BOOST_AUTO_TEST_CASE(a_remembered_number_is_never_shown) {
  BOOST_TEST(!contains(terminal_table(study, outcomes), "0.1234"));
  BOOST_TEST(!contains(markdown_page(study, outcomes), "0.1234"));
  BOOST_TEST(contains(markdown_page(study, outcomes), "| many | nmse | low | M | 0.2500 |"));
}

BOOST_AUTO_TEST_CASE(a_page_holds_the_source_the_cells_the_notes_and_how_ours_are_computed) {
  const std::string page = markdown_page(study, outcomes);
  BOOST_TEST(page.starts_with("# Two small worlds\n\nTable 1 of a test.\n\nNothing is known.\n"));
  BOOST_TEST(contains(page, "`starling reproduce small`: 2 cells, 1 inside."));
  BOOST_TEST(contains(page, "published ± sd"));
  BOOST_TEST(contains(page, "| few | ev\\_global in % | alone | 50.0 ± 2.5 V | 50.0 ± 14.1 | ± 1000 | inside |\n"));
  BOOST_TEST(contains(page, "[1] too good, surely"));
  BOOST_TEST(contains(
      page, "- many: `low_rank:n_tasks=4,n_features=5,n_samples=30,n_test=9`, 3 repetitions, relative gap 1e-05\n"));
  BOOST_TEST(contains(page, "\n- `alone=independent_ridge:lambda=0.1`\n"));
  BOOST_TEST(contains(page, "relative gap of these fits is 2.0e-07"));
  BOOST_TEST(contains(page, "References: argyriou2008convex."));
}

BOOST_AUTO_TEST_CASE(a_cell_without_a_number_says_why) {
  BOOST_TEST(contains(terminal_table(study, outcomes), "n/a"));
  results[0][0].result.reset();
  outcomes = outcomes_of(study, results);
  BOOST_TEST(contains(terminal_table(study, outcomes), "no number [1]"));
  BOOST_TEST(contains(terminal_table(study, outcomes), "[1]   not run"));
}

BOOST_AUTO_TEST_SUITE_END()
