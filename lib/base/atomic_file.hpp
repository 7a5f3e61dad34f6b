// Writing a file so that its name always shows a whole one: the old content or the new, never a part.
//
//     AtomicFile file("model.starling");
//     file.write(header);
//     file.write(numbers);
//     file.commit();
//
// The bytes go to a new file beside the target; commit() flushes them to the disk, renames it onto the target and
// flushes the folder. Without commit() (an exception on the way, say) nothing is left behind and the target keeps its
// old content; it may be the very file the data came from. A symbolic link is followed, so that the link stays one.
// An existing file passes its permissions on.
//
// EDGES   Throws IoError naming the path and the system's reason: no such folder, no permission, disk full, the
//         target is a directory or a device. A process killed on the way may leave a file ".NAME.XXXXXX" behind.
#pragma once

#include <filesystem>
#include <string_view>

namespace starling {

class AtomicFile {
 public:
  explicit AtomicFile(const std::filesystem::path& path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  void write(std::string_view bytes);
  // Once, as the last call.
  void commit();

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_;  // as the caller gave it, for messages
  std::filesystem::path target_, temporary_;
  int descriptor_ = -1;
};

// The whole content at once.
void save_atomically(const std::filesystem::path& path, std::string_view bytes);

}  // namespace starling
