// What a result store looks like inside, and how one is told from any other file.
#pragma once

#include <cstdint>
#include <filesystem>

#include "apps/compare/sqlite.hpp"

namespace starling::compare {

// The columns of a job and its result, in the order in which the store reads and writes them.
inline constexpr const char* result_columns =
    "dataset, method, repetition, identity, data_position, method_position, outcome, message, status, relative_gap, "
    "iterations, tune_seconds, fit_seconds, predict_seconds, params, metrics, task_scores, train_samples, "
    "test_samples, cpu_seconds, peak_bytes, trace, search, kept";

// What SQLite would not see: a name that is taken by something else than a file (opening a pipe waits for ever), and a
// file that was cut within its last page or to a stump (read beyond its end, a file is zeros). Throws InvalidModel.
void check_store_file(const std::filesystem::path& path);

// Throws InvalidModel for a database that is neither empty nor a store of this version or an earlier one, or damaged.
// Returns its version; 0: empty.
std::int64_t check_store_version(Database& database, const std::filesystem::path& path);

// Brings a store of an earlier version, or an empty one, to this one, a transaction a step: results stay.
void migrate_store(Database& database, std::int64_t from);

}  // namespace starling::compare
