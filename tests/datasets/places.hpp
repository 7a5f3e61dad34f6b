// An empty folder in which the places that data sets are looked for lie; the environment is put back at the end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "datasets/data_directory.hpp"

namespace starling {

struct Places {
  std::filesystem::path root;
  std::optional<std::string> data, cache;

  Places() : data(variable("STARLING_DATA")), cache(variable("XDG_CACHE_HOME")) {
    std::string pattern = (std::filesystem::temp_directory_path() / "starling_XXXXXX").string();
    root = ::mkdtemp(pattern.data());
    ::setenv("STARLING_DATA", (root / "named").c_str(), 1);
    ::setenv("XDG_CACHE_HOME", (root / "cache").c_str(), 1);
  }
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;
  ~Places() {
    restore("STARLING_DATA", data);
    restore("XDG_CACHE_HOME", cache);
    std::filesystem::remove_all(root);
  }

  static std::optional<std::string> variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  }
  static void restore(const char* name, const std::optional<std::string>& value) {
    value ? ::setenv(name, value->c_str(), 1) : ::unsetenv(name);
  }
  std::filesystem::path put(const std::filesystem::path& below, const std::string& bytes = "x") const {
    std::filesystem::create_directories((root / below).parent_path());
    std::ofstream(root / below, std::ios::binary) << bytes;
    return root / below;
  }
  DataSource given() const { return {.data_dir = root / "given"}; }
};

}  // namespace starling
