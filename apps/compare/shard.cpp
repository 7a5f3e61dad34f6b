#include "apps/compare/shard.hpp"

#include "lib/base/error.hpp"

namespace starling::compare {

std::vector<Job> Shard::of(const std::vector<Job>& jobs) const {
  std::vector<Job> part;
  for (std::size_t k = number - 1; k < jobs.size(); k += count) part.push_back(jobs[k]);
  return part;
}

Shard parse_shard(const std::string& text) {
  if (text.empty()) return {};
  constexpr std::uint64_t most = 10000;
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const auto number = spelling::parse_unsigned(text.substr(0, slash));
    const auto count = spelling::parse_unsigned(text.substr(slash + 1));
    if (number && count && 1 <= *number && *number <= *count && *count <= most) return {*number, *count};
  }
  throw InvalidOption({.what = "invalid value",
                       .where = "option --shard",
                       .expected = "I/N with 1 <= I <= N <= 10000, such as 2/3",
                       .got = "'" + text + "'"});
}

}  // namespace starling::compare
