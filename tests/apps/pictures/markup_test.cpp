#include "apps/pictures/markup.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling::pictures;

BOOST_AUTO_TEST_SUITE(text_in_markup)

BOOST_AUTO_TEST_CASE(what_markup_would_read_is_escaped) {
  BOOST_TEST(escaped("a < b & \"c\" > d\x01\n") == "a &lt; b &amp; &quot;c&quot; &gt; d  ");
  BOOST_TEST(escaped("\xc3\xa9") == "\xc3\xa9");
}

BOOST_AUTO_TEST_CASE(text_is_never_cut_within_a_letter) {
  BOOST_TEST(shortened("short", 5) == "short");
  BOOST_TEST(shortened("longer text", 8) == "longe...");
  BOOST_TEST(shortened("abcd\xc3\xa9"
                       "fgh",
                       8) == "abcd...");
}

BOOST_AUTO_TEST_SUITE_END()
