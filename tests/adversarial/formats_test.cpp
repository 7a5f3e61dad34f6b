// The file rows of the adversarial catalogue: a file may be refused with a precise error, it may never crash, hang or
// be misread.
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <clocale>
#include <filesystem>
#include <fstream>
#include <optional>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/data/formats/csv.hpp"
#include "lib/data/formats/formats.hpp"
#include "lib/data/formats/mat.hpp"
#include "lib/data/formats/npz.hpp"

namespace {

using starling::Error;
using starling::InvalidData;
using starling::IoError;
using starling::LoadedData;
using starling::MatValue;
using starling::MultiTaskData;
using starling::NpzFile;
using starling::read_data;
using starling::read_file;
using starling::ReadOptions;
using starling::save_atomically;
using starling::to_npy;
using starling::to_npz;
namespace fs = std::filesystem;
using namespace std::string_view_literals;

const std::string golden = STARLING_SOURCE_DIR "/tests/golden/files/";

auto says(std::string words) {
  return [words](const Error& error) {
    const bool found = std::string(error.what()).find(words) != std::string::npos;
    if (!found) BOOST_TEST_MESSAGE("message was: " << error.what());
    return found;
  };
}

struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "starling_adversarial.XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  // The bytes as a file of this name, opened by the one door.
  LoadedData load(std::string_view bytes, const std::string& name = "t.csv", const ReadOptions& options = {}) const {
    save_atomically(path / name, bytes);
    return read_data(path / name, options);
  }
  LoadedData wide(std::string_view bytes, std::vector<std::string> missing = {}) const {
    return load(bytes, "t.csv", {.target_cols = {"y"}, .missing_words = std::move(missing)});
  }
  fs::path path;
};

// Opens every cut and every copy with one flipped bit; returns how many were refused. Anything but InvalidData or a
// valid load ends the test.
template <class Open>
std::size_t refused_copies(const std::string& bytes, Open&& open) {
  std::size_t refused = 0;
  const auto attempt = [&](const std::string& damaged) {
    try {
      open(damaged);
    } catch (const InvalidData&) {
      ++refused;
    }
  };
  for (std::size_t length = 0; length < bytes.size(); ++length) attempt(bytes.substr(0, length));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    attempt(damaged);
  }
  return refused;
}

std::string number(std::uint64_t value, int width) {
  std::string out;
  for (int k = 0; k < width; ++k) out += static_cast<char>((value >> (8 * k)) & 0xFFU);
  return out;
}

std::string npy(const std::string& header, const std::string& data) {
  return std::string(starling::npy_magic) + number(1, 2) + number(header.size(), 2) + header + data;
}

void parse_array(const std::string& bytes) {
  starling::MemoryBudget budget("a.npy", bytes.size());
  starling::parse_npy(bytes, "a.npy", budget);
}

std::string small_npz() { return to_npz({{"X", to_npy(arma::mat{{1, 2}, {3, 4}})}, {"y", to_npy(arma::vec{5, 6})}}); }

