#include "lib/base/names.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

using starling::name_hint;
using starling::nearest_name;

namespace {

constexpr std::array<std::string_view, 4> methods = {"trace_norm", "multitask_lasso", "multitask_svm", "pooled_ridge"};

std::string nearest(std::string_view word) { return nearest_name(word, methods); }

}  // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(every_kind_of_slip_finds_the_name_that_was_meant) {
  BOOST_CHECK_EQUAL(nearest("trace_norm"), "trace_norm");
  BOOST_CHECK_EQUAL(nearest("trac_norm"), "trace_norm");    // deleted
  BOOST_CHECK_EQUAL(nearest("tracee_norm"), "trace_norm");  // inserted
  BOOST_CHECK_EQUAL(nearest("trace-norm"), "trace_norm");   // replaced
  BOOST_CHECK_EQUAL(nearest("tarce_norm"), "trace_norm");   // swapped
}

BOOST_AUTO_TEST_CASE(the_nearest_of_two_near_names_wins) {
  BOOST_CHECK_EQUAL(nearest("multitask_svn"), "multitask_svm");
  BOOST_CHECK_EQUAL(nearest("multitask_laso"), "multitask_lasso");
}

BOOST_AUTO_TEST_CASE(a_swap_of_neighbours_counts_as_one_edit) {
  const std::array<std::string_view, 1> only = {"ab"};
  BOOST_CHECK_EQUAL(nearest_name("ba", only), "ab");  // within 2 / 3 + 1 = 1
  const std::array<std::string_view, 1> apart = {"axb"};
  BOOST_CHECK_EQUAL(nearest_name("ba", apart), "");  // two edits: a swap across a letter is none
}

BOOST_AUTO_TEST_CASE(a_name_further_than_a_third_of_the_word_plus_one_is_not_near) {
  const std::array<std::string_view, 1> only = {"abcdef"};
  BOOST_CHECK_EQUAL(nearest_name("abcxyz", only), "abcdef");  // distance 3 = 6 / 3 + 1
  BOOST_CHECK_EQUAL(nearest_name("abwxyz", only), "");        // distance 4
  BOOST_CHECK_EQUAL(nearest("quantum"), "");
  BOOST_CHECK_EQUAL(nearest(""), "");
  BOOST_CHECK_EQUAL(nearest_name("word", {}), "");
}

BOOST_AUTO_TEST_CASE(the_hint_is_the_near_name_or_all_names) {
  BOOST_CHECK_EQUAL(name_hint("trce_norm", methods), "did you mean 'trace_norm'?");
  BOOST_CHECK_EQUAL(name_hint("quantum", methods), "one of trace_norm, multitask_lasso, multitask_svm, pooled_ridge");
}

BOOST_AUTO_TEST_SUITE_END()
