// SQLite behind two small types that check every return code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace starling::compare {

// Throws InvalidModel for a file that SQLite finds to be foreign or damaged, IoError for all that the system refuses.
class Database {
 public:
  // Opened for reading and writing, and made when it does not exist.
  explicit Database(const std::filesystem::path& path);
  // What an existing file holds at this moment, in memory; the file is only read.
  static Database copy_in_memory(const std::filesystem::path& path);

  void execute(const char* sql);
  void roll_back() noexcept;             // what was begun; nothing when SQLite has done so itself
  std::int64_t number(const char* sql);  // the first column of the first row
  std::string text(const char* sql);
  [[noreturn]] void fail(int code) const;
  sqlite3* handle() const { return handle_.get(); }

 private:
  Database(const std::filesystem::path& path, const char* name, int flags);
  void copy_to(const Database& target) const;

  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::filesystem::path path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// One prepared statement, used once. Parameters and columns count from 1 and 0, as in SQLite.
class Statement {
 public:
  Statement(const Database& database, const char* sql);

  void bind(int parameter, std::string_view text);
  void bind(int parameter, std::int64_t number);
  void bind(int parameter, double number);
  void bind(int parameter, std::optional<double> number);  // none: NULL
  // True: there is a row to read.
  bool step();
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::optional<double> optional_real(int column) const;

 private:
  void check(int code) const;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  const Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace starling::compare
