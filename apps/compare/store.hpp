// The results of comparisons, in one SQLite file that survives kill -9, a full disk and a power cut.
//
//     Store store("comparison.db");                 // made when it does not exist
//     store.begin_run(provenance());
//     if (!store.find(job.key())) store.commit(job, run(job));   // on the disk when commit returns
//
//     const StoreContent content = read_store("comparison.db");  // also while another process writes it
//
// METHOD  Write-ahead log with synchronous=FULL, one transaction a result: a result that commit() acknowledged is
//         never lost. One writer at a time: while a store is open, "FILE-lock" beside it is locked; a lock dies with
//         its process. A store of an earlier version is brought to this one when it is opened, and keeps its results.
// EDGES   Throws InvalidModel for a file that is no store, is damaged or cut, or was written by a later version;
//         IoError when the system refuses (no folder, no permission, disk full) or another process holds the store. A
//         file of length 0 is an empty store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/compare/result.hpp"
#include "apps/compare/sqlite.hpp"
#include "apps/compare/store_lock.hpp"

namespace starling::compare {

// A row: a job, how it ended, and the run that computed it (an index into StoreContent::runs).
struct Record {
  Job job;
  Result result;
  std::size_t run = 0;
};

struct StoreContent {
  std::vector<Record> records;       // in the order of their runs, then of data set, method, repetition and key
  std::vector<Params> runs;          // provenance, oldest first
  std::vector<std::string> planned;  // the keys of the jobs that the last run was asked for
};

class Store {
 public:
  explicit Store(std::filesystem::path path);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Where and by what the results that follow are computed.
  void begin_run(const Params& provenance);
  // What the run was asked for, in the place of what an earlier one was: how far it is can then be seen from outside.
  void plan(std::span<const Job> jobs);
  // Stores the result of a job in the place of an earlier one.
  void commit(const Job& job, const Result& result);
  // Takes the results of another store over, with their runs, all or none: of jobs that have none here, and those that
  // succeeded where this one's was interrupted or failed. Returns how many. The same again takes none.
  std::size_t absorb(const StoreContent& content);

  std::optional<Result> find(std::string_view key) const;
  // How every stored job ended, by key.
  std::map<std::string, Outcome, std::less<>> outcomes() const;
  // The provenance of every run, oldest first.
  std::vector<Params> runs() const;
  // SQLite's level of care: 2 is FULL.
  std::int64_t synchronous() const { return database_.number("PRAGMA synchronous"); }

 private:
  template <class F>
  void transaction(const F& change);

  std::filesystem::path path_;
  StoreLock lock_;
  mutable Database database_;
  std::int64_t run_ = 0;  // 0: none has begun
};

// All of a store as it is at one moment. The file is not written, nor anything beside it but SQLite's own -shm, so a
// store in a folder without permission and one of an earlier version can be read. Throws IoError for a file that does
// not exist.
StoreContent read_store(const std::filesystem::path& path);

}  // namespace starling::compare
