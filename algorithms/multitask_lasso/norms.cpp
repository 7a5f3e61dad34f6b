#include "algorithms/multitask_lasso/norms.hpp"

#include <algorithm>

namespace starling::multitask_lasso {
namespace {

void check_length(std::string_view option, std::size_t length, arma::uword n_features) {
  if (length == 0 || length == n_features) return;
  throw InvalidOption({.what = "a list of another length than there are features",
                       .where = "option " + std::string(option),
                       .expected = std::to_string(n_features) + " numbers, one per feature",
                       .got = std::to_string(length)});
}

void refuse_if(bool meet, std::string_view option, const std::string& with) {
  if (!meet) return;
  throw InvalidOption({.what = "options that do not go together",
                       .where = "option " + std::string(option),
                       .expected = "no " + std::string(option) + " with " + with});
}

}  // namespace

void check_norm(const Options& options, arma::uword n_features) {
  check_length("row_weights", options.row_weights.size(), n_features);
  check_length("feature_groups", options.feature_groups.size(), n_features);
  const bool grouped = !options.feature_groups.empty(), linf = options.norm == RowNorm::linf;
  refuse_if(grouped && options.nonnegative, "feature_groups", "nonnegative");
  refuse_if(grouped && linf, "feature_groups", "norm linf");
  refuse_if(grouped && options.entry_share > 0.0, "feature_groups", "entry_share");
  refuse_if(grouped && !options.row_weights.empty(), "feature_groups", "row_weights");
  refuse_if(linf && options.entry_share > 0.0, "entry_share", "norm linf");
  refuse_if(linf && !options.row_weights.empty(), "row_weights", "norm linf");
  refuse_if(options.entry_share > 0.0 && !options.row_weights.empty(), "row_weights", "entry_share");
  const bool has_free = std::ranges::find(options.row_weights, 0.0) != options.row_weights.end();
  refuse_if(has_free && options.nonnegative, "row_weights of 0", "nonnegative");
}

bool is_plain(const Options& options) {
  return options.norm == RowNorm::l2 && options.entry_share == 0.0 && !options.nonnegative &&
         options.row_weights.empty() && options.feature_groups.empty();
}

}  // namespace starling::multitask_lasso
