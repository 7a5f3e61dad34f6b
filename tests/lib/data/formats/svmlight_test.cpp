#include "lib/data/formats/svmlight.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"

using namespace starling;

namespace {

SvmlightSamples parsed(std::string_view text, SvmlightShape shape = {.n_features = 4, .first_index = 0}) {
  return parse_svmlight(text, shape, "a.svm");
}

void must_refuse(std::string_view text, std::string_view where, SvmlightShape shape = {.n_features = 4}) {
  BOOST_CHECK_EXCEPTION(parsed(text, shape), InvalidData, [&](const InvalidData& error) {
    BOOST_TEST_INFO(error.what());
    return error.complaint().where == where;
  });
}

bool same(const arma::sp_mat& a, const arma::mat& b) { return arma::approx_equal(arma::mat(a), b, "absdiff", 0.0); }

}  // namespace

BOOST_AUTO_TEST_SUITE(svmlight)

BOOST_AUTO_TEST_CASE(samples_by_hand) {
  const SvmlightSamples samples = parsed("+1 0:6 3:0.5 # a remark\n\n# no sample\n-1\t2:1e2\r\n0.5\n");
  BOOST_TEST(same(samples.X, {{6, 0, 0, 0.5}, {0, 0, 100, 0}, {0, 0, 0, 0}}));
  BOOST_TEST(arma::all(samples.y == arma::vec{1, -1, 0.5}));
}

BOOST_AUTO_TEST_CASE(indices_may_count_from_1_and_the_last_line_may_have_no_end) {
  const SvmlightSamples samples = parsed("1 1:2 4:3", {.n_features = 4});
  BOOST_TEST(same(samples.X, {{2, 0, 0, 3}}));
}

BOOST_AUTO_TEST_CASE(explicit_zeros_are_not_stored_and_empty_text_has_no_samples) {
  BOOST_TEST(parsed("1 0:0 1:1").X.n_nonzero == 1u);
  const SvmlightSamples none = parsed("");
  BOOST_TEST(none.X.n_rows == 0u);
  BOOST_TEST(none.X.n_cols == 4u);
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused_by_its_line) {
  must_refuse("1 1:1\nx 1:1\n", "a.svm:2");
  must_refuse("1 1\n", "a.svm:1");
  must_refuse("1 1:\n", "a.svm:1");
  must_refuse("1 :1\n", "a.svm:1");
  must_refuse("1 1:nan\n", "a.svm:1");
  must_refuse("inf 1:1\n", "a.svm:1");
  must_refuse("1 0:1\n", "a.svm:1");
  must_refuse("1 5:1\n", "a.svm:1");
  must_refuse("1 -1:1\n", "a.svm:1");
  must_refuse("1 18446744073709551616:1\n", "a.svm:1");
  must_refuse("1 2:1 2:1\n", "a.svm:1");
  must_refuse("1 3:1 2:1\n", "a.svm:1");
  must_refuse("1 qid:3 1:1\n", "a.svm:1");
  must_refuse("++1 1:1\n", "a.svm:1");
}

BOOST_AUTO_TEST_SUITE_END()
