// The file rows of the adversarial catalogue: a file may be refused with a precise error, it may never crash, hang or
// be misread.
#include "tests/support/hostile_files.hpp"

using namespace starling_test;

BOOST_AUTO_TEST_SUITE(adversarial_binary_files)

BOOST_AUTO_TEST_CASE(adv_F12_npy_headers) {
  const std::string eight(8, '\0'), head = "{'descr': '<f8', 'fortran_order': False, 'shape': ";
  BOOST_CHECK_NO_THROW(parse_array(npy(head + "(1,), }\n", eight)));
  BOOST_CHECK_EXCEPTION(parse_array("\x93NUMPX" + eight), InvalidData, says("is no NumPy array"));
  const std::string magic(starling::npy_magic);
  BOOST_CHECK_EXCEPTION(parse_array(magic + number(1, 2) + number(65535, 2) + "{"), InvalidData,
                        says("ends too early"));
  BOOST_CHECK_EXCEPTION(parse_array(magic + number(2, 2) + number(0xFFFFFFFF, 4)), InvalidData, says("ends too early"));
  for (const std::string shape : {"(2,)", "(4294967296, 4294967296, 2)", "(9223372036854775808, 2)", "(0,)"})
    BOOST_CHECK_EXCEPTION(parse_array(npy(head + shape + ", }\n", eight)), InvalidData,
                          says("the shape does not fit the data"));
  for (const std::string shape : {"(-1,)", "(18446744073709551616,)", "(1.5,)", "(1", "1", "[1]", "(exit(),)", "(1,)x"})
    BOOST_CHECK_EXCEPTION(parse_array(npy(head + shape + ", }\n", eight)), InvalidData, says("header of the array"));
  BOOST_CHECK_EXCEPTION(parse_array(npy(head + "(1,), 'shape': (1,), }\n", eight)), InvalidData,
                        says("header of the array"));
  // No bytes, but of astronomic length.
  BOOST_CHECK_EXCEPTION(
      parse_array(npy("{'descr': '<U0', 'fortran_order': False, 'shape': (1152921504606846976,), }", "")), InvalidData,
      says("asks for more memory"));
}

BOOST_AUTO_TEST_CASE(adv_F12_npy_object_dtype) {
  const auto open = [](const std::string& name) { parse_array(read_file(golden + name)); };
  BOOST_CHECK_EXCEPTION(open("object.npy"), InvalidData, says("Python objects, which reading would run"));
  BOOST_CHECK_EXCEPTION(open("structured.npy"), InvalidData, says("is a structured array"));
  BOOST_CHECK_EXCEPTION(open("complex.npy"), InvalidData, says("dtype '<c16'"));
  BOOST_CHECK_EXCEPTION(open("half.npy"), InvalidData, says("dtype '<f2'"));
  BOOST_CHECK_EXCEPTION(open("cube.npy"), InvalidData, says("too many dimensions"));
}

BOOST_AUTO_TEST_CASE(adv_F12_npy_every_cut_and_flipped_bit) {
  for (const char* name : {"c_order.npy", "text.npy", "big_endian_int16.npy"}) {
    const std::string bytes = read_file(golden + name);
    BOOST_TEST(refused_copies(bytes, parse_array) >= bytes.size());  // no cut is a whole array
  }
}

BOOST_AUTO_TEST_CASE(adv_F13_npz_bomb) {
  const std::size_t n = 10000000;
  const std::string array =
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10000000, 1), }\n", std::string(8 * n, '\0'));
  const std::string bomb = compressed_zip("X.npy", array);
  BOOST_TEST(bomb.size() < array.size() / 900);
  NpzFile file(bomb, "a.npz");
  BOOST_CHECK_EXCEPTION(file.read("X"), InvalidData, says("asks for more memory than a file of its size may"));
  NpzFile trusted(bomb, "a.npz", 200 << 20);
  BOOST_TEST(trusted.read("X").matrix().n_rows == n);
}

BOOST_AUTO_TEST_CASE(adv_F13_npz_sizes_that_lie) {
  const std::string array = to_npy(arma::vec(100, arma::fill::ones)), sound = compressed_zip("X.npy", array);
  BOOST_TEST(NpzFile(sound, "a.npz").read("X").vector().n_elem == 100U);
  for (const std::uint64_t size : {array.size() - 1, array.size() + 1}) {
    NpzFile file(replaced(sound, number(array.size(), 4), number(size, 4)), "a.npz");
    BOOST_CHECK_THROW(file.read("X"), InvalidData);
  }
}