// An archive with one compressed entry. gzip's stream is zip's between a header of 10 and a trailer of 8 bytes, which
// holds checksum and size.
std::string compressed_zip(const std::string& name, const std::string& content) {
  const std::string packed = starling::gzip(content);
  const std::string data = packed.substr(10, packed.size() - 18), checksum = packed.substr(packed.size() - 8, 4);
  const std::string common = number(20, 2) + number(0, 2) + number(8, 2) + number(0x00210000, 4) + checksum +
                             number(data.size(), 4) + number(content.size(), 4) + number(name.size(), 2) + number(0, 2);
  const std::string local = "PK\x03\x04" + common + name + data;
  const std::string directory = "PK\x01\x02" + number(20, 2) + common + number(0, 14) + name;
  return local + directory + "PK\x05\x06" + number(0, 4) + number(1, 2) + number(1, 2) + number(directory.size(), 4) +
         number(local.size(), 4) + number(0, 2);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(adversarial_files, Folder)

BOOST_AUTO_TEST_CASE(adv_F01_empty_or_header_only) {
  BOOST_CHECK_EXCEPTION(wide(""), InvalidData, says("t.csv: is empty"));
  BOOST_CHECK_EXCEPTION(wide("\n\r\n"), InvalidData, says("is empty"));
  BOOST_CHECK_EXCEPTION(wide("x,y\n"), InvalidData, says("has a header but no rows"));
  BOOST_CHECK_EXCEPTION(wide("1,2\n3,4\n"), InvalidData, says("t.csv:1:1: no header"));
}

BOOST_AUTO_TEST_CASE(adv_F02_encodings) {
  BOOST_TEST(wide("\xEF\xBB\xBFx,y\n1,2\n").data.feature_names()[0] == "x");
  BOOST_CHECK_EXCEPTION(wide("\xFF\xFEx\0,\0y\0\n\0"sv), InvalidData, says("is UTF-16"));
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,\xC3\x28\n"), InvalidData, says("t.csv:2:3: bytes that are not UTF-8"));
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,\0\n"sv), InvalidData, says("t.csv:2:3: a NUL byte"));
  for (const auto invalid : {"\xC0\xAF"sv, "\xED\xA0\x80"sv, "\xF5\x80\x80\x80"sv, "\xE2\x82"sv, "\x80"sv})
    BOOST_CHECK_EXCEPTION(wide("x,y\n1," + std::string(invalid)), InvalidData, says("not UTF-8"));
}

BOOST_AUTO_TEST_CASE(adv_F03_line_ends_of_every_kind) {
  for (const auto text : {"x,y\n1,2\n3,4\n", "x,y\r\n1,2\r\n3,4", "x,y\r1,2\r3,4\r", "x,y\r\n1,2\n3,4\r\r\n\n"})
    BOOST_TEST(arma::approx_equal(wide(text).data.targets(), arma::vec{2, 4}, "absdiff", 0.0));
  BOOST_CHECK_EXCEPTION(wide("x,y\n\n1,2\n"), InvalidData, says("t.csv:2:1: a row of another length"));
}

BOOST_AUTO_TEST_CASE(adv_F04_ragged_rows) {
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,2\n3\n"), InvalidData, says("t.csv:3:2: a row of another length"));
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,2,\n"), InvalidData, says("t.csv:2:5: a row of another length"));
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,2,3\n"), InvalidData, says("expected 2 cells, got 3"));
  BOOST_CHECK_EXCEPTION(wide("x,y,x\n1,2,3\n"), InvalidData, says("t.csv:1:5: two columns are named 'x'"));
}

BOOST_AUTO_TEST_CASE(adv_F05_quotes) {
  BOOST_TEST(wide("\"x\",y\n\"1\",2\n").data.design(0).dense()(0, 0) == 1.0);
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,\"2\n3,4\n"), InvalidData, says("t.csv:2:3: a quoted cell has no end"));
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,2\"\n"), InvalidData, says("t.csv:2:4: a quote inside a cell"));
  BOOST_CHECK_EXCEPTION(wide("x,y\n\"1\"0,2\n"), InvalidData, says("t.csv:2:4: text behind a closing quote"));
}

BOOST_AUTO_TEST_CASE(adv_F06_cells_that_are_no_numbers) {
  for (const std::string cell : {"abc", "", "NA", "nan", "NaN", "inf", "-inf", "1.5x", "0x10", "1e400", "1e-400", " 1",
                                 "1 ", "+1", "1e", "--1", "1_000", "\xD9\xA1"}) {
    BOOST_CHECK_EXCEPTION(wide("x,y\n1,2\n" + cell + ",4\n"), InvalidData, says("t.csv:3:1: no number in column 'x'"));
    BOOST_CHECK_EXCEPTION(wide("x,y\n1,2\n3," + cell + "\n"), InvalidData, says("t.csv:3:3: no number in column 'y'"));
  }
  BOOST_TEST(wide("x,y\n1,2\n3,NA\n", {"NA"}).data.n_samples() == 1U);
  BOOST_TEST(wide("x,y\n1,2\n3,\n", {""}).data.n_samples() == 1U);
  BOOST_CHECK_EXCEPTION(wide("x,y\n1,2\nNA,4\n", {"NA"}), InvalidData, says("only targets may be missing"));
}

BOOST_AUTO_TEST_CASE(adv_F07_the_locale_changes_nothing) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  // Not every machine has a locale with a decimal comma; a comma in a cell is an error in all of them.
  for (const char* name : {"de_DE.UTF-8", "de_DE", "C"}) {
    std::setlocale(LC_ALL, name);
    BOOST_TEST(wide("x;y\n1.5;2\n").data.design(0).dense()(0, 0) == 1.5);
    BOOST_CHECK_EXCEPTION(wide("x;y\n1,5;2\n"), InvalidData, says("write decimals with a point"));
  }
  std::setlocale(LC_ALL, before.c_str());
}

BOOST_AUTO_TEST_CASE(adv_F08_a_million_digits) {
  const std::string digits(1000000, '3');
  BOOST_TEST(wide("x,y\n0." + digits + ",2\n").data.design(0).dense()(0, 0) == 1.0 / 3.0);
  BOOST_CHECK_EXCEPTION(wide("x,y\n" + digits + ",2\n"), InvalidData, says("(1000000 bytes)"));
}

BOOST_AUTO_TEST_CASE(adv_F09_one_very_long_line) {
  std::string text = "y", row = "\n7";
  for (int j = 0; j < 200000; ++j) {
    text += ",x" + std::to_string(j);
    row += ",1";
  }
  BOOST_TEST(wide(text + row).data.n_features() == 200000U);
  BOOST_CHECK_EXCEPTION(wide("x,y\n" + std::string(16 << 20, '1')), InvalidData, says("t.csv:2:16777217"));
}

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
  BOOST_CHECK_EXCEPTION(load(bytes, "t.npz"), InvalidData, says("its data or its checksum are wrong"));
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

