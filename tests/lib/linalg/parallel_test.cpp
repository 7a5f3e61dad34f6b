#include "lib/linalg/parallel.hpp"

#include <cblas.h>

#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "lib/base/error.hpp"

using namespace starling;

namespace {

// BLAS's own setting during a case, put back at its end.
struct BlasThreads {
  BlasThreads() { openblas_set_num_threads(2); }
  ~BlasThreads() { openblas_set_num_threads(before); }
  int now() const { return openblas_get_num_threads(); }
  int before = openblas_get_num_threads();
};

std::string bracketed(std::size_t count) {
  return tree_sum(
      0, count, [](std::size_t i) { return std::to_string(i); },
      [](std::string& left, const std::string& right) { left = "(" + left + " " + right + ")"; });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(parallel, BlasThreads)

BOOST_AUTO_TEST_CASE(every_index_is_visited_once) {
  for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
    std::vector<std::atomic<int>> visits(count);
    parallel_for(count, [&](std::size_t i) { ++visits[i]; });
    for (const auto& visit : visits) BOOST_REQUIRE_EQUAL(visit.load(), 1);
  }
}

BOOST_AUTO_TEST_CASE(an_exception_reaches_the_caller_from_every_index) {
  constexpr std::size_t count = 20;
  const auto thrown_by = [](const auto& work) {
    try {
      work();
    } catch (const std::out_of_range& error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  for (std::size_t bad = 0; bad < count; ++bad) {
    const auto fail = [bad](std::size_t i) {
      if (i == bad) throw std::out_of_range(std::to_string(i));
    };
    const auto leaf = [&](std::size_t i) {
      fail(i);
      return i;
    };
    const auto add = [](std::size_t& left, std::size_t right) { left += right; };
    BOOST_CHECK_EQUAL(thrown_by([&] { parallel_for(count, fail); }), std::to_string(bad));
    BOOST_CHECK_EQUAL(thrown_by([&] { tree_sum(0, count, leaf, add); }), std::to_string(bad));
    BOOST_CHECK_EQUAL(thrown_by([&] { with_threads(2, [&] { parallel_for(count, fail); }); }), std::to_string(bad));
    BOOST_CHECK_EQUAL(now(), 2);
  }
  BOOST_CHECK_EQUAL(thrown_by([] { parallel_for(1, [](std::size_t) { throw std::out_of_range("0"); }); }), "0");
}

BOOST_AUTO_TEST_CASE(the_tree_depends_on_the_number_of_leaves_alone) {
  const std::string five = "(((0 1) 2) (3 4))";
  BOOST_CHECK_EQUAL(bracketed(1), "0");
  BOOST_CHECK_EQUAL(bracketed(2), "(0 1)");
  BOOST_CHECK_EQUAL(bracketed(5), five);
  for (const int threads : {1, 2, 4}) with_threads(threads, [&] { BOOST_CHECK_EQUAL(bracketed(5), five); });
}

BOOST_AUTO_TEST_CASE(blas_is_single_threaded_inside_and_restored_after) {
  with_threads(0, [&] { BOOST_CHECK_EQUAL(now(), 1); });
  BOOST_CHECK_EQUAL(now(), 2);
  BOOST_CHECK_THROW(with_threads(1, [] { throw std::runtime_error("inside"); }), std::runtime_error);
  BOOST_CHECK_EQUAL(now(), 2);
}

BOOST_AUTO_TEST_CASE(nested_scopes_restore_blas_when_the_outermost_ends) {
  with_threads(2, [&] {
    with_threads(1, [&] { BOOST_CHECK_EQUAL(now(), 1); });
    BOOST_CHECK_EQUAL(now(), 1);
  });
  BOOST_CHECK_EQUAL(now(), 2);
}

BOOST_AUTO_TEST_CASE(concurrent_scopes_restore_blas_when_the_last_one_ends) {
  std::latch both_inside(2), first_left(1);
  std::array<int, 2> seen{};
  std::thread first([&] {
    with_threads(1, [&] { both_inside.arrive_and_wait(); });
    first_left.count_down();
  });
  std::thread second([&] {
    with_threads(1, [&] {
      both_inside.arrive_and_wait();
      first_left.wait();
      seen[0] = now();
    });
    seen[1] = now();
  });
  first.join();
  second.join();
  BOOST_CHECK_EQUAL(seen[0], 1);
  BOOST_CHECK_EQUAL(seen[1], 2);
}

BOOST_AUTO_TEST_CASE(a_large_piece_is_done_before_its_thread_begins_another) {
  for (const int threads : {1, 2, 4}) {
    std::atomic<int> visits = 0, nested = 0;
    const auto piece = [&](std::size_t) {
      thread_local bool busy = false;
      nested += busy ? 1 : 0;
      busy = true;
      for (int round = 0; round < 20; ++round) parallel_for(50, [&](std::size_t) { ++visits; });
      with_threads(2, [&] { parallel_for(50, [&](std::size_t) { ++visits; }); });
      busy = false;
    };
    with_threads(threads, [&] { parallel_for_large(12, piece); });
    BOOST_CHECK_EQUAL(visits.load(), 12 * 21 * 50);
    BOOST_CHECK_EQUAL(nested.load(), 0);
  }
}

BOOST_AUTO_TEST_CASE(one_thread_means_the_caller_alone) {
  const auto caller = std::this_thread::get_id();
  std::atomic<int> elsewhere = 0;
  with_threads(
      1, [&] { parallel_for(200, [&](std::size_t) { elsewhere += std::this_thread::get_id() == caller ? 0 : 1; }); });
  BOOST_CHECK_EQUAL(elsewhere.load(), 0);
}

BOOST_AUTO_TEST_CASE(adv_options_number_of_threads) {
  BOOST_CHECK_THROW(with_threads(-1, [] {}), InvalidOption);
  for (const int threads : {0, 1, 1000000}) {
    bool ran = false;
    with_threads(threads, [&] { ran = tbb::this_task_arena::max_concurrency() <= 64; });
    BOOST_CHECK(ran);
  }
  BOOST_CHECK_EQUAL(now(), 2);
}

BOOST_AUTO_TEST_SUITE_END()
