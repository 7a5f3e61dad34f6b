#include "lib/linalg/row_kernels.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/random.hpp"
#include "lib/linalg/aligned.hpp"

using namespace starling;

namespace {

AlignedDoubles random(const char* name, arma::uword n) {
  const RandomStream stream(1, name);
  AlignedDoubles values(n);
  for (arma::uword i = 0; i < n; ++i) values[i] = stream.normal(i);
  return values;
}

arma::vec copy(const AlignedDoubles& values, arma::uword n) { return arma::vec(values.data(), n); }

}  // namespace

BOOST_AUTO_TEST_SUITE(row_kernels)

BOOST_AUTO_TEST_CASE(dot_and_add_are_what_their_names_say_for_every_length) {
  for (arma::uword n = 0; n <= 72; n += 8) {
    const AlignedDoubles a = random("a", n), z = random("z", n);
    BOOST_TEST(std::abs(kernels::dot(n, a.data(), z.data()) - arma::dot(copy(a, n), copy(z, n))) <= 1e-13);
    AlignedDoubles sum = z;
    kernels::add(n, 0.3, a.data(), sum.data());
    BOOST_TEST(arma::approx_equal(copy(sum, n), copy(z, n) + 0.3 * copy(a, n), "absdiff", 1e-15));
  }
}

BOOST_AUTO_TEST_CASE(sparse_rows_are_dense_ones_with_zeros) {
  const std::uint32_t index[] = {0, 3, 4, 7, 8, 11, 12};
  const AlignedDoubles values = random("v", 7), z = random("z", 16);
  const kernels::SparseRow row{7, index, values.data()};
  AlignedDoubles dense(16), added = z, expected = z;
  for (arma::uword k = 0; k < 7; ++k) dense[index[k]] = values[k];
  BOOST_TEST(std::abs(kernels::dot_body(row, z.data()) - kernels::dot(16, dense.data(), z.data())) <= 1e-14);
  kernels::add_body(row, -1.5, added.data());
  kernels::add(16, -1.5, dense.data(), expected.data());
  BOOST_TEST(arma::approx_equal(copy(added, 16), copy(expected, 16), "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(row_products_are_a_matrix_times_a_vector) {
  constexpr arma::uword stride = 24;
  for (const arma::uword count : {0U, 1U, 4U, 7U}) {
    const AlignedDoubles rows = random("r", count * stride), z = random("z", stride);
    arma::vec out(count);
    kernels::row_products(count, stride, rows.data(), z.data(), out.memptr());
    const arma::mat transposed(rows.data(), stride, count);
    BOOST_TEST(arma::approx_equal(out, arma::vec(transposed.t() * copy(z, stride)), "absdiff", 1e-13));
  }
}

BOOST_AUTO_TEST_CASE(the_weighted_gram_and_the_inverse_of_its_factor_agree_with_lapack) {
  constexpr arma::uword n = 40;
  for (const arma::uword d : {1U, 3U, 8U, 9U, 21U}) {
    const AlignedDoubles columns = random("c", n * d);
    AlignedDoubles theta = random("t", n), work(n), H(d * d);
    for (arma::uword i = 0; i < n; ++i) theta[i] *= theta[i];
    kernels::weighted_gram(n, d, columns.data(), n, theta.data(), work.data(), H.data());
    const arma::mat X(columns.data(), n, d);
    arma::mat expected = X.t() * arma::diagmat(copy(theta, n)) * X;
    const arma::mat found = arma::symmatu(arma::mat(H.data(), d, d));  // rows of the lower are columns of the upper
    BOOST_TEST(arma::approx_equal(found, expected, "absdiff", 1e-11));
    for (arma::uword j = 0; j < d; ++j) H[j * d + j] += 1.0;
    expected.diag() += 1.0;
    const arma::uword stride = AlignedDoubles::padded(d);
    AlignedDoubles Y(d * stride);
    kernels::inverse_factor(d, H.data(), stride, Y.data());
    const arma::mat rows(Y.data(), stride, d);
    const arma::mat inverse = rows * rows.t();
    BOOST_TEST(
        arma::approx_equal(arma::mat(inverse.submat(0, 0, d - 1, d - 1)), arma::inv(expected), "absdiff", 1e-12));
    if (stride > d) BOOST_TEST(arma::abs(rows.tail_rows(stride - d)).max() == 0.0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
