#include "apps/compare/store_schema.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

constexpr std::int64_t application_id = 1400130663;  // "StLg"

// Step k makes version k + 1 of version k.
constexpr std::array<const char*, 5> steps = {
    R"sql(
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    provenance TEXT NOT NULL
  ) STRICT;
  CREATE TABLE result (
    key TEXT PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    dataset TEXT NOT NULL,
    method TEXT NOT NULL,
    repetition INTEGER NOT NULL,
    identity TEXT NOT NULL,
    outcome TEXT NOT NULL,
    message TEXT NOT NULL,
    status TEXT NOT NULL,
    relative_gap REAL,
    iterations INTEGER NOT NULL,
    tune_seconds REAL NOT NULL,
    fit_seconds REAL NOT NULL,
    predict_seconds REAL NOT NULL,
    params TEXT NOT NULL,
    metrics TEXT NOT NULL
  ) STRICT;
)sql",
    R"sql(
  ALTER TABLE result ADD COLUMN data_position INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE result ADD COLUMN method_position INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE result ADD COLUMN task_scores TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE result ADD COLUMN train_samples INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE result ADD COLUMN test_samples INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE result ADD COLUMN cpu_seconds REAL NOT NULL DEFAULT 0;
  ALTER TABLE result ADD COLUMN peak_bytes INTEGER NOT NULL DEFAULT 0;
)sql",
    R"sql(
  CREATE TABLE planned (key TEXT PRIMARY KEY) STRICT;
)sql",
    R"sql(
  ALTER TABLE result ADD COLUMN trace TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE result ADD COLUMN search TEXT NOT NULL DEFAULT '{}';
)sql",
    R"sql(
  ALTER TABLE result ADD COLUMN kept TEXT NOT NULL DEFAULT '{}';
)sql"};
constexpr auto schema_version = static_cast<std::int64_t>(steps.size());

}  // namespace

void check_store_file(const std::filesystem::path& path) {
  if (path.empty()) throw InvalidOption({.what = "the result store has no name", .expected = "a file name"});
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    throw InvalidModel({.what = "this is not a result store", .where = path.string(), .expected = "a file"});
  std::array<unsigned char, 100> header{};
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(header.data()), header.size());
  if (file.gcount() == 0) return;
  constexpr std::string_view magic("SQLite format 3\0", 16);
  if (file.gcount() < 100 || !std::equal(magic.begin(), magic.end(), header.begin()))
    throw InvalidModel({.what = "this file is not a result store",
                        .where = path.string(),
                        .expected = "an SQLite file written by starling compare"});
  const auto log = std::filesystem::file_size(path.string() + "-wal", unknown);
  if (!unknown && log > 0) return;  // the log may hold what the file lacks
  const std::uintmax_t page = header[16] * 256u + header[17] == 1 ? 65536u : header[16] * 256u + header[17];
  const std::uintmax_t pages = ((header[28] * 256u + header[29]) * 256u + header[30]) * 256u + header[31];
  if (std::filesystem::file_size(path, unknown) < page * pages)
    throw InvalidModel({.what = "the result store is damaged", .where = path.string(), .got = "a part of the file"});
}

std::int64_t check_store_version(Database& database, const std::filesystem::path& path) {
  const bool empty = database.number("SELECT count(*) FROM sqlite_schema") == 0;
  const std::int64_t application = database.number("PRAGMA application_id");
  const std::int64_t version = database.number("PRAGMA user_version");
  if (empty && application == 0 && version == 0) return 0;
  if (application != application_id)
    throw InvalidModel({.what = "this SQLite file is not a result store",
                        .where = path.string(),
                        .expected = "a file written by starling compare"});
  if (version > schema_version)
    throw InvalidModel({.what = "the result store was written by a later version",
                        .where = path.string(),
                        .expected = "schema version " + std::to_string(schema_version) + " or earlier",
                        .got = std::to_string(version)});
  const std::string check = database.text("PRAGMA quick_check(1)");
  if (check != "ok" || version < 1)
    throw InvalidModel({.what = "the result store is damaged", .where = path.string(), .got = check});
  return version;
}

void migrate_store(Database& database, std::int64_t from) {
  for (std::int64_t version = from; version < schema_version; ++version) {
    const std::string step = std::string("BEGIN IMMEDIATE;") + steps[static_cast<std::size_t>(version)] +
                             "PRAGMA application_id = " + std::to_string(application_id) +
                             "; PRAGMA user_version = " + std::to_string(version + 1) + "; COMMIT;";
    database.execute(step.c_str());
  }
}

}  // namespace starling::compare
