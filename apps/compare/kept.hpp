// What a job keeps of its model so that it can be drawn, where an experiment asks for it.
#pragma once

#include <armadillo>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/model/model.hpp"

namespace starling::compare {

enum class Keep {
  coefficients,
  relations,  // what was learned of the tasks: matrices between them, groups, merges
};
std::span<const std::string_view> enum_names(Keep);

struct Kept {
  std::vector<std::string> tasks = {}, features = {};  // names of what the columns and rows of coefficients are
  arma::uword n_tasks = 0, n_features = 0;             // of the model
  arma::mat coefficients = {};
  LearnedStructure relations = {};  // of all tasks

  bool empty() const { return coefficients.is_empty() && relations.empty(); }
};

// Numbers have 4 digits. At most 60 features are kept, those with the largest norms in their order, and the first 200
// tasks; relations of more tasks than that are not. Of a model without coefficients there are none.
Kept kept_of(const Model& model, std::span<const Keep> what);

// As JSON, where it is a part of more.
nlohmann::json kept_json(const Kept& kept);
Kept kept_in(const nlohmann::json& json);
std::string canonical_json(const Kept& kept);
// Throws InvalidModel for text of another form.
Kept parse_kept_json(std::string_view text);

}  // namespace starling::compare
