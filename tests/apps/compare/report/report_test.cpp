#include "apps/compare/report/report.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "lib/base/error.hpp"
#include "tests/apps/compare/report/fake_blocks.hpp"
#include "tests/apps/compare/report/fake_report.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using namespace starling::compare;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(reports)

BOOST_AUTO_TEST_CASE(markdown_states_scores_tests_transfer_and_provenance) {
  const std::string text = markdown(fake::report());
  BOOST_TEST(contains(text, "| method | data\\_0 |"));
  BOOST_TEST(contains(text, "Friedman's test over 7 data sets and 2 methods"));
  BOOST_TEST(contains(text, "Not ranked, for want of a score on every data set: third\\|method."));
  BOOST_TEST(contains(text, "third\\|method: error (1 of 2): 5 \\< 6, \"quoted\", 100 %"));
  BOOST_TEST(contains(text, "mse of each task against independent\\_ridge"));
  BOOST_TEST(contains(text, "processor: \\<one>"));
  BOOST_TEST(!contains(text, "Only 7 data sets"));
}

BOOST_AUTO_TEST_CASE(latex_escapes_what_it_would_read_and_notes_failures) {
  const std::string text = latex(fake::report());
  BOOST_TEST(contains(text, "\\begin{tabular}{lrrrrrrrr}"));
  BOOST_TEST(contains(text, "joint \\& $<$b$>$bold$<$/b$>$ & "));
  BOOST_TEST(contains(text, "\\item[1] data\\_6 / third|method: error (1 of 2): 5 $<$ 6, \"quoted\", 100 \\%"));
  BOOST_TEST(contains(text, "\\textbf{"));
  BOOST_TEST(contains(text, "\\midrule"));
  BOOST_TEST(contains(text, "over 7 data sets"));
}

BOOST_AUTO_TEST_CASE(csv_has_a_line_a_job_with_all_digits) {
  std::istringstream lines(csv(fake::report()));
  std::string line;
  std::getline(lines, line);
  BOOST_TEST(line ==
             "dataset,method,repetition,outcome,message,status,relative_gap,iterations,tune_seconds,fit_seconds,"
             "predict_seconds,train_samples,test_samples,ev_global,mse");
  std::getline(lines, line);
  BOOST_TEST(line == "data_0:n_tasks=3,independent_ridge,1,ok,,optimal,1e-07,0,0,0,0,30,10,0.5,0.5");
  std::size_t count = 1;
  while (std::getline(lines, line)) ++count;
  BOOST_TEST(count == 42);
  BOOST_TEST(contains(csv(fake::report()), "third|method,2,error,\"5 < 6, \"\"quoted\"\", 100 %\",,,0,"));
}

BOOST_AUTO_TEST_CASE(too_little_to_test_is_said) {
  std::vector<JobResult> few = fake::results();
  few.resize(1);
  few[0].result->task_scores.clear();
  const Report report = make_report(few, {}, {});
  BOOST_REQUIRE(report.warnings.size() == 3);
  BOOST_TEST(report.warnings[0] == "Only 1 data set: tests over fewer than 6 data sets find next to nothing.");
  BOOST_TEST(contains(report.warnings[1], "One repetition"));
  BOOST_TEST(contains(report.warnings[2], "1 data set has no scores of single tasks"));
  BOOST_TEST(contains(markdown(report), "data\\_0"));
  BOOST_CHECK_THROW(make_report({}, {}, {}), InvalidData);
}

BOOST_AUTO_TEST_CASE(scores_that_may_be_as_good_as_the_best_are_underlined) {
  std::vector<DatasetBlock> blocks = {
      fake::block("a", {{"best", {0.9, 0.8, 0.7}}, {"near", {0.89, 0.81, 0.69}}, {"far", {0.6, 0.5, 0.4}}})};
  Report report{.blocks = blocks, .across = compare_across(blocks), .transfers = {}, .warnings = {}, .runs = {}};
  const std::string text = markdown(report);
  BOOST_TEST(contains(text, "| best | **80.00 ± 10.00** | 1.00 |"));
  BOOST_TEST(contains(text, "| near | <u>79.67 ± 10.07</u> | 2.00 |"));
  BOOST_TEST(contains(text, "| far | 50.00 ± 10.00 | 3.00 |"));
}

BOOST_AUTO_TEST_CASE(a_folder_gets_every_form_and_a_refused_one_is_an_error) {
  const tests::Workplace place;
  write_report(fake::report(), place.path("new/report"));
  for (const char* name : {"index.html", "report.md", "tables.tex", "results.csv", "critical_difference.svg"})
    BOOST_TEST(place.read(std::string("new/report/") + name).size() > 500, name);
  place.write("taken", "");
  BOOST_CHECK_THROW(write_report(fake::report(), place.path("taken")), IoError);
}

BOOST_AUTO_TEST_SUITE_END()
