#include "apps/cli/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "apps/cli/exit_codes.hpp"
#include "lib/base/error.hpp"

namespace starling::cli {
namespace {

// 0 or the errno of the failure.
int write_all(int descriptor, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void write_output(std::string_view bytes) {
  const int failure = write_all(STDOUT_FILENO, bytes);
  if (failure == EPIPE) throw ReaderGone();
  if (failure != 0) throw IoError(std::string("standard output: ") + std::strerror(failure));
}

void write_error(std::string_view text) noexcept { write_all(STDERR_FILENO, text); }

bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace starling::cli
