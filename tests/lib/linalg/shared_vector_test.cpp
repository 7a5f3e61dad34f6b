#include "lib/linalg/shared_vector.hpp"

#include <boost/test/unit_test.hpp>
#include <utility>

using starling::SharedVector;

BOOST_AUTO_TEST_SUITE(shared_vector)

BOOST_AUTO_TEST_CASE(copies_share_their_numbers_until_one_is_written_to) {
  SharedVector first(arma::vec{1.0, 2.0});
  SharedVector second = first;
  BOOST_TEST(first->memptr() == second->memptr());
  second.own()[0] = 7.0;
  BOOST_TEST((*first)[0] == 1.0);
  BOOST_TEST((*second)[0] == 7.0);
  const double* where = second->memptr();
  second.own()[1] = 8.0;
  BOOST_TEST(second->memptr() == where);  // nobody else has it
}

BOOST_AUTO_TEST_CASE(what_was_moved_from_is_still_a_vector) {
  SharedVector first(arma::vec{1.0, 2.0});
  const SharedVector second = std::move(first);
  BOOST_TEST(first->n_elem == 2U);
  BOOST_TEST(second->memptr() == first->memptr());
}

BOOST_AUTO_TEST_CASE(a_default_one_is_empty) { BOOST_TEST(SharedVector()->is_empty()); }

BOOST_AUTO_TEST_SUITE_END()
