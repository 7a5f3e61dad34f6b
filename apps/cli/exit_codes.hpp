// What the exit status of the command means, and the one place where errors become one.
#pragma once

#include <exception>
#include <stdexcept>

namespace starling::cli {

enum class ExitCode : int {
  ok = 0,
  failed = 1,            // a job failed or a gate was not met
  usage = 2,             // an unknown name or a value out of range
  bad_data = 3,          // data that cannot be learned from
  bad_model = 4,         // a model file or store that is damaged, foreign or newer
  not_converged = 5,     // under --strict
  input_output = 6,      // the system refused a file
  out_of_resources = 8,  // memory or threads
  interrupted = 130,     // by a signal
};

// A signal asked to stop.
class Interrupted final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Whoever read our output has gone: there is nobody to tell, and nothing went wrong here.
class ReaderGone final : public std::exception {};

// The code of an exception, after one line "starling: ..." about it on stderr. Call with what a catch (...) caught.
ExitCode report(const std::exception_ptr& caught) noexcept;

}  // namespace starling::cli
