#include "lib/data/formats/arff.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

#include "lib/base/error.hpp"

using namespace starling;

namespace {

const std::string header =
    "% a remark\n@RELATION 'some flowers'\n\n@attribute 'petal \\'width\\'' numeric\r\n"
    "@Attribute kind {setosa, \"iris, wild\" ,v}\n@attribute n INTEGER\n@data\n";

ArffTable rows(const std::string& text) { return parse_arff(header + text, "some.arff"); }

// Which line is refused.
std::string complaint(const std::string& text) {
  try {
    parse_arff(text, "some.arff");
  } catch (const InvalidData& error) {
    return error.complaint().where;
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arff)

BOOST_AUTO_TEST_CASE(numbers_named_values_and_what_is_missing) {
  const ArffTable table = rows("0.5, setosa,3\n% between\n-1e2,'iris, wild',?\r\n ? ,v,0");
  BOOST_TEST(table.attributes.size() == 3u);
  BOOST_TEST(table.attributes[0].name == "petal 'width'");
  BOOST_TEST(table.attributes[1].values == (std::vector<std::string>{"setosa", "iris, wild", "v"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(table.cells.n_rows == 3u);
  BOOST_TEST(table.cells(0, 0) == 0.5);
  BOOST_TEST(table.cells(1, 0) == -100.0);
  BOOST_TEST(table.cells(1, 1) == 1.0);
  BOOST_TEST(table.cells(2, 1) == 2.0);
  BOOST_TEST(std::isnan(table.cells(1, 2)));
  BOOST_TEST(std::isnan(table.cells(2, 0)));
}

BOOST_AUTO_TEST_CASE(sparse_rows_name_what_is_not_zero) {
  const ArffTable table = rows("{0 2.5, 2 1}\n{}\n{1 v}\n");
  BOOST_REQUIRE(table.cells.n_rows == 3u);
  BOOST_TEST(arma::approx_equal(table.cells, arma::mat{{2.5, 0, 1}, {0, 0, 0}, {0, 2, 0}}, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(a_table_without_rows_is_one) { BOOST_TEST(rows("").cells.n_rows == 0u); }

BOOST_AUTO_TEST_CASE(what_is_no_cell_is_refused_with_its_line) {
  for (const std::string bad : {"1,setosa",     "1,setosa,2,3", "x,setosa,2", "1,rose,2",       "inf,setosa,1",
                                "nan,setosa,1", "1,'setosa,2",  "1 setosa 2", "1,setosa,2 {3}", "'?',setosa,2",
                                "{0 1",         "{0 1,0 2}",    "{2 1,0 2}",  "{3 1}",          "{-1 1}",
                                "{0 1 2 1}",    "{0 x}",        "{0}",        "{0 1} 5",        ",,"})
    BOOST_TEST(complaint(header + bad + "\n") == "some.arff:8", "row " << bad);
}

BOOST_AUTO_TEST_CASE(declarations_of_another_kind_are_refused_with_their_line) {
  for (const std::string bad : {"@attribute a string", "@attribute a date", "@attribute a", "@attribute",
                                "@attribute a {", "@attribute a {x,}", "@attribute a {x} y", "@attribute a numeric 3",
                                "@attribut a numeric", "1,2", "@data now", "@attribute b numeric"})
    BOOST_TEST(complaint("@relation r\n@attribute b numeric\n" + bad + "\n") == "some.arff:3", "line " << bad);
  BOOST_TEST(complaint("@relation r\n@attribute b numeric\n") == "some.arff");
  BOOST_TEST(complaint("") == "some.arff");
}

BOOST_AUTO_TEST_CASE(every_truncation_is_an_error_or_a_table) {
  const std::string text = header + "0.5,setosa,3\n{0 2.5,2 1}\n";
  for (std::size_t length = 0; length < text.size(); ++length) {
    try {
      const ArffTable table = parse_arff(text.substr(0, length), "some.arff");
      BOOST_TEST(table.cells.n_cols == 3u);
    } catch (const InvalidData&) {
      BOOST_TEST(length < text.size());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
