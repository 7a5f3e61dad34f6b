// The results of comparisons, in one SQLite file that survives kill -9, a full disk and a power cut.
//
//     Store store("comparison.db");                 // made when it does not exist
//     store.begin_run(provenance());
//     if (!store.find(job.key())) store.commit(job, run(job));   // on the disk when commit returns
//
// METHOD  Write-ahead log with synchronous=FULL, one transaction a result: a result that commit() acknowledged is
//         never lost. One writer at a time: while a store is open, "FILE-lock" beside it is locked; a lock dies with
//         its process.
// EDGES   Throws InvalidModel for a file that is no store, is damaged or cut, or was written by a later version;
//         IoError when the system refuses (no folder, no permission, disk full) or another process holds the store. A
//         file of length 0 is an empty store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/compare/result.hpp"
#include "apps/compare/sqlite.hpp"
#include "apps/compare/store_lock.hpp"

namespace starling::compare {

class Store {
 public:
  explicit Store(std::filesystem::path path);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Where and by what the results that follow are computed.
  void begin_run(const Params& provenance);
  // Stores the result of a job in the place of an earlier one.
  void commit(const Job& job, const Result& result);

  std::optional<Result> find(std::string_view key) const;
  // How every stored job ended, by key.
  std::map<std::string, Outcome, std::less<>> outcomes() const;
  // The provenance of every run, oldest first.
  std::vector<Params> runs() const;
  // SQLite's level of care: 2 is FULL.
  std::int64_t synchronous() const { return database_.number("PRAGMA synchronous"); }

 private:
  void check_file() const;
  void check_schema();

  std::filesystem::path path_;
  StoreLock lock_;
  mutable Database database_;
  std::int64_t run_ = 0;  // 0: none has begun
};

}  // namespace starling::compare
