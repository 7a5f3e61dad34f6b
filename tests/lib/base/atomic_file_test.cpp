#include "lib/base/atomic_file.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"

namespace {

using starling::AtomicFile;
using starling::IoError;
using starling::read_file;
using starling::save_atomically;
namespace fs = std::filesystem;

// A fresh folder, removed with all it holds at the end of the case.
struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "starling_files.XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
  fs::path path;
};

bool mentions(const std::exception& error, std::string_view words) {
  return std::string_view(error.what()).find(words) != std::string_view::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(atomic_file, Folder)

BOOST_AUTO_TEST_CASE(what_is_saved_is_read_back_whole) {
  using namespace std::string_view_literals;
  const std::string content = std::string(100000, 'x') + std::string("\0\r\n"sv);
  save_atomically(path / "a", content);
  BOOST_TEST((read_file(path / "a") == content));
  save_atomically(path / "a", "");
  BOOST_TEST(read_file(path / "a").empty());
  BOOST_TEST(entries() == 1U);
}

BOOST_AUTO_TEST_CASE(without_commit_the_old_content_stays_and_nothing_is_left_behind) {
  save_atomically(path / "a", "old");
  {
    AtomicFile file(path / "a");
    file.write("new");
    BOOST_TEST(read_file(path / "a") == "old");
  }
  BOOST_TEST(read_file(path / "a") == "old");
  BOOST_TEST(entries() == 1U);
}

BOOST_AUTO_TEST_CASE(permissions_and_symbolic_links_survive) {
  save_atomically(path / "a", "old");
  fs::permissions(path / "a", fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  fs::create_symlink("a", path / "link");
  save_atomically(path / "link", "new");
  BOOST_TEST(fs::is_symlink(path / "link"));
  BOOST_TEST(read_file(path / "a") == "new");
  BOOST_TEST(((fs::status(path / "a").permissions() & fs::perms::group_read) == fs::perms::group_read));
  BOOST_TEST(((fs::status(path / "a").permissions() & fs::perms::others_read) == fs::perms::none));
}

BOOST_AUTO_TEST_CASE(a_new_file_has_the_permissions_of_any_other) {
  std::ofstream(path / "plain") << "x";
  save_atomically(path / "ours", "x");
  BOOST_TEST((fs::status(path / "ours").permissions() == fs::status(path / "plain").permissions()));
}

BOOST_AUTO_TEST_CASE(a_target_that_is_no_file_or_has_no_folder_is_an_io_error) {
  BOOST_CHECK_EXCEPTION(save_atomically(path, "x"), IoError, [](const auto& e) { return mentions(e, "directory"); });
  BOOST_CHECK_EXCEPTION(save_atomically(path / "none" / "a", "x"), IoError,
                        [](const auto& e) { return mentions(e, "none/a: cannot be written: No such file"); });
  BOOST_CHECK_THROW(save_atomically("/dev/null", "x"), IoError);
}

BOOST_AUTO_TEST_SUITE_END()
