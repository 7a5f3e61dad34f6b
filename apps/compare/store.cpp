#include "apps/compare/store.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include "apps/compare/store_schema.hpp"
#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

const std::string insert_result =
    std::string("INSERT OR REPLACE INTO result (key, run, ") + result_columns +
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const std::string select_result = std::string("SELECT ") + result_columns + " FROM result WHERE key = ?";
const std::string select_all = std::string("SELECT ") + result_columns +
                               ", run FROM result ORDER BY run, data_position, dataset, method_position, method,"
                               " repetition, key";

// No reason to take another result of the job.
bool is_settled(Outcome outcome) { return outcome != Outcome::interrupted && !is_failure(outcome); }

Outcome outcome_in(const std::string& text, const std::filesystem::path& path) {
  const auto outcome = parse_outcome(text);
  if (!outcome) throw InvalidModel({.what = "the result store is damaged", .where = path.string(), .got = text});
  return *outcome;
}

// The columns after those of the job.
Result result_in(const Statement& row, const std::filesystem::path& path) {
  return {.outcome = outcome_in(row.text(6), path),
          .message = row.text(7),
          .status = row.text(8),
          .relative_gap = row.optional_real(9),
          .iterations = static_cast<int>(row.integer(10)),
          .seconds = {.tune = row.real(11), .fit = row.real(12), .predict = row.real(13)},
          .params = parse_params_json(row.text(14)),
          .metrics = parse_metrics_json(row.text(15)),
          .task_scores = parse_task_scores_json(row.text(16)),
          .trace = parse_trace_json(row.text(21)),
          .search = parse_search_json(row.text(22)),
          .kept = parse_kept_json(row.text(23)),
          .train_samples = row.integer(17),
          .test_samples = row.integer(18),
          .cpu_seconds = row.real(19),
          .peak_bytes = row.integer(20)};
}

std::vector<Params> runs_in(const Database& database) {
  std::vector<Params> all;
  Statement select(database, "SELECT provenance FROM run ORDER BY id");
  while (select.step()) all.push_back(parse_params_json(select.text(0)));
  return all;
}

}  // namespace

Store::Store(std::filesystem::path path)
    : path_(std::move(path)), lock_((check_store_file(path_), path_)), database_(path_) {
  const std::int64_t version = check_store_version(database_, path_);
  database_.execute("PRAGMA journal_mode = WAL");
  database_.execute("PRAGMA synchronous = FULL");
  database_.execute("PRAGMA foreign_keys = ON");
  migrate_store(database_, version);
  const Statement readable(database_, select_result.c_str()), writable(database_, insert_result.c_str());
}

void Store::begin_run(const Params& provenance) {
  Statement insert(database_, "INSERT INTO run (provenance) VALUES (?) RETURNING id");
  insert.bind(1, canonical_json(provenance));
  if (insert.step()) run_ = insert.integer(0);
  while (insert.step()) continue;
}

template <class F>
void Store::transaction(const F& change) {
  database_.execute("BEGIN IMMEDIATE");
  try {
    change();
    database_.execute("COMMIT");
  } catch (...) {
    database_.roll_back();
    throw;
  }
}

void Store::plan(std::span<const Job> jobs) {
  transaction([&] {
    database_.execute("DELETE FROM planned");
    for (const Job& job : jobs) {
      Statement insert(database_, "INSERT OR IGNORE INTO planned (key) VALUES (?)");
      insert.bind(1, job.key());
      insert.step();
    }
  });
}

std::size_t Store::absorb(const StoreContent& content) {
  const auto known = outcomes();
  const auto wanted = [&](const Record& record) {
    const auto here = known.find(record.job.key());
    return here == known.end() || (!is_settled(here->second) && is_settled(record.result.outcome));
  };
  std::size_t taken = 0;
  const std::int64_t own_run = run_;
  std::optional<std::size_t> current;
  transaction([&] {
    for (const Record& record : content.records) {  // run by run
      if (!wanted(record)) continue;
      if (current != record.run) begin_run(content.runs[record.run]);
      current = record.run;
      commit(record.job, record.result);
      ++taken;
    }
  });
  run_ = own_run;
  return taken;
}

void Store::commit(const Job& job, const Result& result) {
  if (run_ == 0) begin_run({});
  Statement insert(database_, insert_result.c_str());
  int at = 0;
  insert.bind(++at, job.key());
  insert.bind(++at, run_);
  insert.bind(++at, job.dataset);
  insert.bind(++at, job.method);
  insert.bind(++at, std::int64_t{job.repetition});
  insert.bind(++at, canonical_json(job.identity));
  insert.bind(++at, std::int64_t{job.data_position});
  insert.bind(++at, std::int64_t{job.method_position});
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
  insert.bind(++at, canonical_json(result.task_scores));
  insert.bind(++at, result.train_samples);
  insert.bind(++at, result.test_samples);
  insert.bind(++at, result.cpu_seconds);
  insert.bind(++at, result.peak_bytes);
  insert.bind(++at, canonical_json(result.trace));
  insert.bind(++at, canonical_json(result.search));
  insert.bind(++at, canonical_json(result.kept));
  insert.step();
}

std::optional<Result> Store::find(std::string_view key) const {
  Statement select(database_, select_result.c_str());
  select.bind(1, key);
  if (!select.step()) return {};
  return result_in(select, path_);
}

std::map<std::string, Outcome, std::less<>> Store::outcomes() const {
  std::map<std::string, Outcome, std::less<>> all;
  Statement select(database_, "SELECT key, outcome FROM result");
  while (select.step()) all.emplace(select.text(0), outcome_in(select.text(1), path_));
  return all;
}

std::vector<Params> Store::runs() const { return runs_in(database_); }

StoreContent read_store(const std::filesystem::path& path) {
  check_store_file(path);
  if (!std::filesystem::exists(path)) throw IoError(path.string() + ": " + std::generic_category().message(ENOENT));
  Database copy = Database::copy_in_memory(path);
  migrate_store(copy, check_store_version(copy, path));
  StoreContent content{.records = {}, .runs = runs_in(copy), .planned = {}};
  std::map<std::int64_t, std::size_t> place;
  Statement ids(copy, "SELECT id FROM run ORDER BY id");
  while (ids.step()) place.emplace(ids.integer(0), place.size());
  Statement select(copy, select_all.c_str());
  while (select.step()) {
    Job job{.dataset = select.text(0),
            .method = select.text(1),
            .repetition = static_cast<int>(select.integer(2)),
            .identity = parse_params_json(select.text(3)),
            .data_position = static_cast<int>(select.integer(4)),
            .method_position = static_cast<int>(select.integer(5))};
    const auto run = place.find(select.integer(24));
    if (run == place.end())
      throw InvalidModel({.what = "the result store is damaged", .where = path.string(), .got = "a result of no run"});
    content.records.push_back({std::move(job), result_in(select, path), run->second});
  }
  Statement planned(copy, "SELECT key FROM planned ORDER BY key");
  while (planned.step()) content.planned.push_back(planned.text(0));
  return content;
}

}  // namespace starling::compare
