#include "apps/compare/store_lock.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "apps/compare/store.hpp"
#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling;
using namespace starling::compare;
using fake::in_child;
using fake::mentions;
namespace fs = std::filesystem;

BOOST_FIXTURE_TEST_SUITE(the_lock_of_a_store, fake::Folder)

BOOST_AUTO_TEST_CASE(two_coordinators_cannot_hold_one_store) {
  const auto try_it = [&] {
    try {
      const Store second(store);
    } catch (const IoError&) {
      return 1;
    }
    return 0;
  };
  {
    Store first(store);
    BOOST_CHECK_EXCEPTION(Store{store}, IoError, [](const IoError& e) { return mentions(e, "another comparison"); });
    BOOST_TEST(in_child(try_it) == 1);
    first.commit(fake::job(0), fake::result(fake::job(0)));  // the attempts did it no harm
  }
  BOOST_TEST(in_child(try_it) == 0);
  BOOST_TEST(Store(store).outcomes().size() == 1);
  BOOST_TEST(!fs::exists(store.string() + "-lock"));
}

BOOST_AUTO_TEST_CASE(who_writes_to_a_store_is_known_from_outside) {
  BOOST_TEST(!holder_of(store).has_value());
  const Store writer(store);
  BOOST_TEST((holder_of(store) == getpid()));
  BOOST_TEST(in_child([&] { return holder_of(store) == getppid() ? 1 : 0; }) == 1);
}

// A job process that has not died yet must not keep the next coordinator out.
BOOST_AUTO_TEST_CASE(adv_store_a_process_forked_from_the_coordinator_does_not_hold_the_lock) {
  int ends[2];
  BOOST_REQUIRE(pipe(ends) == 0);
  const pid_t coordinator = fork();
  if (coordinator == 0) {
    const Store held(store);
    if (fork() == 0) {
      close(ends[1]);
      char nothing;
      while (read(ends[0], &nothing, 1) < 0) continue;  // lives until the test is over
      _exit(0);
    }
    raise(SIGKILL);
  }
  waitpid(coordinator, nullptr, 0);
  BOOST_CHECK_NO_THROW(Store{store});
  close(ends[0]);
  close(ends[1]);
}

BOOST_AUTO_TEST_SUITE_END()
