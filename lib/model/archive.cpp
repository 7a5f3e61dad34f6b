#include "lib/model/archive.hpp"

#include <zlib.h>

#include <bit>
#include <nlohmann/json.hpp>
#include <tuple>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/model/linear_model.hpp"

namespace starling {
namespace {

using nlohmann::json;

constexpr std::string_view magic = "STARLING";
constexpr std::uint32_t format_version = 1;
constexpr std::size_t longest_header = std::size_t{1} << 20;
constexpr int deepest_header = 3;

template <class Integer>
void append(std::string& bytes, Integer value) {
  for (std::size_t k = 0; k < sizeof(Integer); ++k) bytes += static_cast<char>((value >> (8 * k)) & 0xff);
}

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::string header_of(const LinearModel& model) {
  const ModelInfo& info = model.info();
  json labels = nullptr;
  if (info.labels)
    labels = {{"negative", spelling::print(info.labels->negative)},
              {"positive", spelling::print(info.labels->positive)},
              {"names", info.labels->names}};
  json header = {{"kind", model.kind()},
                 {"method", info.method},
                 {"params", json(std::map<std::string, std::string>(info.params.begin(), info.params.end()))},
                 {"lambda", spelling::print(info.lambda)},
                 {"loss", enum_names(info.loss)[static_cast<std::size_t>(info.loss)]},
                 {"labels", std::move(labels)},
                 {"status", info.status},
                 {"primal", spelling::print(info.primal)},
                 {"dual", spelling::print(info.dual)},
                 {"relative_gap", spelling::print(info.relative_gap)},
                 {"version", info.version},
                 {"n_tasks", model.n_tasks()},
                 {"n_features", model.n_features()},
                 {"named_features", !info.feature_names.empty()}};
  if (model.common()) header["common"] = true;
  for (const auto& [name, matrix] : info.learned) header["learned"][name] = {matrix.n_rows, matrix.n_cols};
  try {
    return header.dump();
  } catch (const json::type_error&) {
    throw InvalidInput(
        {.what = "a name of a method, option, label or learned matrix is not valid UTF-8", .where = "model"});
  }
}

// Takes a file apart from its start to its end; whatever does not fit is InvalidModel.
class Reader {
 public:
  // `where` must outlive the reader.
  Reader(std::string_view bytes, const std::string& where) : rest_(bytes), where_(where) {}

  [[noreturn]] void refuse(Complaint complaint) const {
    complaint.where = where_;
    throw InvalidModel(std::move(complaint));
  }
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) refuse({.what = "the model file ends too early"});
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  template <class Integer>
  Integer integer() {
    Integer value = 0;
    const std::string_view bytes = take(sizeof(Integer));
    for (std::size_t k = 0; k < sizeof(Integer); ++k)
      value |= static_cast<Integer>(static_cast<Integer>(static_cast<unsigned char>(bytes[k])) << (8 * k));
    return value;
  }
  std::string_view rest() const { return rest_; }
  void drop_end(std::size_t count) { rest_.remove_suffix(count); }

 private:
  std::string_view rest_;
  const std::string& where_;
};

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

// Only what header_of() writes passes, byte for byte: so no key is missing, unknown or twice there.
struct Header {
  ModelInfo info;
  std::string kind;
  std::uint64_t n_tasks = 0, n_features = 0;
  bool named_features = false, has_common = false;
  std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>> learned;  // names and shapes
};

double number(const json& value) {
  const auto parsed = spelling::parse_double(value.get<std::string>());
  if (!parsed) throw std::invalid_argument("not a number");
  return *parsed;
}

std::uint64_t count(const json& value) {
  if (!value.is_number_unsigned()) throw std::invalid_argument("not a count");
  return value.get<std::uint64_t>();
}

LossName loss_of(const std::string& name) {
  const auto parsed = spelling::parse<LossName>(name);
  if (!parsed) throw std::invalid_argument("unknown loss");
  return *parsed;
}

Header header_from(const json& header) {
  Header found;
  ModelInfo& info = found.info;
  found.kind = header.at("kind").get<std::string>();
  info.method = header.at("method").get<std::string>();
  for (const auto& [name, value] : header.at("params").items()) info.params.emplace(name, value.get<std::string>());
  info.lambda = number(header.at("lambda"));
  info.loss = loss_of(header.at("loss").get<std::string>());
  if (const json& labels = header.at("labels"); !labels.is_null())
    info.labels = Labels{number(labels.at("negative")), number(labels.at("positive")),
                         labels.at("names").get<std::vector<std::string>>()};
  info.status = header.at("status").get<std::string>();
  info.primal = number(header.at("primal"));
  info.dual = number(header.at("dual"));
  info.relative_gap = number(header.at("relative_gap"));
  info.version = header.at("version").get<std::string>();
  found.n_tasks = count(header.at("n_tasks"));
  found.n_features = count(header.at("n_features"));
  found.named_features = header.at("named_features").get<bool>();
  found.has_common = header.contains("common");
  if (found.has_common && !header.at("common").get<bool>()) throw std::invalid_argument("a common part that is none");
  if (!header.contains("learned")) return found;
  for (const auto& [name, shape] : header.at("learned").items()) {
    if (shape.size() != 2) throw std::invalid_argument("not the shape of a matrix");
    found.learned.emplace_back(name, count(shape.at(0)), count(shape.at(1)));
  }
  if (found.learned.empty()) throw std::invalid_argument("learned matrices that are none");
  return found;
}

Header read_header(Reader& reader) {
  const auto size = reader.integer<std::uint32_t>();
  if (size > longest_header)
    reader.refuse({.what = "the header is too long",
                   .expected = "at most " + std::to_string(longest_header) + " bytes",
                   .got = std::to_string(size)});
  const std::string_view text = reader.take(size);
  try {
    const json parsed = json::parse(text, [](int depth, json::parse_event_t, json&) {
      if (depth > deepest_header) throw std::invalid_argument("nested too deeply");
      return true;
    });
    Header header = header_from(parsed);
    if (parsed.dump() != text) throw std::invalid_argument("not as written by Starling");
    return header;
  } catch (const json::exception& fault) {
    reader.refuse({.what = "the header is not that of a model", .hint = fault.what()});
  } catch (const std::invalid_argument& fault) {
    reader.refuse({.what = "the header is not that of a model", .hint = fault.what()});
  }
}

std::vector<std::string> read_names(Reader& reader, std::uint64_t count) {
  std::vector<std::string> names(count);
  for (std::string& name : names) name = reader.take(reader.integer<std::uint32_t>());
  return names;
}

// Throws unless T names and d T + T doubles can be in what is left, before anything of that size is asked for.
void check_sizes(const Reader& reader, const Header& header) {
  const std::uint64_t doubles = reader.rest().size() / sizeof(double);
  if (header.n_tasks > 0 && header.n_tasks <= doubles && header.n_features < doubles / header.n_tasks) return;
  reader.refuse(
      {.what = "the sizes in the header do not fit the file",
       .expected = std::to_string(header.n_tasks) + " tasks of " + std::to_string(header.n_features) + " features",
       .got = std::to_string(reader.rest().size()) + " bytes behind the header"});
}

// Throws unless what is left is as many doubles as the header announces.
void check_doubles(const Reader& reader, const Header& header) {
  const std::uint64_t most = reader.rest().size() / sizeof(double);
  std::uint64_t doubles = (header.n_tasks + (header.has_common ? 1 : 0)) * (header.n_features + 1);
  for (const auto& [name, rows, cols] : header.learned) {
    const bool may_fit = rows <= most && cols <= most && (cols == 0 || rows <= most / cols);
    doubles += may_fit ? rows * cols : most + 1;
  }
  if (reader.rest().size() == sizeof(double) * doubles) return;
  reader.refuse({.what = "the sizes in the header do not fit the file",
                 .expected = std::to_string(sizeof(double) * doubles) + " bytes of numbers",
                 .got = std::to_string(reader.rest().size())});
}

void append_doubles(std::string& bytes, const arma::mat& values) {
  for (const double value : values) append(bytes, std::bit_cast<std::uint64_t>(value));
}

arma::mat read_doubles(Reader& reader, arma::uword rows, arma::uword cols) {
  arma::mat values(rows, cols);
  for (double& value : values) value = std::bit_cast<double>(reader.integer<std::uint64_t>());
  return values;
}

}  // namespace

