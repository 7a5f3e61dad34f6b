#include "lib/model/archive.hpp"

#include <zlib.h>

#include "lib/base/atomic_file.hpp"
#include "lib/base/input_file.hpp"
#include "lib/model/archive/body.hpp"

namespace starling {
namespace {

using archive::Header;
using archive::Reader;

constexpr std::string_view magic = "STARLING";
constexpr std::uint32_t format_version = 1;

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

// Checks magic, version and checksum. Leaves the reader at the header's length, without the checksum.
void open(Reader& reader) {
  const std::string_view whole = reader.rest();
  if (!whole.starts_with(magic)) reader.refuse({.what = "not a Starling model file"});
  reader.take(magic.size());
  const auto version = reader.integer<std::uint32_t>();
  if (version != format_version)
    reader.refuse({.what = version > format_version ? "written by a newer version of Starling" : "unknown version",
                   .expected = "format version " + std::to_string(format_version),
                   .got = std::to_string(version)});
  constexpr std::size_t tail = sizeof(std::uint32_t);
  Reader stored = reader;
  stored.take(reader.rest().size() - std::min(reader.rest().size(), tail));
  if (stored.integer<std::uint32_t>() != checksum(whole.substr(0, whole.size() - tail)))
    reader.refuse({.what = "the model file is damaged or cut off", .hint = "its checksum does not match"});
  reader.drop_end(tail);
}

std::vector<std::string> read_names(Reader& reader, std::uint64_t count) {
  std::vector<std::string> names(count);
  for (std::string& name : names) name = reader.take(reader.integer<std::uint32_t>());
  return names;
}

}  // namespace

std::string model_bytes(const Model& model) {
  Header header = archive::header_of(model);
  std::string body;
  archive::describe_body(model, header, body);
  const std::string text = archive::header_text(header);
  std::string bytes(magic);
  archive::append(bytes, format_version);
  archive::append(bytes, static_cast<std::uint32_t>(text.size()));
  bytes += text;
  for (const auto* names : {&model.info().task_names, &model.info().feature_names})
    for (const std::string& name : *names) {
      archive::append(bytes, static_cast<std::uint32_t>(name.size()));
      bytes += name;
    }
  bytes += body;
  archive::append(bytes, checksum(bytes));
  return bytes;
}

std::shared_ptr<const Model> model_from_bytes(std::string_view bytes, const std::string& where) {
  Reader reader(bytes, where);
  open(reader);
  Header header = archive::read_header(reader);
  try {
    archive::check_sizes(reader, header);
    header.info.task_names = read_names(reader, header.n_tasks);
    if (header.named_features) header.info.feature_names = read_names(reader, header.n_features);
    return archive::read_body(reader, std::move(header));
  } catch (const InvalidModel& fault) {
    Complaint complaint = fault.complaint();
    if (complaint.where != where) complaint.where = where + (complaint.where.empty() ? "" : ", ") + complaint.where;
    throw InvalidModel(std::move(complaint));
  }
}

void save_model(const Model& model, const std::filesystem::path& path) { save_atomically(path, model_bytes(model)); }

std::shared_ptr<const Model> load_model(const std::filesystem::path& path) {
  return model_from_bytes(read_file(path), path.string());
}

}  // namespace starling
