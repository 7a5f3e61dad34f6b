// What can go wrong, as exceptions a caller can tell apart.
//
// InvalidInput and its three kinds mean that a precondition is broken: nothing was computed. Every one of them carries
// a Complaint: what is wrong, where, what was expected, what was found and how to mend it. NumericalFailure means
// that a decomposition failed; IoError that the system refused a file. Running out of iterations or time is no error:
// it is a Status in the report.
#pragma once

#include <stdexcept>
#include <string>

namespace starling {

struct Complaint {
  std::string what;           // one clause, lower case, no full stop: "targets hold a value that is not finite"
  std::string where = {};     // task, row, column; or file:line:column; or option name
  std::string expected = {};  // what would have been right
  std::string got = {};       // what was there
  std::string hint = {};      // how to mend it, such as the nearest valid name
};

// "WHERE: WHAT; expected EXPECTED, got GOT (HINT)", leaving out what is empty.
std::string to_string(const Complaint& complaint);

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class InvalidInput : public Error {
 public:
  explicit InvalidInput(Complaint complaint);
  const Complaint& complaint() const noexcept { return complaint_; }

 private:
  Complaint complaint_;
};

// An unknown name or a value out of range, chosen by the caller.
class InvalidOption final : public InvalidInput {
 public:
  using InvalidInput::InvalidInput;
};

// Data (in memory or in a file) that cannot be learned from as they are.
class InvalidData final : public InvalidInput {
 public:
  using InvalidInput::InvalidInput;
};

// A model file or result store that is damaged, foreign or newer than this version.
class InvalidModel final : public InvalidInput {
 public:
  using InvalidInput::InvalidInput;
};

class NumericalFailure final : public Error {
 public:
  using Error::Error;
};

class IoError final : public Error {
 public:
  using Error::Error;
};

}  // namespace starling
