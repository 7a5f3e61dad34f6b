#include "datasets/data_directory.hpp"

#include <cstdlib>
#include <system_error>

#include "lib/base/error.hpp"

namespace starling {
namespace {

namespace fs = std::filesystem;

// "" when the variable is not set.
std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path search(const DataFiles& wanted, std::string_view file, const DataSource& source) {
  for (const fs::path& directory : data_directories(source))
    for (const fs::path& path : {directory / wanted.folder / file, directory / file}) {
      std::error_code failure;
      if (fs::is_regular_file(path, failure)) return path;
    }
  return {};
}

std::string absence(const DataFiles& wanted, std::string_view file, const DataSource& source) {
  std::string places;
  for (const fs::path& directory : data_directories(source))
    places += (places.empty() ? "" : ", ") + directory.string();
  return "data set " + std::string(wanted.folder) + ": file " + std::string(file) + " not found; looked in " +
         (places.empty() ? "no directory" : places) + " (also in its folder " + std::string(wanted.folder) +
         "); public source: " + std::string(wanted.origin) +
         " (name its directory by --data-dir or the environment variable STARLING_DATA)";
}

}  // namespace

std::vector<fs::path> data_directories(const DataSource& source) {
  std::vector<fs::path> directories;
  if (!source.data_dir.empty()) directories.push_back(source.data_dir);
  if (const std::string named = environment("STARLING_DATA"); !named.empty()) directories.emplace_back(named);
  const std::string cache = environment("XDG_CACHE_HOME"), home = environment("HOME");
  if (!cache.empty())
    directories.push_back(fs::path(cache) / "starling" / "datasets");
  else if (!home.empty())
    directories.push_back(fs::path(home) / ".cache" / "starling" / "datasets");
  return directories;
}

fs::path find_data_file(const DataFiles& wanted, std::string_view file, const DataSource& source) {
  fs::path path = search(wanted, file, source);
  if (path.empty()) throw IoError(absence(wanted, file, source));
  return path;
}

std::string missing_data(const DataFiles& wanted, const DataSource& source) {
  for (const std::string_view file : wanted.files)
    if (search(wanted, file, source).empty()) return absence(wanted, file, source);
  return {};
}

}  // namespace starling
