#include "apps/compare/data_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/compare/digest.hpp"
#include "lib/data/split.hpp"

namespace starling::compare {
namespace {

constexpr std::size_t kept_repetitions = 3;

// A value as whoever prints the options spells it, so that 0.50 and 0.5 are one job. None: the field cannot take it.
std::optional<std::string> canonical(const FieldDescription& field, const std::string& value) {
  if (field.type == "boolean") {
    const auto truth = spelling::parse_bool(value);
    return truth ? std::optional(spelling::print_value(*truth)) : std::nullopt;
  }
  if (!field.choices.empty()) {
    const bool known = std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end();
    return known ? std::optional(value) : std::nullopt;
  }
  if (field.type != "number" && field.type != "whole number") return value;
  const auto number = spelling::parse_double(value);
  const bool whole = spelling::parse_integer(value) || spelling::parse_unsigned(value);
  if (!number || !field.range.contains(*number) || (field.type == "whole number" && !whole)) return {};
  return field.type == "number" ? spelling::print(*number) : value;
}

// Throws for what the generator would refuse, without drawing anything.
void check_options(const DatasetSpec& spec, const std::vector<FieldDescription>& fields) {
  std::vector<std::string_view> known;
  for (const FieldDescription& field : fields) known.push_back(field.name);
  for (const auto& [key, value] : spec.params) {
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == key; });
    if (field == fields.end())
      throw InvalidOption({.what = "unknown option '" + key + "'",
                           .where = "data set '" + spec.name + "'",
                           .hint = name_hint(key, known)});
    if (!canonical(*field, value))
      throw InvalidOption({.what = "invalid value",
                           .where = "option " + key + " of data set '" + spec.name + "'",
                           .expected = field->expected,
                           .got = "'" + value + "'"});
  }
}

void add_design(Digest& digest, const Design& design) {
  digest.add(std::uint64_t{design.rows()});
  digest.add(std::uint64_t{design.cols()});
  design.visit([&](const auto& X) {
    if constexpr (requires { X.row_indices; }) {
      for (auto entry = X.begin(); entry != X.end(); ++entry) {
        digest.add(std::uint64_t{entry.row()});
        digest.add(std::uint64_t{entry.col()});
        const double value = *entry;
        digest.add(std::span<const double>(&value, 1));
      }
    } else {
      digest.add(std::span<const double>(X.memptr(), X.n_elem));
    }
  });
}

// Everything to learn from, and no test sample.
Samples undivided(const MultiTaskData& data) {
  const std::vector<arma::uvec> none(data.n_tasks());
  return {data, data.subset(none, true)};
}

Samples divide(const Dataset& data, const SplitRule& rule, int repetition) {
  if (rule.train_per_task == 0 && rule.train_share == 1.0) return undivided(data.train);
  SplitPlan plan{.train_fraction = rule.train_share,
                 .stratified = data.classification() && rule.stratified,
                 .seed = static_cast<std::uint64_t>(repetition)};
  if (rule.train_per_task > 0) plan.train_count = static_cast<arma::uword>(rule.train_per_task);
  const Split split = random_split(data.train, plan);
  return {data.train.subset(split.train), data.train.subset(split.test, true)};
}

}  // namespace

std::string content_digest(const MultiTaskData& data) {
  Digest digest;
  digest.add(std::uint64_t{data.n_tasks()});
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    digest.add(std::uint64_t{data.rows_of(t).size()});
    if (t == 0 || !data.is_shared()) add_design(digest, data.design(t));
  }
  digest.add(std::span<const double>(data.targets().memptr(), data.size()));
  digest.add(std::span<const double>(data.weights().memptr(), data.size()));
  return digest.hex();
}

DataPlan::DataPlan(std::string spec, const SplitRule& rule, int repetitions, const DataSource& source)
    : label_(std::move(spec)),
      rule_(rule),
      entry_(find_dataset(label_.substr(0, label_.find(':')))),
      spec_(parse_dataset_spec(label_)) {
  check_options(spec_, entry_.fields());
  if (entry_.generated()) return;
  loaded_ = entry_.make(spec_.params, source);
  content_ = content_digest(loaded_->train);
  if (uses_official() && static_cast<std::size_t>(repetitions) > loaded_->official_splits.size())
    throw InvalidOption({.what = "more repetitions than official splits",
                         .where = "data set '" + label_ + "'",
                         .expected = fmt::format("--seeds {} at most", loaded_->official_splits.size()),
                         .got = std::to_string(repetitions),
                         .hint = "--train-share or --train-per-task draws splits of its own"});
}

bool DataPlan::uses_official() const {
  return rule_.official && rule_.train_per_task == 0 && loaded_ && !loaded_->official_splits.empty();
}

DatasetSpec DataPlan::generated_spec(int repetition) const {
  DatasetSpec spec = spec_;
  for (const FieldDescription& field : entry_.fields()) {
    auto& value = spec.params.emplace(field.name, field.default_value).first->second;  // what is given stays
    value = canonical(field, value).value_or(value);
  }
  const auto seed = spelling::parse_unsigned(spec.params["seed"]);
  if (seed) spec.params["seed"] = std::to_string(*seed + static_cast<std::uint64_t>(repetition));
  return spec;
}

Params DataPlan::identity(int repetition) const {
  Params identity = {{"data", spec_.name}};
  const Params params = entry_.generated() ? generated_spec(repetition).params : spec_.params;
  for (const auto& [key, value] : params) identity.emplace("data." + key, value);
  if (!content_.empty()) identity.emplace("data.content", content_);
  std::string split = "its own test samples";
  if (uses_official())
    split = fmt::format("official {}", repetition + 1);
  else if (rule_.train_per_task > 0)
    split = fmt::format("{} of every task, seed {}", rule_.train_per_task, repetition);
  else if (!entry_.generated() || params.at("n_test") == "0")
    split = fmt::format("{} of every task, seed {}", spelling::print(rule_.train_share), repetition);
  if (classification() && !rule_.stratified) split += ", not stratified";
  identity.emplace("split", split);
  return identity;
}

Samples DataPlan::make(int repetition) const {
  if (entry_.generated()) {
    Dataset drawn = entry_.make(generated_spec(repetition).params, {});
    Samples samples =
        drawn.test ? Samples{std::move(drawn.train), std::move(*drawn.test)} : divide(drawn, rule_, repetition);
    samples.truth = std::move(drawn.truth);
    return samples;
  }
  if (!uses_official()) return divide(*loaded_, rule_, repetition);
  const OfficialSplit& split = loaded_->official_splits[static_cast<std::size_t>(repetition)];
  return {loaded_->train.subset(split.train), loaded_->train.subset(split.test, true)};
}

std::shared_ptr<const Samples> DataPlan::samples(int repetition) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [number, samples] : kept_)
    if (number == repetition) return samples;
  auto samples = std::make_shared<const Samples>(make(repetition));
  kept_.emplace_back(repetition, samples);
  if (kept_.size() > kept_repetitions) kept_.pop_front();
  return samples;
}

}  // namespace starling::compare
