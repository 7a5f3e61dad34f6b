// NumPy's own draws. The golden values and the script that made them are in tests/golden/files.
#include "datasets/numpy_random.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "lib/data/formats/npz.hpp"

using namespace starling;

BOOST_AUTO_TEST_SUITE(numpy_random)

BOOST_AUTO_TEST_CASE(draws_are_numpys_in_any_mixture) {
  NpzFile file = NpzFile::open(std::string(STARLING_SOURCE_DIR) + "/tests/golden/files/numpy_random.npz");
  const arma::vec seeds = file.read("seeds").vector();
  BOOST_TEST(seeds.n_elem == 4u);
  for (arma::uword k = 0; k < seeds.n_elem; ++k) {
    const auto golden = [&](std::string_view name) { return file.read(fmt::format("{}_{}", name, k)); };
    NumpyRandom random(static_cast<std::uint32_t>(seeds[k]));
    BOOST_TEST_CONTEXT("seed " << seeds[k]) {
      BOOST_TEST(arma::abs(random.normals(3, 5) - golden("normals").matrix()).max() <= 1e-14);
      const auto order = random.permutation(30);
      const arma::vec permutation = golden("permutation").vector();
      for (arma::uword i = 0; i < 30; ++i) BOOST_TEST(static_cast<double>(order[i]) == permutation[i]);
      for (const double value : golden("uniforms").vector()) BOOST_TEST(random.uniform() == value);
      for (const double value : golden("odd").vector()) BOOST_TEST(std::abs(random.normal() - value) <= 1e-14);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
