#include "lib/base/input_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace {

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
  fs::path path;
};

bool mentions(const std::exception& error, std::string_view words) {
  return std::string_view(error.what()).find(words) != std::string_view::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(input_file, Folder)

BOOST_AUTO_TEST_CASE(a_file_that_changes_while_it_is_open_is_refused) {
  save_atomically(path / "a", "first");
  const starling::InputFile file(path / "a");
  BOOST_TEST(file.read_all() == "first");
  std::ofstream(path / "a", std::ios::app) << " and more";
  BOOST_CHECK_EXCEPTION(file.read_all(), IoError, [](const auto& e) { return mentions(e, "it changed while"); });
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_refused_at_once) {
  ::mkfifo((path / "pipe").c_str(), 0600);
  BOOST_CHECK_EXCEPTION(read_file(path / "pipe"), IoError, [](const auto& e) { return mentions(e, "it is a pipe"); });
  BOOST_CHECK_EXCEPTION(read_file(path), IoError, [](const auto& e) { return mentions(e, "it is a directory"); });
  BOOST_CHECK_EXCEPTION(read_file("/dev/zero"), IoError, [](const auto& e) { return mentions(e, "it is a device"); });
  BOOST_CHECK_EXCEPTION(read_file(path / "none"), IoError,
                        [](const auto& e) { return mentions(e, "none: cannot be read: No such file"); });
}

BOOST_AUTO_TEST_SUITE_END()
