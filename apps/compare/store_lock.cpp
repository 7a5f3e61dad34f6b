#include "apps/compare/store_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

std::string reason() { return std::generic_category().message(errno); }

// A holder removes its lock file when it ends, so the file that was opened may have lost its name before it was locked.
bool still_has_its_name(int descriptor, const std::filesystem::path& path) {
  struct stat opened {
  }, named{};
  return fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

}  // namespace

StoreLock::StoreLock(const std::filesystem::path& store) : path_(store) {
  path_ += "-lock";
  for (;;) {
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0)
      throw IoError(store.string() + ": nothing can be written beside the result store: " + reason());
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      const bool held = errno == EWOULDBLOCK;
      const std::string why = reason();
      close(descriptor_);
      if (held)
        throw IoError(store.string() +
                      ": another comparison is writing to this result store; wait for it to end, or give"
                      " this one a store of its own");
      throw IoError(path_.string() + ": the result store cannot be locked: " + why);
    }
    if (still_has_its_name(descriptor_, path_)) return;
    close(descriptor_);
  }
}

StoreLock::~StoreLock() {
  unlink(path_.c_str());
  close(descriptor_);
}

}  // namespace starling::compare
