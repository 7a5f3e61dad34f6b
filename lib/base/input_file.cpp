#include "lib/base/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "lib/base/error.hpp"

namespace starling {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& why) {
  throw IoError(path.string() + ": cannot be read: " + why);
}
std::string system_reason() { return std::generic_category().message(errno); }

std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

}  // namespace

InputFile::InputFile(std::filesystem::path path) : path_(std::move(path)) {
  // Looked at before it is opened, because opening a device can have effects; and again afterwards, because another
  // file may have taken its place. O_NONBLOCK keeps open() from waiting for the writer of a pipe.
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) fail(path_, system_reason());
  if (!S_ISREG(status.st_mode)) fail(path_, "it is " + kind_of(status.st_mode) + ", not a file");
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor_ < 0) fail(path_, system_reason());
  const bool known = ::fstat(descriptor_, &status) == 0;
  if (!known || !S_ISREG(status.st_mode)) {
    ::close(descriptor_);
    fail(path_, known ? "it is not a file" : system_reason());
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
  changed_seconds_ = status.st_mtim.tv_sec;
  changed_nanoseconds_ = status.st_mtim.tv_nsec;
}

InputFile::~InputFile() { ::close(descriptor_); }

std::string InputFile::read_all() const {
  std::string bytes(size_, '\0');
  std::uint64_t at = 0;
  while (at < size_) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + at, size_ - at, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path_, system_reason());
    if (got == 0) break;
    at += static_cast<std::uint64_t>(got);
  }
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) fail(path_, system_reason());
  const bool same = at == size_ && static_cast<std::uint64_t>(status.st_size) == size_ &&
                    status.st_mtim.tv_sec == changed_seconds_ && status.st_mtim.tv_nsec == changed_nanoseconds_;
  if (!same) fail(path_, "it changed while it was read");
  return bytes;
}

std::string read_file(const std::filesystem::path& path) { return InputFile(path).read_all(); }

}  // namespace starling
