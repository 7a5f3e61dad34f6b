#include "datasets/data_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

#include "lib/base/error.hpp"
#include "tests/datasets/places.hpp"

using namespace starling;

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> file_names = {"a.mat", "b.mat"};
constexpr DataFiles wanted = {.folder = "things", .files = file_names, .origin = "example.org/things", .licence = ""};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(data_directory, Places)

BOOST_AUTO_TEST_CASE(the_argument_comes_before_the_environment_and_that_before_the_cache) {
  const fs::path cached = put("cache/starling/datasets/things/a.mat");
  BOOST_TEST(find_data_file(wanted, "a.mat", given()) == cached);
  const fs::path named = put("named/things/a.mat");
  BOOST_TEST(find_data_file(wanted, "a.mat", given()) == named);
  const fs::path first = put("given/things/a.mat");
  BOOST_TEST(find_data_file(wanted, "a.mat", given()) == first);
  BOOST_TEST(find_data_file(wanted, "a.mat", {}) == named);
}

BOOST_AUTO_TEST_CASE(a_directory_may_hold_the_folder_or_the_file_itself) {
  const fs::path direct = put("given/a.mat");
  BOOST_TEST(find_data_file(wanted, "a.mat", given()) == direct);
  const fs::path below = put("given/things/a.mat");
  BOOST_TEST(find_data_file(wanted, "a.mat", given()) == below);
}

BOOST_AUTO_TEST_CASE(an_absent_file_is_an_error_that_names_places_file_and_source) {
  put("given/things/a.mat");
  BOOST_CHECK_EXCEPTION(find_data_file(wanted, "b.mat", given()), IoError, [&](const IoError& error) {
    const std::string message = error.what();
    for (const std::string part :
         {(root / "given").string(), (root / "named").string(), (root / "cache/starling/datasets").string(),
          std::string("b.mat"), std::string("example.org/things"), std::string("STARLING_DATA")})
      BOOST_TEST(message.find(part) != std::string::npos, part << " in " << message);
    return missing_data(wanted, given()) == message;
  });
}

BOOST_AUTO_TEST_CASE(nothing_is_missing_when_every_file_is_there) {
  put("given/things/a.mat");
  BOOST_TEST(missing_data(wanted, given()).find("b.mat") != std::string::npos);
  put("named/b.mat");
  BOOST_TEST(missing_data(wanted, given()).empty());
}

BOOST_AUTO_TEST_CASE(without_any_variable_the_home_directory_has_the_cache) {
  ::unsetenv("STARLING_DATA");
  ::unsetenv("XDG_CACHE_HOME");
  const auto home = variable("HOME");
  ::setenv("HOME", root.c_str(), 1);
  const auto directories = data_directories({});
  restore("HOME", home);
  BOOST_TEST(directories.size() == 1u);
  BOOST_TEST(directories.at(0) == root / ".cache/starling/datasets");
}

BOOST_AUTO_TEST_CASE(adv_F17_a_directory_in_place_of_the_file_is_not_the_file) {
  fs::create_directories(root / "given/things/a.mat");
  BOOST_CHECK_THROW(find_data_file(wanted, "a.mat", given()), IoError);
}

BOOST_AUTO_TEST_SUITE_END()
