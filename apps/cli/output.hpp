// The two streams of the command: data on stdout, everything else on stderr.
#pragma once

#include <string_view>

namespace starling::cli {

// All of the bytes to stdout, at once. Throws ReaderGone when the pipe is closed, IoError when it cannot be written.
void write_output(std::string_view bytes);

// To stderr; what cannot be written there is lost.
void write_error(std::string_view text) noexcept;

// True when a person is looking at stderr.
bool stderr_is_terminal();

}  // namespace starling::cli
