// An empty folder for a test. It lies in memory where the system has room for it there: a store and every file that is
// saved wait for the disk, 10 ms on a quiet machine and seconds on a busy one, and no test can cut the power. The
// variable TMPDIR has the last word.
#pragma once

#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace starling::tests {

inline std::filesystem::path fresh_folder(const std::string& name) {
  constexpr long in_memory = 0x01021994;  // TMPFS_MAGIC
  constexpr std::uint64_t enough = std::uint64_t{1} << 30;
  std::filesystem::path place = std::filesystem::temp_directory_path();
  struct statfs found {};
  if (getenv("TMPDIR") == nullptr && statfs("/dev/shm", &found) == 0 && found.f_type == in_memory &&
      static_cast<std::uint64_t>(found.f_bavail) * static_cast<std::uint64_t>(found.f_bsize) >= enough &&
      access("/dev/shm", W_OK) == 0)
    place = "/dev/shm";
  std::string pattern = (place / (name + ".XXXXXX")).string();
  return mkdtemp(pattern.data());
}

}  // namespace starling::tests
