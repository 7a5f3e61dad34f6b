// One coordinator at a time: an advisory lock on a file beside the store.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

namespace starling::compare {

// Held until the object or its process ends; a process that was forked from the holder does not hold it. The lock
// stands beside the store because closing any descriptor of the store itself would release the locks SQLite holds on
// it.
class StoreLock {
 public:
  // Throws IoError when another holds it, or the system refuses the file.
  explicit StoreLock(const std::filesystem::path& store);
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;
  ~StoreLock();

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

// The process that holds the lock of a store now, if there is one.
std::optional<pid_t> holder_of(const std::filesystem::path& store);

}  // namespace starling::compare
