// The file rows of the adversarial catalogue: a file may be refused with a precise error, it may never crash, hang or
// be misread.
#include "tests/support/hostile_files.hpp"

using namespace starling_test;

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
