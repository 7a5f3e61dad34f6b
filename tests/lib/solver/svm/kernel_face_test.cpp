#include "lib/solver/svm/kernel_face.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::svm;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(kernel_face)

BOOST_AUTO_TEST_CASE(a_direction_keeps_the_sums_of_groups_and_evens_out_what_drives_them) {
  const arma::mat L = normal_matrix(1, "L", 7, 7), H = L * L.t() + arma::eye(7, 7);
  const arma::vec drive = normal_matrix(1, "drive", 7, 1);
  const arma::vec alone = face_direction(H, drive, {});
  BOOST_TEST(arma::abs(H * alone - drive).max() <= 1e-7);
  const arma::vec delta = face_direction(H, drive, {2, 2, 2, 5, 5, 5, 5});
  BOOST_TEST(std::abs(arma::accu(delta.head(3))) <= 1e-12);
  BOOST_TEST(std::abs(arma::accu(delta.tail(4))) <= 1e-12);
  const arma::vec left = drive - H * delta;
  BOOST_TEST(arma::range(left.head(3)) <= 1e-7);
  BOOST_TEST(arma::range(left.tail(4)) <= 1e-7);
}

BOOST_AUTO_TEST_CASE(a_direction_without_curvature_is_followed_far) {
  const arma::vec delta = face_direction(arma::ones(2, 2), {1.0, -1.0}, {0, 0});
  BOOST_TEST(delta[0] >= 1e6);
  BOOST_TEST(delta[0] == -delta[1]);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_factored_gives_no_direction) {
  BOOST_TEST(face_direction(-arma::eye(2, 2), {1.0, 1.0}, {}).is_empty());
  BOOST_TEST(face_direction(arma::mat(2, 2, arma::fill::value(arma::datum::nan)), {1.0, 1.0}, {}).is_empty());
}

BOOST_AUTO_TEST_SUITE_END()
