#include "lib/data/formats/mat_file.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"

namespace {

using starling::InvalidData;
using starling::MatCell;
using starling::MatFile;
using starling::MatValue;

const std::string golden = STARLING_SOURCE_DIR "/tests/golden/files/";

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) && std::memcmp(a.memptr(), b.memptr(), a.n_elem * sizeof(double)) == 0;
}

bool mentions(const std::exception& error, std::string_view words) {
  return std::string_view(error.what()).find(words) != std::string_view::npos;
}

void check_kinds(const MatFile& file) {
  BOOST_TEST(same_bits(file.at("X").matrix(), arma::mat{{1.5, -2.0}, {0.1, 1e300}, {std::nan(""), 4.0}}));
  BOOST_TEST(same_bits(file.at("small").matrix(), arma::mat{{1, 2}, {250, 4}}));
  BOOST_TEST(same_bits(file.at("wide").matrix(), arma::mat{{-1099511627776.0, 7}}));
  BOOST_TEST(file.at("single").matrix()(0, 0) == static_cast<double>(0.1F));
  BOOST_TEST(file.at("yes").vector()[0] == 1.0);
  const arma::mat S = {{0, 2.5, 0}, {1, 0, 0}};
  BOOST_TEST(file.at("S").design().is_sparse());
  BOOST_TEST(same_bits(file.at("S").design().dense(), S));
  BOOST_TEST(file.at("name").text() == "school");
  const MatCell& cells = file.at("cells").cell();
  BOOST_REQUIRE(cells.values.size() == 3U);
  BOOST_TEST(cells.cols == 3U);
  BOOST_TEST(cells.values[0].matrix()(0, 0) == 1.5);
  BOOST_TEST(same_bits(cells.values[1].design().dense(), S));
  BOOST_TEST(cells.values[2].cell().values.at(0).matrix()(0, 0) == 7.0);
  BOOST_TEST(file.at("nothing").matrix().empty());
  BOOST_TEST(file.at("record").kind() == "struct");
  BOOST_TEST(file.at("imaginary").kind() == "complex matrix");
  BOOST_TEST(file.at("cube").kind() == "array of 3 dimensions");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mat_file)

BOOST_AUTO_TEST_CASE(reads_every_kind_that_scipy_writes) {
  check_kinds(MatFile::read(golden + "kinds.mat"));
  check_kinds(MatFile::read(golden + "kinds_compressed.mat"));
}

BOOST_AUTO_TEST_CASE(names_the_variable_that_is_of_another_kind_or_missing) {
  const MatFile file = MatFile::read(golden + "kinds.mat");
  BOOST_CHECK_EXCEPTION(file.at("cube").matrix(), InvalidData,
                        [](const auto& e) { return mentions(e, "kinds.mat: cube: is of another kind"); });
  BOOST_CHECK_EXCEPTION(file.at("cells").cell().values[1].matrix(), InvalidData,
                        [](const auto& e) { return mentions(e, "cells{2}"); });
  BOOST_CHECK_EXCEPTION(file.at("cellss"), InvalidData,
                        [](const auto& e) { return mentions(e, "did you mean 'cells'?"); });
}

BOOST_AUTO_TEST_CASE(what_it_writes_reads_back_to_the_same_bits) {
  arma::sp_mat S(4, 3);
  S(1, 0) = -0.5;
  S(3, 2) = 1e-310;
  const arma::mat X = {{0.1, -0.0, std::nan("")}, {1e308, 5e-324, 3}};
  MatCell cell{.rows = 1, .cols = 2, .values = {MatValue(X), MatValue(S)}};
  const std::string bytes = starling::to_mat({{"X", MatValue(X)},
                                              {"S_1", MatValue(S)},
                                              {"c", MatValue(cell)},
                                              {"text", MatValue(std::string("plain"))},
                                              {"umlaut", MatValue(std::string("k\xC3\xB6nig"))},
                                              {"none", MatValue(arma::mat(0, 3))}});
  const MatFile file = MatFile::parse(bytes, "memory");
  BOOST_TEST(same_bits(file.at("X").matrix(), X));
  BOOST_TEST(same_bits(file.at("S_1").design().dense(), arma::mat(S)));
  BOOST_TEST(same_bits(file.at("c").cell().values[0].matrix(), X));
  BOOST_TEST(file.at("text").text() == "plain");
  BOOST_TEST(file.at("umlaut").text() == "k\xC3\xB6nig");
  BOOST_TEST(file.at("none").matrix().n_cols == 3U);
  BOOST_CHECK_THROW(starling::to_mat({{"2nd", MatValue(X)}}), InvalidData);
}

BOOST_AUTO_TEST_CASE(reads_files_of_big_endian_machines) {
  using namespace std::string_view_literals;
  std::string bytes(124, ' ');
  bytes += "\x01\x00MI"sv;
  bytes += "\x00\x00\x00\x0E\x00\x00\x00\x38"sv;                                  // a matrix of 56 bytes
  bytes += "\x00\x00\x00\x06\x00\x00\x00\x08\x00\x00\x00\x06\x00\x00\x00\x00"sv;  // class double
  bytes += "\x00\x00\x00\x05\x00\x00\x00\x08\x00\x00\x00\x01\x00\x00\x00\x01"sv;  // 1 x 1
  bytes += "\x00\x01\x00\x01X\x00\x00\x00"sv;                                     // named X
  bytes += "\x00\x00\x00\x09\x00\x00\x00\x08\x3F\xF8\x00\x00\x00\x00\x00\x00"sv;  // 1.5
  BOOST_TEST(MatFile::parse(bytes, "memory").at("X").matrix()(0, 0) == 1.5);
}

BOOST_AUTO_TEST_CASE(every_cut_and_every_flipped_bit_gives_an_error_or_a_valid_file) {
  for (const char* name : {"kinds.mat", "kinds_compressed.mat"}) {
    const std::string bytes = starling::read_file(golden + name);
    std::size_t refused = 0;
    const auto open = [&](const std::string& damaged) {
      try {
        MatFile::parse(damaged, "damaged");
      } catch (const InvalidData&) {
        ++refused;
      }
    };
    for (std::size_t length = 0; length < bytes.size(); ++length) open(bytes.substr(0, length));
    // All but the few cuts that fall exactly between two variables.
    BOOST_TEST(refused >= bytes.size() - 12);
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      std::string damaged = bytes;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
      open(damaged);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
