#include "lib/base/error.hpp"

#include <utility>

namespace starling {

std::string to_string(const Complaint& complaint) {
  std::string text = complaint.where.empty() ? complaint.what : complaint.where + ": " + complaint.what;
  if (!complaint.expected.empty()) text += "; expected " + complaint.expected;
  if (!complaint.got.empty()) text += (complaint.expected.empty() ? "; got " : ", got ") + complaint.got;
  if (!complaint.hint.empty()) text += " (" + complaint.hint + ")";
  return text;
}

InvalidInput::InvalidInput(Complaint complaint) : Error(to_string(complaint)), complaint_(std::move(complaint)) {}

}  // namespace starling
