// Models as files.
//
//     save_model(*fit.model, "school.starling");
//     const std::shared_ptr<const Model> model = load_model("school.starling");   // predicts the same bits
//
// FORMAT  All integers and doubles are little-endian.
//           8 bytes   "STARLING"
//           u32       format version (1)
//           u32       length of the header, at most 1 MiB
//           header    JSON: kind, method, params, loss, labels, lambda, status and certificate of the fit, version of
//                     the library, sizes, whether there is a common part, the kernel, and names and sizes of learned
//                     matrices. Keys sorted, no blanks; real numbers as text that reads back to the same bits
//           names     T task names, then d feature names or none: u32 length and bytes each
//           linear    doubles: W by columns (d x T), b (T), then the common part's w (d) and b where the header says
//                     "common"
//           kernel    support vectors (m x d; doubles by columns, or a sparse matrix where there are "nonzeros"), duals
//                     (a sparse m x S matrix), then doubles: coupling by columns (T x S), b (T), scales, and the common
//                     part's coupling (S) and b. A sparse matrix is u64 starts of its columns, u64 rows, doubles
//           learned   doubles: the matrices under "learned", in the order of their names, by columns
//           u32       CRC-32 of all bytes before it
//         Nothing in a file is executed and nothing refers to another file.
// EDGES   load_model throws IoError when the file cannot be read, and InvalidModel, naming what is wrong, for a file
//         that is no model, of a newer version, truncated or changed in any bit, and for one that was made up: another
//         header than save_model writes, sizes that do not fit, numbers that are not finite.
//         save_model replaces the file as a whole or not at all; it throws IoError, and InvalidInput for a kind of
//         model that has no file form or a name in the header that is not UTF-8.
// COST    Three times the size of the file in memory.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "lib/model/model.hpp"

namespace starling {

void save_model(const Model& model, const std::filesystem::path& path);
std::shared_ptr<const Model> load_model(const std::filesystem::path& path);

// The bytes of a model file, and back. `where` begins the message of an error.
std::string model_bytes(const Model& model);
std::shared_ptr<const Model> model_from_bytes(std::string_view bytes, const std::string& where = "model");

}  // namespace starling
