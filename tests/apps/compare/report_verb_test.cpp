// starling report as a user calls it.
#include <boost/test/unit_test.hpp>

#include "apps/compare/store.hpp"
#include "tests/apps/compare/fake_jobs.hpp"
#include "tests/support/workplace.hpp"

using namespace starling::compare;
using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Half of the fake experiment in each of two stores.
void fill(const Workplace& place) {
  Store one(place.path("one.db")), two(place.path("two.db"));
  for (int number = 0; number < 36; ++number)
    (number % 2 == 0 ? one : two).commit(fake::job(number), fake::result(fake::job(number)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_verb_report)

BOOST_AUTO_TEST_CASE(stores_are_reported_together_on_stdout_in_the_form_asked_for) {
  const Workplace place;
  fill(place);
  const Finished both = place.starling({"report", "one.db", "two.db"});
  BOOST_REQUIRE_MESSAGE(both.code == 0, both.err);
  BOOST_TEST(both.err == "");
  for (const char* method : {"method\\_0", "method\\_1", "method\\_2", "method\\_3"})
    BOOST_TEST(contains(both.out, method));
  BOOST_TEST(!contains(place.starling({"report", "one.db"}).out, "method\\_1"));
  BOOST_TEST(contains(place.starling({"report", "one.db", "--format", "latex"}).out, "\\toprule"));
  BOOST_TEST(contains(place.starling({"report", "one.db", "--format", "csv"}).out, "\ndata_0,method_0,1,ok"));
  BOOST_TEST(place.starling({"report", "one.db", "--format", "html"}).out.starts_with("<!DOCTYPE html>"));
  BOOST_TEST(contains(place.starling({"report", "one.db", "--metric", "rmse_pooled"}).out, "rmse\\_pooled, lower"));
}

BOOST_AUTO_TEST_CASE(a_store_can_be_reported_while_it_is_written) {
  const Workplace place;
  Store writer(place.path("results.db"));
  writer.commit(fake::job(0), fake::result(fake::job(0)));
  const Finished run = place.starling({"report", "results.db", "--output", "report"});
  BOOST_TEST(run.code == 0, run.err);
  BOOST_TEST(run.out == "");
  BOOST_TEST(contains(place.read("report/index.html"), "data_0"));
  writer.commit(fake::job(1), fake::result(fake::job(1)));
}

BOOST_AUTO_TEST_CASE(compare_writes_a_report_of_its_own_experiment) {
  const Workplace place;
  const std::vector<std::string> line = {"compare",    "--data",       "low_rank:n_tasks=3,n_features=4,n_samples=12",
                                         "--method",   "pooled_ridge", "--method",
                                         "trace_norm", "--seeds",      "2",
                                         "--report",   "report"};
  BOOST_TEST(place.starling(line).code == 0);
  const std::string first = place.read("report/report.md");
  BOOST_TEST(contains(first, "| trace\\_norm |"));
  BOOST_TEST(place.starling(line).code == 0);
  BOOST_TEST(place.read("report/report.md") == first);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_reported_is_an_error) {
  const Workplace place;
  fill(place);
  place.write("foreign.db", "task,target\n");
  { const Store empty(place.path("empty.db")); }
  const auto code = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"report"};
    words.insert(words.end(), more.begin(), more.end());
    return place.starling(words).code;
  };
  BOOST_TEST(code({}) == 2);
  BOOST_TEST(code({"one.db", "--format", "pdf"}) == 2);
  BOOST_TEST(code({"one.db", "--metric", "rmse"}) == 2);
  BOOST_TEST(code({"one.db", "--alone", "nobody"}) == 2);
  BOOST_TEST(code({"empty.db"}) == 3);
  BOOST_TEST(code({"foreign.db"}) == 4);
  BOOST_TEST(code({"nothing.db"}) == 6);
  BOOST_TEST(code({"one.db", "--output", "foreign.db"}) == 6);
}

BOOST_AUTO_TEST_SUITE_END()
