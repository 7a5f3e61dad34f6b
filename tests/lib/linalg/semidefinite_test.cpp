#include "lib/linalg/semidefinite.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"

using namespace starling;

BOOST_AUTO_TEST_SUITE(semidefinite)

BOOST_AUTO_TEST_CASE(rounding_below_zero_is_no_negative_eigenvalue) {
  const double rounding = eigenvalue_rounding(10.0, 5);
  BOOST_TEST(rounding > 0.0);
  BOOST_TEST(rounding < 1e-12);
  BOOST_CHECK_NO_THROW(check_not_negative(-0.5 * rounding, rounding, "matrix"));
  BOOST_CHECK_NO_THROW(check_not_negative(0.0, 0.0, "matrix"));
}

BOOST_AUTO_TEST_CASE(a_negative_eigenvalue_is_named_with_what_would_mend_it) {
  BOOST_CHECK_EXCEPTION(check_not_negative(-0.25, 1e-15, "matrix"), InvalidInput, [](const InvalidInput& error) {
    return error.complaint().got == "smallest eigenvalue -0.25" &&
           error.complaint().hint.find("0.25 is added") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
