#include <boost/test/unit_test.hpp>

#include "apps/compare/store.hpp"
#include "tests/apps/compare/raw_store.hpp"

using namespace starling::compare;
using fake::fill;
using fake::number_in;
using fake::sql;
namespace fs = std::filesystem;

namespace {

// What version 1 of the schema looked like, with one result.
constexpr const char* first_version = R"sql(
  CREATE TABLE run (id INTEGER PRIMARY KEY, provenance TEXT NOT NULL) STRICT;
  CREATE TABLE result (key TEXT PRIMARY KEY, run INTEGER NOT NULL REFERENCES run (id), dataset TEXT NOT NULL,
    method TEXT NOT NULL, repetition INTEGER NOT NULL, identity TEXT NOT NULL, outcome TEXT NOT NULL,
    message TEXT NOT NULL, status TEXT NOT NULL, relative_gap REAL, iterations INTEGER NOT NULL,
    tune_seconds REAL NOT NULL, fit_seconds REAL NOT NULL, predict_seconds REAL NOT NULL, params TEXT NOT NULL,
    metrics TEXT NOT NULL) STRICT;
  PRAGMA application_id = 1400130663;
  PRAGMA user_version = 1;
  INSERT INTO run VALUES (1, '{}');
  INSERT INTO result VALUES ('abc', 1, 'school', 'trace_norm', 0, '{}', 'ok', '', 'optimal', 1e-7, 3, 0.1, 0.2, 0.3,
    '{}', '{"mse":0.25}');
)sql";

// A store of version 4, before parts of models were kept: this one without them.
void turn_back_to_version_4(const fs::path& path) {
  sql(path, "ALTER TABLE result DROP COLUMN kept; PRAGMA user_version = 4");
}

// And of version 3, before traces and searches were.
void turn_back_to_version_3(const fs::path& path) {
  turn_back_to_version_4(path);
  sql(path, "ALTER TABLE result DROP COLUMN trace; ALTER TABLE result DROP COLUMN search; PRAGMA user_version = 3");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stores_of_earlier_versions, fake::Folder)

BOOST_AUTO_TEST_CASE(a_store_of_the_first_version_is_read_as_it_is_and_brought_forward_when_it_is_opened) {
  sql(store, first_version);
  const StoreContent content = read_store(store);
  BOOST_REQUIRE(content.records.size() == 1);
  BOOST_TEST(content.records[0].result.metrics.at("mse") == 0.25);
  BOOST_TEST(content.records[0].result.task_scores.empty());
  BOOST_TEST(number_in(store, "PRAGMA user_version") == 1);
  {
    Store forward(store);
    BOOST_TEST(forward.find("abc")->metrics.at("mse") == 0.25);
    forward.commit(fake::job(0), fake::result(fake::job(0)));
  }
  BOOST_TEST(number_in(store, "PRAGMA user_version") > 1);
  BOOST_TEST(read_store(store).records.size() == 2);
}

BOOST_AUTO_TEST_CASE(a_store_from_before_traces_keeps_all_it_has_and_goes_on) {
  fill(store, 3);
  turn_back_to_version_3(store);
  const StoreContent content = read_store(store);
  BOOST_REQUIRE(content.records.size() == 3);
  Result known = fake::result(fake::job(0));
  known.trace = {};
  known.search = {};
  known.kept = {};
  BOOST_TEST(fake::same(content.records[0].result, known));
  BOOST_TEST(number_in(store, "PRAGMA user_version") == 3);
  Store forward(store);
  BOOST_TEST(fake::same(forward.find(fake::job(0).key()).value(), known));
  forward.commit(fake::job(3), fake::result(fake::job(3)));
  BOOST_TEST(fake::same(forward.find(fake::job(3).key()).value(), fake::result(fake::job(3))));
}

BOOST_AUTO_TEST_CASE(a_store_from_before_models_were_kept_has_all_but_them) {
  fill(store, 3);
  turn_back_to_version_4(store);
  Result known = fake::result(fake::job(0));
  known.kept = {};
  BOOST_TEST(fake::same(read_store(store).records.at(0).result, known));
  BOOST_TEST(number_in(store, "PRAGMA user_version") == 4);
  BOOST_TEST(fake::same(Store(store).find(fake::job(0).key()).value(), known));
  BOOST_TEST(number_in(store, "PRAGMA user_version") == 5);
}

BOOST_AUTO_TEST_SUITE_END()
