// Stores of invented results, read and changed by SQLite alone.
#pragma once

#include <sqlite3.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <filesystem>
#include <string>

#include "apps/compare/store.hpp"
#include "tests/apps/compare/fake_jobs.hpp"

namespace starling::compare::fake {

// Runs one SQL text on a file, by SQLite alone.
inline void sql(const std::filesystem::path& path, const std::string& text) {
  sqlite3* database = nullptr;
  BOOST_REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  BOOST_REQUIRE(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

inline std::int64_t number_in(const std::filesystem::path& path, const char* question) {
  return Database(path).number(question);
}

inline void fill(const std::filesystem::path& path, int count) {
  Store store(path);
  for (const Job& job : jobs(count)) store.commit(job, result(job));
}

}  // namespace starling::compare::fake
