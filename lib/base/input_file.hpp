// Reading a file that somebody else wrote, whole and once.
//
//     const std::string bytes = read_file("school.csv");
//
// Only regular files are read: a directory, a pipe, a socket or a device (which may never end) is refused before the
// first byte, so that no path can hang the reader. Later code works on the bytes in memory: the file may change
// afterwards. A file that changes while it is read is refused, because its halves may not belong together.
//
// COST    One copy of the file in memory.
// EDGES   Throws IoError naming the path and the system's reason. An empty file gives an empty string.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace starling {

class InputFile {
 public:
  explicit InputFile(std::filesystem::path path);
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  std::uint64_t size() const { return size_; }
  // All bytes from the start. Throws IoError when the file is no longer the one that was opened.
  std::string read_all() const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::int64_t changed_seconds_ = 0, changed_nanoseconds_ = 0;
};

std::string read_file(const std::filesystem::path& path);

}  // namespace starling
