#include "datasets/catalogue.hpp"

#include <array>

#include "datasets/armul_synthetic.hpp"
#include "datasets/computer_survey.hpp"
#include "datasets/landmine.hpp"
#include "datasets/low_rank.hpp"
#include "datasets/mulan_labels.hpp"
#include "datasets/mulan_regression.hpp"
#include "datasets/parkinsons.hpp"
#include "datasets/related_classifiers.hpp"
#include "datasets/sarcos.hpp"
#include "datasets/school.hpp"
#include "datasets/sentiment.hpp"
#include "datasets/shared_support.hpp"
#include "datasets/task_clusters.hpp"

namespace starling {
namespace {

template <class Room>
constexpr const DataFiles* files_of() {
  if constexpr (requires { Room::files; })
    return &Room::files;
  else
    return nullptr;
}

template <class Room>
constexpr DatasetEntry entry() {
  return {.name = Room::name,
          .summary = Room::summary,
          .target = Room::target,
          .files = files_of<Room>(),
          .fields = [] { return describe_fields(typename Room::Options{}); },
          .make =
              [](const Params& params, [[maybe_unused]] const DataSource& source) {
                Room room;
                set_params(room.options, params);
                if constexpr (requires { room.make(source); })
                  return room.make(source);
                else
                  return room.make();
              }};
}

constexpr std::array catalogue = {entry<SharedSupport>(),      entry<LowRank>(),        entry<TaskClusters>(),
                                  entry<RelatedClassifiers>(), entry<ArmulSynthetic>(), entry<School>(),
                                  entry<Landmine>(),           entry<Parkinsons>(),     entry<Sarcos>(),
                                  entry<ComputerSurvey>(),     entry<Sentiment>(),      entry<MulanRegression>(),
                                  entry<MulanLabels>()};

[[noreturn]] void refuse_spec(std::string_view text, std::string what, std::string got) {
  throw InvalidOption({.what = std::move(what),
                       .where = "data set '" + std::string(text) + "'",
                       .expected = "name or name:key=value,key=value",
                       .got = "'" + std::move(got) + "'"});
}

}  // namespace

std::span<const DatasetEntry> dataset_catalogue() { return catalogue; }

const DatasetEntry& find_dataset(std::string_view name) {
  std::vector<std::string_view> names;
  for (const DatasetEntry& candidate : catalogue) {
    if (candidate.name == name) return candidate;
    names.push_back(candidate.name);
  }
  throw InvalidOption({.what = "unknown data set '" + std::string(name) + "'", .hint = name_hint(name, names)});
}

DatasetSpec parse_dataset_spec(std::string_view text) {
  const std::size_t colon = text.find(':');
  DatasetSpec spec{.name = std::string(text.substr(0, colon)), .params = {}};
  if (spec.name.empty()) refuse_spec(text, "no name", std::string(text));
  if (colon == std::string_view::npos) return spec;
  for (std::string_view rest = text.substr(colon + 1);;) {
    const std::size_t comma = rest.find(',');
    const std::string_view piece = rest.substr(0, comma);
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos || equals == 0)
      refuse_spec(text, "an option is not of the form key=value", std::string(piece));
    if (!spec.params.emplace(piece.substr(0, equals), piece.substr(equals + 1)).second)
      refuse_spec(text, "an option is given twice", std::string(piece.substr(0, equals)));
    if (comma == std::string_view::npos) return spec;
    rest.remove_prefix(comma + 1);
  }
}

Dataset make_dataset(std::string_view text, const DataSource& source) {
  const DatasetSpec spec = parse_dataset_spec(text);
  return find_dataset(spec.name).make(spec.params, source);
}

}  // namespace starling
