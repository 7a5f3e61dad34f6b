#include "apps/compare/shard.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling;
using namespace starling::compare;

BOOST_AUTO_TEST_SUITE(shards)

BOOST_AUTO_TEST_CASE(every_job_is_in_exactly_one) {
  const auto jobs = fake::jobs(23);
  std::multiset<std::string> keys;
  for (const char* text : {"1/4", "2/4", "3/4", "4/4"})
    for (const Job& job : parse_shard(text).of(jobs)) keys.insert(job.key());
  BOOST_TEST(keys.size() == 23);
  BOOST_TEST(std::set<std::string>(keys.begin(), keys.end()).size() == 23);
  BOOST_TEST(parse_shard("").of(jobs).size() == 23);
  BOOST_TEST(parse_shard("30/40").of(jobs).empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_shard_is_refused) {
  for (const char* text : {"0/2", "3/2", "1", "1/", "/2", "a/b", "-1/2", "1/99999", "1/2/3"})
    BOOST_CHECK_THROW(parse_shard(text), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
