#include "lib/solver/fusion/candidate.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

namespace {

constexpr double mu = 0.5;

// Tasks with the losses (w - target)^2 / 2 and one feature; iterates are coefficients here.
struct Line {
  MultiTaskData data;
  clusters::PulledTasks tasks;
  FusionPenalty penalty;

  Line(const arma::rowvec& targets, TaskEdges edges, double lambda)
      : data(made(targets)),
        tasks(data, arma::vec(targets.n_elem, arma::fill::ones), false, 0.5 * mu, 0.5 * mu),
        penalty(std::make_shared<const TaskEdges>(std::move(edges)), lambda, mu) {}

  static MultiTaskData made(const arma::rowvec& targets) {
    std::vector<Task> list;
    for (const double target : targets) list.push_back({.X = arma::mat(1, 1, arma::fill::ones), .y = {target}});
    return MultiTaskData::from_tasks(std::move(list));
  }
  double objective(const arma::rowvec& w) const {
    return 0.5 * arma::accu(arma::square(w - data.targets().t())) + penalty.value(w);
  }
};

bool same(const arma::uvec& a, const arma::uvec& b) { return arma::approx_equal(a, b, "absdiff", 0); }

}  // namespace

BOOST_AUTO_TEST_SUITE(fusion_candidate)

BOOST_AUTO_TEST_CASE(the_whole_is_taken_where_it_lowers_the_objective) {
  const Line line({1.0, 1.2, 5.0}, TaskEdges::chain(3), 0.5);
  const arma::mat W = {{0.9, 0.95, 3.0}};
  fusion::Candidate best(line.tasks, line.penalty, line.tasks.iterate(W));
  BOOST_TEST(std::abs(best.primal() - line.objective(W)) < 1e-13);
  BOOST_TEST(same(best.groups(), {0, 1, 2}));
  best.offer(line.tasks.iterate(W), {0, 0, 0});
  BOOST_TEST(same(best.groups(), {0, 1, 2}));
  best.offer(line.tasks.iterate(W), {0, 0, 1});
  BOOST_TEST(same(best.groups(), {0, 0, 1}));
  BOOST_TEST(best.V()[0] == best.V()[1]);
  BOOST_TEST(std::abs(best.primal() - line.objective(arma::rowvec{0.925, 0.925, 3.0})) < 1e-13);
}

BOOST_AUTO_TEST_CASE(groups_that_lower_it_are_taken_without_those_that_do_not) {
  const Line line({1.0, 1.1, 5.0, 9.0}, TaskEdges::chain(4), 0.5);
  const arma::mat W = {{0.9, 0.92, 3.3, 5.7}};
  fusion::Candidate best(line.tasks, line.penalty, line.tasks.iterate(W));
  best.offer(line.tasks.iterate(W), {0, 0, 1, 1});
  BOOST_TEST(same(best.groups(), {0, 1, 2, 3}));
  best.offer_parts(line.tasks.iterate(W), {0, 0, 1, 1});
  BOOST_TEST(same(best.groups(), {0, 0, 1, 2}));
  BOOST_TEST(std::abs(best.primal() - line.objective(arma::rowvec{0.91, 0.91, 3.3, 5.7})) < 1e-13);
}

BOOST_AUTO_TEST_CASE(what_only_rounding_parts_is_equal) {
  const Line line({1.0, 1.0}, TaskEdges::chain(2), 0.1);
  const arma::mat W = {{0.6, 0.6 + 1e-16}};
  fusion::Candidate best(line.tasks, line.penalty, line.tasks.iterate(W));
  best.offer(line.tasks.iterate(W), {0, 0});
  BOOST_TEST(same(best.groups(), {0, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
