#include "apps/compare/store_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

std::string reason() { return std::generic_category().message(errno); }

using FileId = std::pair<dev_t, ino_t>;

// A record lock does not conflict with another of the same process, and closing any descriptor of its file gives it up:
// what this process holds is kept here, and looked up before the file is opened. A fork has a copy, and holds nothing.
std::mutex holding;
std::map<FileId, pid_t> held;

bool is_held_here(const std::optional<FileId>& id) {
  const auto found = id ? held.find(*id) : held.end();
  return found != held.end() && found->second == getpid();
}

std::optional<FileId> named(const std::filesystem::path& path) {
  struct stat file {};
  if (stat(path.c_str(), &file) != 0) return {};
  return FileId{file.st_dev, file.st_ino};
}

std::optional<FileId> opened(int descriptor) {
  struct stat file {};
  if (fstat(descriptor, &file) != 0) return {};
  return FileId{file.st_dev, file.st_ino};
}

[[noreturn]] void refuse_second(const std::filesystem::path& store) {
  throw IoError(store.string() +
                ": another comparison is writing to this result store; wait for it to end, or give this one a store of"
                " its own");
}

}  // namespace

StoreLock::StoreLock(const std::filesystem::path& store) : path_(store) {
  path_ += "-lock";
  const std::lock_guard guard(holding);
  for (;;) {
    if (is_held_here(named(path_))) refuse_second(store);
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0)
      throw IoError(store.string() + ": nothing can be written beside the result store: " + reason());
    struct flock whole {};
    whole.l_type = F_WRLCK;
    if (fcntl(descriptor_, F_SETLK, &whole) != 0) {
      const bool taken = errno == EACCES || errno == EAGAIN;
      const std::string why = reason();
      close(descriptor_);
      if (taken) refuse_second(store);
      throw IoError(path_.string() + ": the result store cannot be locked: " + why);
    }
    // A holder removes its lock file when it ends, so the file may have lost its name before it was locked.
    const auto id = opened(descriptor_);
    if (id && id == named(path_)) {
      held[*id] = getpid();
      return;
    }
    close(descriptor_);
  }
}

StoreLock::~StoreLock() {
  const std::lock_guard guard(holding);
  if (const auto id = opened(descriptor_)) held.erase(*id);
  unlink(path_.c_str());
  close(descriptor_);
}

std::optional<pid_t> holder_of(const std::filesystem::path& store) {
  const std::lock_guard guard(holding);
  const std::filesystem::path path = store.string() + "-lock";
  if (is_held_here(named(path))) return getpid();
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return {};
  struct flock whole {};
  whole.l_type = F_WRLCK;
  const bool known = fcntl(descriptor, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
  close(descriptor);
  if (!known) return {};
  return whole.l_pid;
}

}  // namespace starling::compare
