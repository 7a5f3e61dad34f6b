// What becomes of a comparison whose disk is full or may not be written: a real file system of the smallest size, in a
// name space that nobody else sees. Where the system gives none to the user, the cases say so.
#include <sched.h>
#include <sys/mount.h>

#include <boost/test/unit_test.hpp>
#include <iostream>
#include <sstream>

#include "apps/compare/runner.hpp"
#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling;
using namespace starling::compare;

namespace {

constexpr int no_mounts = 77, as_it_should = 0;

bool mounted(const std::filesystem::path& folder, const char* size) {
  return unshare(CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER)) == 0 &&
         mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("tmpfs", folder.c_str(), "tmpfs", 0, size) == 0;
}

bool remounted(const std::filesystem::path& folder, unsigned long flags, const char* size) {
  return mount("tmpfs", folder.c_str(), "tmpfs", MS_REMOUNT | flags, size) == 0;
}

void check(int code) {
  if (code == no_mounts) {
    std::cout << "SKIPPED " << boost::unit_test::framework::current_test_case().p_name.get()
              << ": this user may not mount a file system\n";
    return;
  }
  BOOST_TEST(code == as_it_should);
}

RunCount run_all(const std::vector<Job>& jobs, Store& store) {
  std::ostringstream out;
  Progress progress(out, ProgressStyle::none, false);
  return run_jobs(jobs, {.execute = fake::result, .workers = 2}, store, progress);
}

std::size_t held(const std::filesystem::path& store) { return read_store(store).records.size(); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_disk, fake::Folder)

BOOST_AUTO_TEST_CASE(adv_harness_that_is_full_ends_the_run_and_one_with_room_again_resumes_it) {
  check(fake::in_child([&] {
    if (!mounted(path, "size=200k")) return no_mounts;
    const auto jobs = fake::jobs(180);
    bool refused = false;
    try {
      Store filling(store);
      run_all(jobs, filling);
    } catch (const IoError& error) {
      refused = fake::mentions(error, "full");
    }
    if (!refused) return 1;
    const std::size_t kept = held(store);
    if (kept == 0 || kept >= jobs.size()) return 2;
    if (!remounted(path, 0, "size=8m")) return no_mounts;
    Store open(store);
    const RunCount resumed = run_all(jobs, open);
    if (resumed.known != kept || resumed.done != jobs.size() - kept) return 3;
    for (const Job& job : jobs)
      if (!fake::same(*open.find(job.key()), fake::result(job))) return 4;
    return as_it_should;
  }));
}

BOOST_AUTO_TEST_CASE(adv_harness_that_becomes_read_only_refuses_a_run_and_can_still_be_reported) {
  check(fake::in_child([&] {
    if (!mounted(path, "size=8m")) return no_mounts;
    const auto jobs = fake::jobs(24);
    {
      Store open(store);
      run_all(jobs, open);
    }
    if (!remounted(path, MS_RDONLY, nullptr)) return no_mounts;
    try {
      const Store refused(store);
      return 1;
    } catch (const IoError&) {
    }
    return held(store) == jobs.size() ? as_it_should : 2;
  }));
}

BOOST_AUTO_TEST_SUITE_END()
