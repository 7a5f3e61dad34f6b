// The report's page: what a browser would need, checked without one, and in Chromium where there is one.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <regex>

#include "tests/apps/compare/report/fake_report.hpp"
#include "tests/support/well_formed.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using namespace starling::compare;
using tests::markup_fault;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_page)

BOOST_AUTO_TEST_CASE(the_check_of_markup_finds_faults) {
  BOOST_TEST(markup_fault("<p class=\"a\">1 &lt; 2<br/></p>") == "");
  for (const char* bad : {"<p>", "</p>", "<p><b></p></b>", "<p a=b></p>", "a & b", "<p a=\"b\"c=\"d\"></p>",
                          "<p id=\"a\"></p><p id=\"a\"></p>", "<p hidden></p>"})
    BOOST_TEST(markup_fault(bad) != "", bad);
}

BOOST_AUTO_TEST_CASE(the_page_is_well_formed_and_its_links_lead_somewhere) {
  const std::string page = html(fake::report());
  tests::MarkupReader reader(page);
  BOOST_TEST(reader.fault() == "");
  const std::regex link("href=\"#([^\"]+)\"");
  std::size_t links = 0;
  for (std::sregex_iterator match(page.begin(), page.end(), link), end; match != end; ++match, ++links)
    BOOST_TEST(reader.ids().contains((*match)[1].str()), (*match)[1].str());
  BOOST_TEST(links == 7);  // six sections and a footnote
}

BOOST_AUTO_TEST_CASE(the_page_needs_nothing_from_elsewhere) {
  const std::string page = html(fake::report());
  const std::string foreign = std::regex_replace(page, std::regex("http://www.w3.org/2000/svg"), "");
  BOOST_TEST(!contains(foreign, "http:"));
  BOOST_TEST(!contains(foreign, "https"));
  BOOST_TEST(!contains(foreign, "src="));
  BOOST_TEST(!contains(foreign, "@import"));
  BOOST_TEST(contains(page, "default-src 'none'"));
}

BOOST_AUTO_TEST_CASE(names_are_text_whatever_they_hold) {
  const std::string page = html(fake::report());
  BOOST_TEST(!contains(page, "<b>bold"));
  BOOST_TEST(contains(page, "joint &amp; &lt;b&gt;bold&lt;/b&gt;"));
  BOOST_TEST(contains(page, "5 &lt; 6, &quot;quoted&quot;, 100 %"));
}

BOOST_AUTO_TEST_CASE(everything_the_report_has_is_on_the_page) {
  const std::string page = html(fake::report());
  for (const char* words : {"Friedman", "critical difference", "p (Holm)", "win / tie / loss", "Negative transfer",
                            "surely worse", "All metrics", "Computed by", "prefers-color-scheme", "name=\"viewport\"",
                            "lang=\"en\"", "aria-label", "class=\"best\""})
    BOOST_TEST(contains(page, words), words);
  // One for the ranks, one for the speed, two for every data set: scores, changes of tasks.
  BOOST_TEST(count(page, "<svg ") == 16);
  BOOST_TEST(count(page, "<tr data-metric=\"mse\">") == 21);
  BOOST_TEST(count(page, "class=\"scroll") == count(page, "tabindex=\"0\" role=\"region\" aria-label=\""));
}

BOOST_AUTO_TEST_CASE(what_jobs_kept_of_their_way_is_drawn) {
  std::vector<JobResult> results = fake::results();
  for (JobResult& one : results) fake::keep_the_way(*one.result, one.job.repetition);
  const std::string page = html(make_report(results, {}, {}));
  BOOST_TEST(markup_fault(page) == "");
  BOOST_TEST(count(page, "<svg ") == 51);  // two more for every data set, and one for every method on it
  BOOST_TEST(count(page, "2 of 9 features, those with the largest coefficients") == 21);
  BOOST_TEST(count(page, "groups: 2 of 3 tasks") == 21);
  BOOST_TEST(count(page, "<title>f, &lt;b&gt;: -2</title>") == 21);
  BOOST_TEST(count(page, "Time to a gap") == 2 * 7);
  BOOST_TEST(count(page, "chosen in 2 of 2 repetitions") == 21);
  BOOST_TEST(contains(page, "lambda / lambda_max"));
}

BOOST_AUTO_TEST_CASE(a_picture_of_its_own_is_well_formed_and_brings_its_colours) {
  const tests::Workplace place;
  write_report(fake::report(), place.path("report"));
  const std::string picture = place.read("report/critical_difference.svg");
  BOOST_TEST(markup_fault(picture) == "");
  BOOST_TEST(contains(picture, "<style>"));
  BOOST_TEST(contains(picture, "CD = "));
}

BOOST_AUTO_TEST_SUITE_END()
