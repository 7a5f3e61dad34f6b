// The pictures of path and cv, and what a person reads beside them.
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "tests/support/workplace.hpp"

using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

const std::string spec = "shared_support:n_tasks=3,n_features=6,n_samples=20,n_test=5,seed=4";

void succeeds(const Finished& run) { BOOST_REQUIRE_MESSAGE(run.code == 0, "exit " << run.code << ": " << run.err); }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

bool has(const std::string& text, const std::string& part) { return count(text, part) > 0; }

}  // namespace

BOOST_AUTO_TEST_SUITE(plots)

BOOST_AUTO_TEST_CASE(a_path_is_a_table_of_80_columns_unless_it_is_written_as_csv) {
  const Workplace place;
  const std::vector<std::string> words = {"path", spec, "-M", "multitask_lasso", "--lambdas", "5"};
  const Finished table = place.starling(words);
  succeeds(table);
  std::istringstream lines(table.out);
  std::string line;
  std::getline(lines, line);
  BOOST_TEST(has(line, "features"));
  for (int k = 0; k < 5; ++k) {
    BOOST_TEST(static_cast<bool>(std::getline(lines, line)));
    BOOST_TEST(line.size() <= 80u);
    BOOST_TEST(line.ends_with("optimal"));
  }
  auto asked = words;
  asked.insert(asked.end(), {"-o", "-"});
  const Finished csv = place.starling(asked);
  succeeds(csv);
  BOOST_TEST(csv.out.starts_with("lambda,objective,relative_gap,nonzero_rows,rank,iterations,status\n"));
  BOOST_TEST(count(csv.out, "\n") == 6u);
}

BOOST_AUTO_TEST_CASE(the_picture_of_a_path_has_a_curve_a_feature_and_their_number_above) {
  const Workplace place;
  succeeds(place.starling({"path", spec, "-M", "multitask_lasso", "--lambdas", "5", "--plot", "p.svg"}));
  const std::string svg = place.read("p.svg");
  BOOST_TEST(count(svg, "<polyline") == 6u);
  BOOST_TEST(has(svg, ">multitask_lasso on shared_support</text>"));
  BOOST_TEST(has(svg, "falling from lambda_max = "));
  BOOST_TEST(has(svg, ">features used</text>"));
  BOOST_TEST(has(svg, "font-size=\"11\">0</text>"));
  BOOST_TEST(has(svg, "font-size=\"11\">6</text>"));
  BOOST_TEST(has(svg, "prefers-color-scheme:dark"));
  BOOST_TEST(!has(svg, "nan"));
}

BOOST_AUTO_TEST_CASE(a_path_with_scores_is_a_table_of_80_columns_that_ends_with_the_two_choices) {
  const Workplace place;
  const std::vector<std::string> words = {"path", spec, "-M", "multitask_lasso", "--lambdas", "8", "--cv"};
  const Finished table = place.starling(words);
  succeeds(table);
  std::istringstream lines(table.out);
  for (std::string line; std::getline(lines, line);) BOOST_TEST(line.size() <= 80u);
  BOOST_TEST(has(table.out, "std. error"));
  BOOST_TEST(has(table.out, "\nmse, lower is better, mean and standard error of 5 folds\nbest    lambda "));
  BOOST_TEST(has(table.out, "\n1 s.e.  lambda "));
  auto asked = words;
  asked.insert(asked.end(), {"-o", "-", "--folds", "3"});
  const Finished csv = place.starling(asked);
  succeeds(csv);
  BOOST_TEST(has(csv.out, ",status,mse,standard_error\n"));
  BOOST_TEST(count(csv.out, "\n") == 9u);
  BOOST_TEST(place.starling({"path", spec, "-M", "multitask_lasso", "--metric", "mse"}).code == 2);
}

BOOST_AUTO_TEST_CASE(the_picture_of_a_path_with_scores_has_their_curve_below_and_both_strengths_marked_twice) {
  const Workplace place;
  succeeds(place.starling({"path", spec, "-M", "multitask_lasso", "--lambdas", "9", "--cv", "--plot", "p.svg"}));
  const std::string svg = place.read("p.svg");
  BOOST_TEST(count(svg, "<polyline") == 7u);
  BOOST_TEST(count(svg, "<circle") == 9u);
  BOOST_TEST(count(svg, "<svg") == 1u);
  const std::size_t marks = count(svg, "class=\"mark\"");
  BOOST_TEST((marks == 2 || marks == 4));
  BOOST_TEST(has(svg, ">mse (lower is better)</text>"));
  BOOST_TEST(count(svg, "falling from lambda_max = ") == 1u);
  BOOST_TEST(!has(svg, "nan"));
}

BOOST_AUTO_TEST_CASE(the_picture_of_a_search_marks_the_best_and_the_one_standard_error_strength) {
  const Workplace place;
  succeeds(place.starling({"cv", spec, "-M", "multitask_lasso", "--grid", "lambda=auto:9", "--plot", "c.svg"}));
  const std::string svg = place.read("c.svg");
  BOOST_TEST(count(svg, "<polyline") == 1u);
  BOOST_TEST(count(svg, "<circle") == 9u);
  BOOST_TEST(has(svg, "best 0."));
  BOOST_TEST(has(svg, ">mse (lower is better)</text>"));
  BOOST_TEST(has(svg, ">lambda, as a share of lambda_max</text>"));
  succeeds(place.starling({"cv", spec, "-M", "multitask_lasso", "--grid", "lambda=1,0.1", "--grid", "l1_ratio=0.5,1",
                           "--plot", "two.svg"}));
  BOOST_TEST(count(place.read("two.svg"), "<polyline") == 2u);
  BOOST_TEST(has(place.read("two.svg"), ">l1_ratio=0.5</text>"));
}

BOOST_AUTO_TEST_CASE(a_search_without_a_strength_has_no_picture) {
  const Workplace place;
  const Finished run =
      place.starling({"cv", spec, "-M", "multitask_lasso", "--grid", "l1_ratio=0.5,1", "--plot", "c.svg"});
  BOOST_TEST(run.code == 2);
  BOOST_TEST(has(run.err, "strength"));
}

BOOST_AUTO_TEST_SUITE_END()
