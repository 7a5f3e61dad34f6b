#include "apps/compare/store.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <functional>
#include <limits>

#include "tests/apps/compare/fake_jobs.hpp"
#include "tests/apps/compare/raw_store.hpp"

using namespace starling;
using namespace starling::compare;
using fake::fill;
using fake::in_child;
using fake::mentions;
using fake::number_in;
using fake::sql;
namespace fs = std::filesystem;

namespace {

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
}

template <class Kind>
int kind_of_failure(const std::function<void()>& f) {
  try {
    f();
  } catch (const Kind&) {
    return 1;
  }
  return 0;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(result_store, fake::Folder)

BOOST_AUTO_TEST_CASE(a_committed_result_reads_back_bit_for_bit) {
  const Job job = fake::job(17);
  Result result = fake::result(job);
  result.message = "with 'quotes', \xc3\xa9 and\nlines";
  {
    Store writer(store);
    writer.begin_run({{"version", "0.1.0"}});
    writer.commit(job, result);
  }
  const Store reader(store);
  BOOST_TEST(fake::same(reader.find(job.key()).value(), result));
  BOOST_TEST(!reader.find(fake::job(18).key()).has_value());
  BOOST_REQUIRE(reader.runs().size() == 1);
  BOOST_TEST(reader.runs()[0].at("version") == "0.1.0");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_stays_unknown) {
  Result result = {.outcome = Outcome::skipped, .message = "the targets are not classes"};
  Store both(store);
  both.commit(fake::job(0), result);
  BOOST_TEST(fake::same(*both.find(fake::job(0).key()), result));
  BOOST_TEST(!both.find(fake::job(0).key())->relative_gap.has_value());
}

BOOST_AUTO_TEST_CASE(a_later_result_takes_the_place_of_an_earlier_one) {
  Store both(store);
  both.commit(fake::job(0), {.outcome = Outcome::error, .message = "first"});
  both.commit(fake::job(0), fake::result(fake::job(0)));
  BOOST_TEST(both.outcomes().size() == 1);
  BOOST_TEST((both.find(fake::job(0).key())->outcome == Outcome::ok));
}

BOOST_AUTO_TEST_CASE(the_log_is_written_ahead_and_synchronous) {
  const Store open(store);
  sqlite3* database = nullptr;
  sqlite3_open(store.c_str(), &database);
  std::string mode;
  sqlite3_exec(
      database, "PRAGMA journal_mode",
      [](void* to, int, char** values, char**) { return *static_cast<std::string*>(to) = values[0], 0; }, &mode,
      nullptr);
  sqlite3_close(database);
  BOOST_TEST(mode == "wal");
  BOOST_TEST(open.synchronous() == 2);  // FULL
}

BOOST_AUTO_TEST_CASE(a_store_is_read_while_another_process_writes_it) {
  Store writer(store);
  writer.begin_run({{"version", "0.1.0"}});
  for (const int number : {5, 1, 0}) writer.commit(fake::job(number), fake::result(fake::job(number)));
  const StoreContent content = read_store(store);
  BOOST_REQUIRE(content.records.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const Job expected = fake::job(std::array{0, 1, 5}[i]);  // in the order of data sets and methods
    BOOST_TEST(content.records[i].job.key() == expected.key());
    BOOST_TEST(content.records[i].job.method == expected.method);
    BOOST_TEST(content.records[i].job.method_position == expected.method_position);
    BOOST_TEST(fake::same(content.records[i].result, fake::result(expected)));
    BOOST_TEST(content.runs.at(content.records[i].run).at("version") == "0.1.0");
  }
}

BOOST_AUTO_TEST_CASE(what_the_last_run_was_asked_for_can_be_read) {
  Store writer(store);
  writer.plan(fake::jobs(5));
  const auto jobs = fake::jobs(3);
  writer.plan(jobs);
  std::vector<std::string> planned = read_store(store).planned;
  for (const Job& job : jobs) BOOST_TEST(std::erase(planned, job.key()) == 1);
  BOOST_TEST(planned.empty());
}

BOOST_AUTO_TEST_CASE(another_store_is_absorbed_with_its_runs_and_only_what_is_better) {
  const fs::path other = path / "other.db";
  {
    Store shard(other);
    shard.begin_run({{"processor", "another"}});
    for (int number = 0; number < 4; ++number) shard.commit(fake::job(number), fake::result(fake::job(number)));
    shard.commit(fake::job(4), {.outcome = Outcome::crash});
  }
  Store into(store);
  into.begin_run({{"processor", "this"}});
  into.commit(fake::job(0), {.outcome = Outcome::timeout});
  into.commit(fake::job(1), {.outcome = Outcome::skipped});
  const StoreContent content = read_store(other);
  BOOST_TEST(into.absorb(content) == 4);
  BOOST_TEST(into.absorb(content) == 0);
  BOOST_TEST(fake::same(*into.find(fake::job(0).key()), fake::result(fake::job(0))));
  BOOST_TEST((into.find(fake::job(1).key())->outcome == Outcome::skipped));
  BOOST_TEST((into.find(fake::job(4).key())->outcome == Outcome::crash));
  BOOST_REQUIRE(into.runs().size() == 2);
  BOOST_TEST(into.runs()[1].at("processor") == "another");
  into.commit(fake::job(5), fake::result(fake::job(5)));
  const StoreContent after = read_store(store);
  BOOST_TEST(after.runs.at(after.records.front().run).at("processor") == "this");  // its own run goes on
}

BOOST_AUTO_TEST_CASE(a_store_is_read_where_nothing_can_be_written) {
  const fs::path closed = path / "what?#%41";
  fs::create_directory(closed);
  fill(closed / "results.db", 3);
  fs::permissions(closed / "results.db", fs::perms(0444));
  fs::permissions(path, fs::perms(0755));
  fs::permissions(closed, fs::perms(0555));
  BOOST_TEST(in_child([&] {
               if (geteuid() == 0 && seteuid(65534) != 0) return 98;  // permissions do not bind root
               return static_cast<int>(read_store(closed / "results.db").records.size());
             }) == 3);
  BOOST_CHECK_THROW(read_store(path / "nothing.db"), IoError);
  BOOST_TEST(!fs::exists(path / "nothing.db"));
}

BOOST_AUTO_TEST_CASE(a_file_of_length_zero_is_an_empty_store) {
  write_file(store, "");
  BOOST_TEST(Store(store).outcomes().empty());
}

BOOST_AUTO_TEST_CASE(adv_store_foreign_files_are_refused_and_left_as_they_are) {
  write_file(store, "task,target,x1\n1,2,3\n" + std::string(2000, ' '));
  BOOST_CHECK_EXCEPTION(Store{store}, InvalidModel, [](const auto& e) { return mentions(e, "not a result store"); });
  BOOST_TEST(fs::file_size(store) == 2021);

  const fs::path other = path / "other.db";
  sql(other, "CREATE TABLE result (key TEXT)");
  BOOST_CHECK_EXCEPTION(Store{other}, InvalidModel, [](const auto& e) { return mentions(e, "not a result store"); });
  BOOST_CHECK_THROW(Store{path}, InvalidModel);  // a folder
  const fs::path pipe = path / "pipe";
  BOOST_REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  BOOST_CHECK_THROW(Store{pipe}, InvalidModel);
  BOOST_CHECK_THROW(Store{""}, InvalidOption);
}

BOOST_AUTO_TEST_CASE(adv_store_of_a_later_version_is_refused) {
  fill(store, 1);
  sql(store, "PRAGMA user_version = 1000");
  BOOST_CHECK_EXCEPTION(Store{store}, InvalidModel, [](const auto& e) { return mentions(e, "later version"); });
}

BOOST_AUTO_TEST_CASE(adv_store_with_another_schema_is_refused) {
  fill(store, 1);
  sql(store, "ALTER TABLE result DROP COLUMN status");
  BOOST_CHECK_THROW(Store{store}, InvalidModel);
}

BOOST_AUTO_TEST_CASE(adv_store_with_a_damaged_row_is_refused) {
  fill(store, 1);
  sql(store, "UPDATE result SET metrics = '{\"RMSE\":'");
  BOOST_CHECK_THROW(Store(store).find(fake::job(0).key()), InvalidModel);
  for (const char* damage : {"trace = '[[1,2]]'", "trace = '{}'", "search = '[]'", "search = '{\"metric\":\"mse\"}'",
                             "kept = '[]'", "kept = '{\"tasks\":[]}'"}) {
    fs::remove(store);
    fill(store, 1);
    sql(store, std::string("UPDATE result SET ") + damage);
    BOOST_CHECK_THROW(Store(store).find(fake::job(0).key()), InvalidModel);
  }
  sql(store, "UPDATE result SET outcome = 'fine'");
  BOOST_CHECK_THROW(Store(store).outcomes(), InvalidModel);
}

// Every cut at a page and around it: an error or an empty store, never a crash and never a wrong number.
BOOST_AUTO_TEST_CASE(adv_store_truncated_anywhere_is_refused) {
  fill(store, 36);
  const auto size = fs::file_size(store);
  for (std::uintmax_t at = size - 1; at > 0; at = at > 4096 ? at - 4096 : at / 2) {
    const fs::path cut = path / ("cut" + std::to_string(at) + ".db");
    fs::copy_file(store, cut);
    fs::resize_file(cut, at);
    BOOST_TEST_CONTEXT("cut after " << at << " of " << size) BOOST_CHECK_THROW(Store{cut}, InvalidModel);
  }
}

BOOST_AUTO_TEST_CASE(adv_store_in_a_folder_that_does_not_exist_or_may_not_be_written) {
  BOOST_CHECK_THROW(Store{path / "nowhere" / "results.db"}, IoError);
  const fs::path closed = path / "closed";
  fs::create_directory(closed);
  fs::permissions(path, fs::perms(0755));
  fs::permissions(closed, fs::perms(0555));
  BOOST_TEST(in_child([&] {
               if (geteuid() == 0 && seteuid(65534) != 0) return 98;  // permissions do not bind root
               return kind_of_failure<IoError>([&] { const Store store_there(closed / "results.db"); });
             }) == 1);
}

// The file may not grow beyond what it has: what a full disk does, for one process.
BOOST_AUTO_TEST_CASE(adv_store_on_a_full_disk_keeps_all_that_was_acknowledged) {
  const int acknowledged = in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    Store filling(store);
    const rlimit limit{.rlim_cur = 60000, .rlim_max = 60000};
    setrlimit(RLIMIT_FSIZE, &limit);
    int count = 0;
    try {
      for (const Job& job : fake::jobs(96)) {
        filling.commit(job, fake::result(job));
        ++count;
      }
    } catch (const IoError&) {
      return count;
    }
    return 97;
  });
  BOOST_TEST_REQUIRE(acknowledged > 0);
  BOOST_TEST_REQUIRE(acknowledged < 96);
  const Store later(store);
  for (int i = 0; i < acknowledged; ++i)
    BOOST_TEST(fake::same(later.find(fake::job(i).key()).value(), fake::result(fake::job(i))));
}

BOOST_AUTO_TEST_SUITE_END()