BOOST_AUTO_TEST_CASE(adv_F13_npz_entries_that_lead_elsewhere_or_occur_twice) {
  const std::string two = to_npz({{"longname1", to_npy(arma::vec{1})}, {"longname2", to_npy(arma::vec{2})}});
  for (const char* name : {"../../etc", "/absolute", "back\\lash", "long\xFFname"})
    BOOST_CHECK_EXCEPTION(NpzFile(replaced(two, "longname1", name), "a.npz"), InvalidData, says("is not NAME.npy"));
  // Some versions of libzip find this before we do.
  BOOST_CHECK_THROW(NpzFile(replaced(two, "longname1", "longname2"), "a.npz"), InvalidData);
}

BOOST_AUTO_TEST_CASE(adv_F13_npz_checksum) {
  std::string bytes = small_npz();
  const std::size_t one = bytes.find("\x00\x00\x00\x00\x00\x00\xF0\x3F"sv);  // 1.0 in X
  BOOST_REQUIRE(one != std::string::npos);
  bytes[one + 7] = '\x40';
  BOOST_CHECK_EXCEPTION(Folder().load(bytes, "t.npz"), InvalidData, says("its data or its checksum are wrong"));
}

BOOST_AUTO_TEST_CASE(adv_F13_npz_every_cut_and_flipped_bit) {
  const auto open = [](const std::string& bytes) {
    NpzFile file(bytes, "a.npz");
    starling::from_npz(file);
  };
  for (const std::string& bytes : {small_npz(), read_file(golden + "wide_compressed.npz")})
    BOOST_TEST(refused_copies(bytes, open) >= bytes.size());
}

BOOST_AUTO_TEST_CASE(adv_F14_mat_shapes_that_lie) {
  const std::string sound = starling::to_mat({{"X", MatValue(arma::mat{{1, 2}, {3, 4}})}});
  const auto dims = sound.find(number(5, 4) + number(8, 4) + number(2, 4) + number(2, 4));
  BOOST_REQUIRE(dims != std::string::npos);
  for (const std::uint64_t size : {0x7FFFFFFFU, 0xFFFFFFFFU, 0U, 3U}) {
    std::string damaged = sound;
    damaged.replace(dims + 8, 8, number(size, 4) + number(size, 4));
    BOOST_CHECK_THROW(starling::MatFile::parse(damaged, "a.mat"), InvalidData);
  }
}

BOOST_AUTO_TEST_CASE(adv_F14_mat_nested_cells) {
  MatValue value(arma::mat(1, 1, arma::fill::ones));
  for (int depth = 0; depth < 40; ++depth)
    value = MatValue(starling::MatCell{.rows = 1, .cols = 1, .values = std::vector<MatValue>(1, value)});
  BOOST_CHECK_EXCEPTION(starling::MatFile::parse(starling::to_mat({{"X", value}}), "a.mat"), InvalidData,
                        says("cells are nested deeper"));
}

BOOST_AUTO_TEST_CASE(adv_F14_mat_unsorted_sparse) {
  arma::sp_mat X(3, 1);
  X(1, 0) = 1;
  X(2, 0) = 2;
  const std::string sound = starling::to_mat({{"X", MatValue(X)}});
  const auto rows = sound.find(number(5, 4) + number(8, 4) + number(1, 4) + number(2, 4));
  BOOST_REQUIRE(rows != std::string::npos);
  for (const std::string& indices : {number(2, 4) + number(1, 4), number(1, 4) + number(1, 4),
                                     number(1, 4) + number(3, 4), number(1, 4) + number(0xFFFFFFFF, 4)}) {
    std::string damaged = sound;
    damaged.replace(rows + 8, 8, indices);
    BOOST_CHECK_EXCEPTION(starling::MatFile::parse(damaged, "a.mat"), InvalidData,
                          says("out of range or out of order"));
  }
}

BOOST_AUTO_TEST_CASE(adv_F14_mat_every_cut_and_flipped_bit) {
  const std::string bytes = read_file(golden + "tasks.mat");
  const auto open = [](const std::string& damaged) { starling::from_mat(starling::MatFile::parse(damaged, "a.mat")); };
  BOOST_TEST(refused_copies(bytes, open) >= bytes.size());
}

BOOST_AUTO_TEST_SUITE_END()
