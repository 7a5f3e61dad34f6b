#include "apps/reproduce/cells.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/apps/reproduce/small_study.hpp"

using namespace starling;
using namespace starling::reproduce;
using starling::reproduce::tests::header;
using starling::reproduce::tests::small_csv;
using starling::reproduce::tests::small_toml;

namespace {

std::vector<Cell> cells_of(const std::string& rows) { return parse_study("s", small_toml, header + rows).cells; }

std::string fault(const std::string& rows) {
  try {
    cells_of(rows);
    return "";
  } catch (const InvalidData& error) {
    return error.what();
  }
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(published_cells)

BOOST_AUTO_TEST_CASE(a_cell_keeps_its_number_as_it_was_printed) {
  const Cell cell = cells_of("few,alone,rmse_pooled,12.50,0.30,V,0.2,\n").front();
  BOOST_TEST(cell.published.value() == 12.5);
  BOOST_TEST(cell.published_text == "12.50");
  BOOST_TEST(cell.spread_text == "0.30");
  BOOST_TEST(cell.band == 0.2);
  BOOST_TEST((cell.mark == Mark::verified));
}

BOOST_AUTO_TEST_CASE(a_band_in_per_cent_is_of_the_published_number) {
  BOOST_TEST(cells_of("few,alone,ev_global,-0.5,,V,10 %,\n").front().band == 0.05);
  BOOST_TEST(cells_of("few,alone,ev_global in %,50,,V,10 %,\n").front().band == 5.0);
}

BOOST_AUTO_TEST_CASE(metrics_have_exact_names_and_may_be_shown_in_per_cent) {
  const auto cells = cells_of("few,alone,ev_global in %,50,,V,1,\nfew,alone,nmse,0.5,,V,1,\n");
  BOOST_TEST(cells[0].metric.name == "ev_global");
  BOOST_TEST(cells[0].metric.percent);
  BOOST_TEST((cells[0].metric.better == compare::Better::higher));
  BOOST_TEST(!cells[1].metric.percent);
  BOOST_TEST((cells[1].metric.better == compare::Better::lower));
}

BOOST_AUTO_TEST_CASE(metrics_of_coefficients_have_names_too) {
  const auto cells = cells_of("few,alone,zero_rows,0.5,,V,0.02,\nfew,alone,estimation_error_max,1,,V,5 %,\n");
  BOOST_TEST((cells[0].metric.better == compare::Better::higher));
  BOOST_TEST((cells[1].metric.better == compare::Better::lower));
}

BOOST_AUTO_TEST_CASE(remembered_and_unpublished_cells_need_no_band) {
  const auto cells = cells_of("few,alone,nmse,0.5,,M,,\nfew,low,nmse,,,,,\n");
  BOOST_TEST((cells[0].mark == Mark::from_memory));
  BOOST_TEST((cells[1].mark == Mark::none));
  BOOST_TEST(!cells[1].published);
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_refused_with_its_place) {
  BOOST_TEST(contains(fault("fwe,alone,nmse,1,,V,1,\n"), "s.csv:2:1: unknown experiment"));
  BOOST_TEST(contains(fault("fwe,alone,nmse,1,,V,1,\n"), "did you mean 'few'?"));
  BOOST_TEST(contains(fault("few,laone,nmse,1,,V,1,\n"), "s.csv:2:5: unknown method"));
  BOOST_TEST(contains(fault("few,alone,nsme,1,,V,1,\n"), "unknown metric"));
  BOOST_TEST(contains(fault("few,alone,nmse,1,,R,1,\n"), "unknown mark"));
}

BOOST_AUTO_TEST_CASE(numbers_marks_and_bands_go_together) {
  BOOST_TEST(contains(fault("few,alone,nmse,1,,,1,\n"), "a number and its mark go together"));
  BOOST_TEST(contains(fault("few,alone,nmse,,,V,1,\n"), "a number and its mark go together"));
  for (const std::string band : {"", "0", "-1", "nan", "inf", "five", "5%"})
    BOOST_TEST(contains(fault("few,alone,nmse,1,,V," + band + ",\n"), "invalid band"), band);
  BOOST_TEST(fault("few,alone,nmse,1.0x,,V,1,\n") != "");
  BOOST_TEST(fault("few,alone,nmse,1,a,V,1,\n") != "");
}

BOOST_AUTO_TEST_CASE(a_missing_column_is_refused) {
  BOOST_CHECK_THROW(parse_study("s", small_toml, "experiment,method\nfew,alone\n"), InvalidData);
}

BOOST_AUTO_TEST_SUITE_END()
