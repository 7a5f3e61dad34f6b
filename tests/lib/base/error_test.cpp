#include "lib/base/error.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

BOOST_AUTO_TEST_SUITE(error)

BOOST_AUTO_TEST_CASE(a_complaint_reads_as_one_sentence) {
  BOOST_CHECK_EQUAL(
      to_string({.what = "a bad value", .where = "f.csv:3:7", .expected = "a number", .got = "'x'", .hint = "or NA"}),
      "f.csv:3:7: a bad value; expected a number, got 'x' (or NA)");
}

BOOST_AUTO_TEST_CASE(what_is_empty_is_left_out) {
  BOOST_CHECK_EQUAL(to_string({.what = "no task"}), "no task");
  BOOST_CHECK_EQUAL(to_string({.what = "no task", .where = "f.csv"}), "f.csv: no task");
  BOOST_CHECK_EQUAL(to_string({.what = "no task", .expected = "one"}), "no task; expected one");
  BOOST_CHECK_EQUAL(to_string({.what = "no task", .got = "none"}), "no task; got none");
  BOOST_CHECK_EQUAL(to_string({.what = "no task", .hint = "add one"}), "no task (add one)");
}

BOOST_AUTO_TEST_CASE(every_kind_of_invalid_input_is_caught_as_one_and_keeps_its_complaint) {
  const Complaint complaint{.what = "a bad value", .where = "task 2", .got = "3"};
  const auto caught = [](const auto& thrower) {
    try {
      thrower();
    } catch (const InvalidInput& error) {
      return error.complaint().where + "|" + error.what();
    }
    return std::string();
  };
  const std::string expected = "task 2|task 2: a bad value; got 3";
  BOOST_CHECK_EQUAL(caught([&] { throw InvalidOption(complaint); }), expected);
  BOOST_CHECK_EQUAL(caught([&] { throw InvalidData(complaint); }), expected);
  BOOST_CHECK_EQUAL(caught([&] { throw InvalidModel(complaint); }), expected);
}

BOOST_AUTO_TEST_CASE(failures_of_numbers_and_of_the_system_are_no_invalid_input) {
  BOOST_CHECK_THROW(throw NumericalFailure("Cholesky"), Error);
  BOOST_CHECK_THROW(throw IoError("disk full"), Error);
  BOOST_CHECK(!(std::is_base_of_v<InvalidInput, NumericalFailure>));
  BOOST_CHECK(!(std::is_base_of_v<InvalidInput, IoError>));
}

BOOST_AUTO_TEST_SUITE_END()
