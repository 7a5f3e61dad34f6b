// What a person wants to know of data before learning from them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/json_object.hpp"

namespace starling::cli {

struct FeatureSummary {
  std::vector<arma::uword> constant;                            // the same value in every sample of every task
  std::vector<std::pair<arma::uword, arma::uword>> duplicates;  // a feature and an earlier one equal to it everywhere
  arma::vec deviations;                                         // standard deviation over all samples
};
FeatureSummary summarise_features(const MultiTaskData& data);

std::string data_page(const GivenData& given);
JsonObject data_json(const GivenData& given);

}  // namespace starling::cli