std::string model_bytes(const Model& model) {
  const auto* linear = dynamic_cast<const LinearModel*>(&model);
  if (linear == nullptr)
    throw InvalidInput({.what = "this kind of model has no file form",
                        .expected = "a linear model",
                        .got = std::string(model.kind())});
  const std::string header = header_of(*linear);
  if (header.size() > longest_header)
    throw InvalidInput({.what = "the options of the model are too long for a model file",
                        .expected = "at most " + std::to_string(longest_header) + " bytes",
                        .got = std::to_string(header.size())});
  std::string bytes(magic);
  append(bytes, format_version);
  append(bytes, static_cast<std::uint32_t>(header.size()));
  bytes += header;
  for (const auto* names : {&model.info().task_names, &model.info().feature_names})
    for (const std::string& name : *names) {
      append(bytes, static_cast<std::uint32_t>(name.size()));
      bytes += name;
    }
  bytes.reserve(bytes.size() + sizeof(double) * (linear->W().n_elem + linear->b().n_elem + 1));
  append_doubles(bytes, linear->W());
  append_doubles(bytes, linear->b());
  if (const auto& common = linear->common()) {
    append_doubles(bytes, common->w);
    append_doubles(bytes, arma::vec{common->b});
  }
  for (const auto& [name, matrix] : model.info().learned) append_doubles(bytes, matrix);
  append(bytes, checksum(bytes));
  return bytes;
}

std::shared_ptr<const Model> model_from_bytes(std::string_view bytes, const std::string& where) {
  Reader reader(bytes, where);
  open(reader);
  Header header = read_header(reader);
  if (header.kind != "linear")
    reader.refuse({.what = "unknown kind of model", .expected = "linear", .got = header.kind});
  check_sizes(reader, header);
  header.info.task_names = read_names(reader, header.n_tasks);
  if (header.named_features) header.info.feature_names = read_names(reader, header.n_features);
  check_doubles(reader, header);
  arma::mat W = read_doubles(reader, header.n_features, header.n_tasks);
  arma::rowvec b = read_doubles(reader, 1, header.n_tasks);
  std::optional<CommonPart> common;
  if (header.has_common) {
    common.emplace(CommonPart{read_doubles(reader, header.n_features, 1)});
    common->b = read_doubles(reader, 1, 1)[0];
  }
  for (const auto& [name, rows, cols] : header.learned)
    header.info.learned.emplace(name, read_doubles(reader, rows, cols));
  try {
    return std::make_shared<LinearModel>(std::move(W), std::move(b), std::move(header.info), std::move(common));
  } catch (const InvalidModel& fault) {
    Complaint complaint = fault.complaint();
    complaint.where = where + ", " + complaint.where;
    throw InvalidModel(std::move(complaint));
  }
}

void save_model(const Model& model, const std::filesystem::path& path) { save_atomically(path, model_bytes(model)); }

std::shared_ptr<const Model> load_model(const std::filesystem::path& path) {
  return model_from_bytes(read_file(path), path.string());
}

}  // namespace starling
