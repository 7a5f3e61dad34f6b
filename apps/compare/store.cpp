#include "apps/compare/store.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

constexpr std::int64_t application_id = 0x53744c67;  // "StLg"
constexpr std::int64_t schema_version = 1;

constexpr const char* schema = R"sql(
  BEGIN IMMEDIATE;
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
  PRAGMA application_id = 1400130663;
  PRAGMA user_version = 1;
  COMMIT;
)sql";
static_assert(application_id == 1400130663 && schema_version == 1, "the schema's text states both");

constexpr const char* insert_result = R"sql(
  INSERT OR REPLACE INTO result (key, run, dataset, method, repetition, identity, outcome, message, status,
    relative_gap, iterations, tune_seconds, fit_seconds, predict_seconds, params, metrics)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";

constexpr const char* select_result = R"sql(
  SELECT outcome, message, status, relative_gap, iterations, tune_seconds, fit_seconds, predict_seconds, params, metrics
  FROM result WHERE key = ?
)sql";

}  // namespace

Store::Store(std::filesystem::path path) : path_(std::move(path)), lock_((check_file(), path_)), database_(path_) {
  check_schema();
}

// What SQLite would not see. A name that is taken by something else than a file: opening a pipe waits for ever. And a
// file that was cut within its last page, or to a stump: read beyond its end, a file is zeros.
void Store::check_file() const {
  if (path_.empty()) throw InvalidOption({.what = "the result store has no name", .expected = "a file name"});
  std::error_code unknown;
  const auto status = std::filesystem::status(path_, unknown);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    throw InvalidModel({.what = "this is not a result store", .where = path_.string(), .expected = "a file"});
  std::array<unsigned char, 100> header{};
  std::ifstream file(path_, std::ios::binary);
  file.read(reinterpret_cast<char*>(header.data()), header.size());
  if (file.gcount() == 0) return;
  constexpr std::string_view magic("SQLite format 3\0", 16);
  if (file.gcount() < 100 || !std::equal(magic.begin(), magic.end(), header.begin()))
    throw InvalidModel({.what = "this file is not a result store",
                        .where = path_.string(),
                        .expected = "an SQLite file written by starling compare"});
  const auto log = std::filesystem::file_size(path_.string() + "-wal", unknown);
  if (!unknown && log > 0) return;  // the log may hold what the file lacks
  const std::uintmax_t page = header[16] * 256u + header[17] == 1 ? 65536u : header[16] * 256u + header[17];
  const std::uintmax_t pages = ((header[28] * 256u + header[29]) * 256u + header[30]) * 256u + header[31];
  if (std::filesystem::file_size(path_, unknown) < page * pages)
    throw InvalidModel({.what = "the result store is damaged", .where = path_.string(), .got = "a part of the file"});
}

void Store::check_schema() {
  const bool empty = database_.number("SELECT count(*) FROM sqlite_schema") == 0;
  const std::int64_t application = database_.number("PRAGMA application_id");
  const std::int64_t version = database_.number("PRAGMA user_version");
  if (!(empty && application == 0 && version == 0)) {
    if (application != application_id)
      throw InvalidModel({.what = "this SQLite file is not a result store",
                          .where = path_.string(),
                          .expected = "a file written by starling compare"});
    if (version > schema_version)
      throw InvalidModel({.what = "the result store was written by a later version",
                          .where = path_.string(),
                          .expected = "schema version " + std::to_string(schema_version) + " or earlier",
                          .got = std::to_string(version)});
    if (const std::string check = database_.text("PRAGMA quick_check(1)"); check != "ok")
      throw InvalidModel({.what = "the result store is damaged", .where = path_.string(), .got = check});
  }
  database_.execute("PRAGMA journal_mode = WAL");
  database_.execute("PRAGMA synchronous = FULL");
  database_.execute("PRAGMA foreign_keys = ON");
  if (empty) database_.execute(schema);
  const Statement readable(database_, select_result), writable(database_, insert_result);
}

void Store::begin_run(const Params& provenance) {
  Statement insert(database_, "INSERT INTO run (provenance) VALUES (?) RETURNING id");
  insert.bind(1, canonical_json(provenance));
  if (insert.step()) run_ = insert.integer(0);
  while (insert.step()) continue;
}

void Store::commit(const Job& job, const Result& result) {
  if (run_ == 0) begin_run({});
  Statement insert(database_, insert_result);
  int at = 0;
  insert.bind(++at, job.key());
  insert.bind(++at, run_);
  insert.bind(++at, job.dataset);
  insert.bind(++at, job.method);
  insert.bind(++at, std::int64_t{job.repetition});
  insert.bind(++at, canonical_json(job.identity));
  insert.bind(++at, to_string(result.outcome));
  insert.bind(++at, result.message);
  insert.bind(++at, result.status);
  insert.bind(++at, result.relative_gap);
  insert.bind(++at, std::int64_t{result.iterations});
  insert.bind(++at, result.seconds.tune);
  insert.bind(++at, result.seconds.fit);
  insert.bind(++at, result.seconds.predict);
  insert.bind(++at, canonical_json(result.params));
  insert.bind(++at, canonical_json(result.metrics));
  insert.step();
}

std::optional<Result> Store::find(std::string_view key) const {
  Statement select(database_, select_result);
  select.bind(1, key);
  if (!select.step()) return {};
  const auto outcome = parse_outcome(select.text(0));
  if (!outcome)
    throw InvalidModel({.what = "the result store is damaged", .where = path_.string(), .got = select.text(0)});
  return Result{.outcome = *outcome,
                .message = select.text(1),
                .status = select.text(2),
                .relative_gap = select.optional_real(3),
                .iterations = static_cast<int>(select.integer(4)),
                .seconds = {.tune = select.real(5), .fit = select.real(6), .predict = select.real(7)},
                .params = parse_params_json(select.text(8)),
                .metrics = parse_metrics_json(select.text(9))};
}

std::map<std::string, Outcome, std::less<>> Store::outcomes() const {
  std::map<std::string, Outcome, std::less<>> all;
  Statement select(database_, "SELECT key, outcome FROM result");
  while (select.step()) {
    const auto outcome = parse_outcome(select.text(1));
    if (!outcome)
      throw InvalidModel({.what = "the result store is damaged", .where = path_.string(), .got = select.text(1)});
    all.emplace(select.text(0), *outcome);
  }
  return all;
}

std::vector<Params> Store::runs() const {
  std::vector<Params> all;
  Statement select(database_, "SELECT provenance FROM run ORDER BY id");
  while (select.step()) all.push_back(parse_params_json(select.text(0)));
  return all;
}

}  // namespace starling::compare
