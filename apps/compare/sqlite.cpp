#include "apps/compare/sqlite.hpp"

#include <sqlite3.h>

#include "lib/base/error.hpp"

namespace starling::compare {

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

// An absolute path is never one of the names SQLite gives a meaning of its own, such as ":memory:".
Database::Database(const std::filesystem::path& path)
    : Database(path, std::filesystem::absolute(path).c_str(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) {}

Database::Database(const std::filesystem::path& path, const char* name, int flags) : path_(path) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail(code);
  // The file may come from anywhere: its schema is data, not a program.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

Database Database::copy_in_memory(const std::filesystem::path& path) {
  Database copy(path, ":memory:", SQLITE_OPEN_READWRITE);
  const std::string name = std::filesystem::absolute(path);
  try {
    Database(path, name.c_str(), SQLITE_OPEN_READONLY).copy_to(copy);
  } catch (const IoError&) {
    // Where nothing can be written, the file of a store that is at rest is all there is.
    std::string uri = "file:";
    for (const char letter : name)
      uri += letter == '%' ? "%25" : letter == '?' ? "%3f" : letter == '#' ? "%23" : std::string(1, letter);
    Database(path, (uri + "?immutable=1").c_str(), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI).copy_to(copy);
  }
  return copy;
}

void Database::copy_to(const Database& target) const {
  sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", handle(), "main");
  if (backup == nullptr) target.fail(sqlite3_errcode(target.handle()));
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) fail(code);
}

void Database::fail(int code) const {
  const std::string reason = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      throw InvalidModel({.what = "this file is not a result store",
                          .where = path_.string(),
                          .expected = "an SQLite file written by starling compare",
                          .got = reason});
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:  // a table or column that is not there
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
    case SQLITE_FORMAT:
      throw InvalidModel({.what = "the result store is damaged", .where = path_.string(), .got = reason});
    default:
      throw IoError(path_.string() + ": the result store cannot be used: " + reason);
  }
}

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

void Database::roll_back() noexcept { sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr); }

std::int64_t Database::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::string Database::text(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.text(0) : "";
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(const Database& database, const char* sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql, -1, &statement, nullptr);
  statement_.reset(statement);
  check(code);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_.fail(code);
}

void Statement::bind(int parameter, std::string_view text) {
  const char* bytes = text.empty() ? "" : text.data();  // a null pointer would bind NULL
  check(sqlite3_bind_text64(statement_.get(), parameter, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int parameter, std::int64_t number) {
  check(sqlite3_bind_int64(statement_.get(), parameter, number));
}

void Statement::bind(int parameter, double number) { check(sqlite3_bind_double(statement_.get(), parameter, number)); }

void Statement::bind(int parameter, std::optional<double> number) {
  if (number)
    bind(parameter, *number);
  else
    check(sqlite3_bind_null(statement_.get(), parameter));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

std::string Statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_.get(), column);
  const int length = sqlite3_column_bytes(statement_.get(), column);
  return bytes ? std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)) : "";
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::optional<double> Statement::optional_real(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return {};
  return real(column);
}

}  // namespace starling::compare
