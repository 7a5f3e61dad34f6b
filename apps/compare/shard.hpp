// A part of an experiment, for one of several machines.
//
//     const Shard shard = parse_shard("2/3");
//     shard.of(experiment.jobs());        // the second, fifth, eighth ... job
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "apps/compare/result.hpp"

namespace starling::compare {

struct Shard {
  std::size_t number = 1, count = 1;  // 1 <= number <= count

  // Every job is in exactly one of the shards 1 .. count.
  std::vector<Job> of(const std::vector<Job>& jobs) const;
};

// "I/N" with 1 <= I <= N <= 10000; "" is all of it. Throws InvalidOption.
Shard parse_shard(const std::string& text);

}  // namespace starling::compare
