#include "apps/compare/block.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling::compare;

namespace {

Result scored(double score) {
  return {.outcome = Outcome::ok, .status = "optimal", .seconds = {.fit = 0.25}, .metrics = {{"ev_global", score}}};
}

DatasetBlock block() {
  const Result skipped = {.outcome = Outcome::skipped, .message = "the targets are not classes"};
  return {.dataset = "school",
          .metric = {.name = "ev_global", .better = Better::higher, .percent = true},
          .rows = {{"pooled_ridge", {scored(0.25), scored(0.375)}},
                   {"trace_norm", {scored(0.375), scored(0.3125)}},
                   {"half_run", {scored(0.75), std::nullopt}},
                   {"multitask_svm", {skipped, skipped}}},
          .repetitions = 2};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(blocks)

BOOST_AUTO_TEST_CASE(only_a_row_with_every_repetition_can_be_the_best) {
  const auto rows = summarise(block());
  BOOST_TEST(!rows[0].best);
  BOOST_TEST(rows[1].best);
  BOOST_TEST(!rows[2].best);
  BOOST_TEST(rows[2].score->mean == 75.0);
  BOOST_TEST(!rows[2].complete);
  BOOST_TEST(!rows[3].score.has_value());
  BOOST_TEST(*rows[0].rank == 2.0);  // third of three, then first of two
  BOOST_TEST(*rows[1].rank == 2.0);
}

BOOST_AUTO_TEST_CASE(all_of_the_equally_best_are_marked) {
  DatasetBlock tie = block();
  tie.rows[1] = tie.rows[0];
  const auto rows = summarise(tie);
  BOOST_TEST(rows[0].best);
  BOOST_TEST(rows[1].best);
}

BOOST_AUTO_TEST_CASE(what_failed_or_is_missing_has_a_footnote) {
  const DatasetBlock some = block();
  BOOST_TEST(footnotes_of(some.rows[0], 2).empty());
  BOOST_TEST(footnotes_of(some.rows[2], 2).at(0) == "half_run: not run yet (1 of 2)");
  BOOST_TEST(footnotes_of(some.rows[3], 2).at(0) == "multitask_svm: skipped (2 of 2): the targets are not classes");
}

BOOST_AUTO_TEST_SUITE_END()
