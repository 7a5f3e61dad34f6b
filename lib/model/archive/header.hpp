// The header of a model file: what is known of a model apart from its numbers, as JSON.
#pragma once

#include <map>
#include <utility>

#include "lib/linalg/sample_kernel.hpp"
#include "lib/model/archive/bytes.hpp"
#include "lib/model/model.hpp"

namespace starling::archive {

struct Header {
  std::string kind;
  ModelInfo info;  // without the names of tasks and features
  std::uint64_t n_tasks = 0, n_features = 0;
  bool named_features = false, has_common = false;
  std::optional<SampleKernel> kernel = {};
  std::map<std::string, std::uint64_t> sizes = {};                              // of what else is in the file, by name
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> learned = {};  // rows and columns

  // Throws InvalidModel where there is no such size.
  std::uint64_t size(const std::string& name) const;
};

// What every kind of model says in the same way.
Header header_of(const Model& model);

// Keys sorted, no blanks. Throws InvalidInput for text that is not UTF-8 and for a header longer than 1 MiB.
std::string header_text(const Header& header);

// Takes length and text of a header. Only what header_text() writes passes, byte for byte: so no key is missing,
// unknown or twice there. Throws InvalidModel.
Header read_header(Reader& reader);

}  // namespace starling::archive
