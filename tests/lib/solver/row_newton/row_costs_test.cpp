#include "lib/solver/row_newton/row_costs.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

BOOST_AUTO_TEST_SUITE(estimated_costs)

BOOST_AUTO_TEST_CASE(more_work_costs_more) {
  const TaskSizes few{std::vector<double>(10, 40.0)}, many{std::vector<double>(20, 40.0)},
      long_tasks{std::vector<double>(10, 4000.0)}, sparse{few.samples, 0.05};
  const row_sweeps::Pace pace{.working = 200, .active = 100, .gram = false}, larger{.working = 300, .active = 100};
  BOOST_TEST(sweep_cost(few, pace) < sweep_cost(many, pace));
  BOOST_TEST(sweep_cost(few, pace) < sweep_cost(long_tasks, pace));
  BOOST_TEST(sweep_cost(few, pace) < sweep_cost(few, larger));
  BOOST_TEST(sweep_cost(sparse, pace) < sweep_cost(few, pace));
  BOOST_TEST(newton_cost(few, 200, 100, 3) < newton_cost(many, 200, 100, 3));
  BOOST_TEST(newton_cost(few, 200, 100, 3) < newton_cost(few, 200, 150, 3));
  BOOST_TEST(newton_cost(few, 200, 100, 3) < newton_cost(few, 200, 100, 4));
  BOOST_TEST(gram_cost(few, 10) < gram_cost(few, 20));
  BOOST_TEST(gram_cost(few, 20, 10) + gram_cost(few, 10) == gram_cost(few, 20));
  BOOST_TEST(round_cost(10) < round_cost(20));
}

BOOST_AUTO_TEST_CASE(a_newton_step_is_worth_fewer_sweeps_where_rows_outnumber_samples) {
  const auto worth = [](double n) {
    const TaskSizes sizes{std::vector<double>(50, n)};
    return newton_cost(sizes, 500, 500, 1) / sweep_cost(sizes, {.working = 500, .active = 500});
  };
  BOOST_TEST(worth(20) < worth(400));
}

BOOST_AUTO_TEST_SUITE_END()
