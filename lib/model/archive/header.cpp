#include "lib/model/archive/header.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace starling::archive {
namespace {

using nlohmann::json;

constexpr std::size_t longest_header = std::size_t{1} << 20;
constexpr int deepest_header = 3;

json labels_json(const std::optional<Labels>& labels) {
  if (!labels) return nullptr;
  return {{"negative", spelling::print(labels->negative)},
          {"positive", spelling::print(labels->positive)},
          {"names", labels->names}};
}

json kernel_json(const SampleKernel& kernel) {
  return {{"name", spelling::print_value(kernel.name)},
          {"gamma", spelling::print(kernel.gamma)},
          {"coef0", spelling::print(kernel.coef0)},
          {"degree", std::to_string(kernel.degree)}};
}

std::string json_text(const Header& header) {
  const ModelInfo& info = header.info;
  json text = {{"kind", header.kind},
               {"method", info.method},
               {"params", json(std::map<std::string, std::string>(info.params.begin(), info.params.end()))},
               {"lambda", spelling::print(info.lambda)},
               {"loss", enum_names(info.loss)[static_cast<std::size_t>(info.loss)]},
               {"labels", labels_json(info.labels)},
               {"status", info.status},
               {"primal", spelling::print(info.primal)},
               {"dual", spelling::print(info.dual)},
               {"relative_gap", spelling::print(info.relative_gap)},
               {"version", info.version},
               {"n_tasks", header.n_tasks},
               {"n_features", header.n_features},
               {"named_features", header.named_features}};
  if (header.has_common) text["common"] = true;
  if (header.kernel) text["kernel"] = kernel_json(*header.kernel);
  if (!header.sizes.empty()) text["sizes"] = header.sizes;
  for (const auto& [name, shape] : header.learned) text["learned"][name] = {shape.first, shape.second};
  return text.dump();
}

template <class T>
T value_of(const json& text) {
  const auto parsed = spelling::parse<T>(text.get<std::string>());
  if (!parsed) throw std::invalid_argument("not a value: " + text.get<std::string>());
  return *parsed;
}

std::uint64_t count(const json& value) {
  if (!value.is_number_unsigned()) throw std::invalid_argument("not a count");
  return value.get<std::uint64_t>();
}

void read_info(const json& text, ModelInfo& info) {
  info.method = text.at("method").get<std::string>();
  for (const auto& [name, value] : text.at("params").items()) info.params.emplace(name, value.get<std::string>());
  info.lambda = value_of<double>(text.at("lambda"));
  info.loss = value_of<LossName>(text.at("loss"));
  if (const json& labels = text.at("labels"); !labels.is_null())
    info.labels = Labels{value_of<double>(labels.at("negative")), value_of<double>(labels.at("positive")),
                         labels.at("names").get<std::vector<std::string>>()};
  info.status = text.at("status").get<std::string>();
  info.primal = value_of<double>(text.at("primal"));
  info.dual = value_of<double>(text.at("dual"));
  info.relative_gap = value_of<double>(text.at("relative_gap"));
  info.version = text.at("version").get<std::string>();
}

Header header_from(const json& text) {
  Header header;
  header.kind = text.at("kind").get<std::string>();
  read_info(text, header.info);
  header.n_tasks = count(text.at("n_tasks"));
  header.n_features = count(text.at("n_features"));
  header.named_features = text.at("named_features").get<bool>();
  header.has_common = text.contains("common");
  if (text.contains("kernel")) {
    const json& kernel = text.at("kernel");
    header.kernel = SampleKernel{.name = value_of<KernelName>(kernel.at("name")),
                                 .gamma = value_of<double>(kernel.at("gamma")),
                                 .coef0 = value_of<double>(kernel.at("coef0")),
                                 .degree = value_of<int>(kernel.at("degree"))};
  }
  if (text.contains("sizes"))
    for (const auto& [name, size] : text.at("sizes").items()) header.sizes.emplace(name, count(size));
  if (text.contains("learned"))
    for (const auto& [name, shape] : text.at("learned").items()) {
      if (shape.size() != 2) throw std::invalid_argument("not the shape of a matrix");
      header.learned.emplace(name, std::pair(count(shape.at(0)), count(shape.at(1))));
    }
  return header;
}

}  // namespace

std::uint64_t Header::size(const std::string& name) const {
  const auto found = sizes.find(name);
  if (found == sizes.end()) throw InvalidModel({.what = "the header is not that of a model", .hint = "no " + name});
  return found->second;
}

Header header_of(const Model& model) {
  Header header{.kind = std::string(model.kind()),
                .info = model.info(),
                .n_tasks = model.n_tasks(),
                .n_features = model.n_features(),
                .named_features = !model.info().feature_names.empty()};
  for (const auto& [name, matrix] : model.info().learned) header.learned[name] = {matrix.n_rows, matrix.n_cols};
  return header;
}

std::string header_text(const Header& header) {
  std::string text;
  try {
    text = json_text(header);
  } catch (const json::type_error&) {
    throw InvalidInput(
        {.what = "a name of a method, option, label or learned matrix is not valid UTF-8", .where = "model"});
  }
  if (text.size() > longest_header)
    throw InvalidInput({.what = "the options of the model are too long for a model file",
                        .expected = "at most " + std::to_string(longest_header) + " bytes",
                        .got = std::to_string(text.size())});
  return text;
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
    if (json_text(header) != text) throw std::invalid_argument("not as written by Starling");
    return header;
  } catch (const json::exception& fault) {
    reader.refuse({.what = "the header is not that of a model", .hint = fault.what()});
  } catch (const std::invalid_argument& fault) {
    reader.refuse({.what = "the header is not that of a model", .hint = fault.what()});
  }
}

}  // namespace starling::archive
