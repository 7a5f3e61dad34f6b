// What follows the names in a model file: the numbers of one kind of model.
#pragma once

#include "lib/model/archive/header.hpp"

namespace starling::archive {

// Completes the header by what the kind of model adds and appends its numbers to `body`. Throws InvalidInput for a kind
// that has no file form.
void describe_body(const Model& model, Header& header, std::string& body);

// Throws unless what the header announces can be in the rest of the file: before anything of that size is asked for.
void check_sizes(const Reader& reader, const Header& header);
// Takes all that is left. Throws InvalidModel.
std::shared_ptr<const Model> read_body(Reader& reader, Header header);

}  // namespace starling::archive