BOOST_AUTO_TEST_CASE(adv_F16_gzip_cut_damaged_or_a_bomb) {
  std::string text = "x,y\n";
  for (int i = 0; i < 50; ++i) text += std::to_string(i) + "," + std::to_string(i * i) + "\n";
  const std::string packed = starling::gzip(text);
  BOOST_TEST(wide(packed).data.size() == 50U);
  const auto open = [](const std::string& bytes) { starling::unpacked_table(bytes, "t.gz"); };
  // Every cut but that of one byte, which is no gzip any more; every bit behind the ten bytes of the header.
  BOOST_TEST(refused_copies(packed, open) >= packed.size() - 1 + 8 * (packed.size() - 10));
  BOOST_CHECK_EXCEPTION(wide(starling::gzip(std::string(100 << 20, '0'))), InvalidData, says("asks for more memory"));
}

BOOST_AUTO_TEST_CASE(adv_F17_what_is_no_regular_file) {
  ::mkfifo((path / "pipe.csv").c_str(), 0600);
  BOOST_CHECK_EXCEPTION(read_data(path / "pipe.csv"), IoError, says("it is a pipe"));
  BOOST_CHECK_EXCEPTION(read_data("/dev/zero"), IoError, says("it is a device"));
  BOOST_CHECK_EXCEPTION(read_data(path / "none.csv"), IoError, says("none.csv: cannot be read: No such file"));
  fs::create_directory(path / "folder.npz");
  BOOST_CHECK_EXCEPTION(starling::read_npz(path / "folder.npz"), IoError, says("it is a directory"));
}

BOOST_AUTO_TEST_CASE(adv_F17_no_permission) {
  save_atomically(path / "t.csv", "x,y\n1,2\n");
  fs::permissions(path / "t.csv", fs::perms::none);
  fs::permissions(path, fs::perms::all);
  // The superuser may read everything, so that right is given up for the moment.
  const uid_t user = ::geteuid();
  constexpr uid_t nobody = 65534;
  if (user == 0) BOOST_REQUIRE(::seteuid(nobody) == 0);
  std::optional<std::string> message;
  try {
    read_data(path / "t.csv");
  } catch (const IoError& error) {
    message = error.what();
  }
  if (user == 0) BOOST_REQUIRE(::seteuid(user) == 0);
  BOOST_REQUIRE(message.has_value());
  BOOST_TEST(message->find("cannot be read: Permission denied") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(adv_F18_file_changes_while_read) {
  save_atomically(path / "t.csv", "x,y\n1,2\n");
  const starling::InputFile file(path / "t.csv");
  std::ofstream(path / "t.csv", std::ios::app) << "3,4\n";
  BOOST_CHECK_EXCEPTION(file.read_all(), IoError, says("it changed while it was read"));
}

BOOST_AUTO_TEST_CASE(adv_F19_wrong_ending) {
  BOOST_TEST(load(small_npz(), "table.csv").data.n_features() == 2U);
  BOOST_TEST(load("x,y\n1,2\n", "archive.npz", {.target_cols = {"y"}}).data.n_features() == 1U);
  BOOST_TEST(load(read_file(golden + "tasks.mat"), "x.npz").data.n_tasks() == 2U);
}

BOOST_AUTO_TEST_CASE(adv_F20_odd_column_names_round_trip) {
  const std::vector<std::string> odd = {
      "plain", "a,b", "a;b",         "tab\there",        "quo\"te", "line\nend", "cr\rend", " blank ", "",
      "12",    "1e5", "k\xC3\xB6ln", "\xEF\xBB\xBFmark", "nan",     "#",         "'",       "a\\b"};
  const arma::mat X(1, odd.size(), arma::fill::ones);
  const auto data =
      MultiTaskData::from_tasks({{.X = X, .y = {1}, .name = "a,\"b\"\n"}, {.X = X, .y = {2}, .name = "7"}})
          .with_feature_names(odd);
  for (const char* name : {"t.csv", "t.tsv", "t.npz", "t.mat"}) {
    starling::write_data(path / name, data);
    const MultiTaskData back = read_data(path / name).data;
    BOOST_TEST(back.feature_names() == odd, boost::test_tools::per_element());
    BOOST_TEST(back.task_names() == data.task_names(), boost::test_tools::per_element());
  }
  BOOST_CHECK_THROW(starling::write_data(path / "t.csv", data.with_task_names({"\xFF", "b"})), Error);
}

BOOST_AUTO_TEST_CASE(adv_output_may_be_the_input) {
  const std::string text = "x,task,y\n0.1,a,1\n0.2,b,2\n";
  save_atomically(path / "t.csv", text);
  starling::write_data(path / "t.csv", read_data(path / "t.csv").data);
  BOOST_TEST(read_file(path / "t.csv") == text);
}

BOOST_AUTO_TEST_SUITE_END()
