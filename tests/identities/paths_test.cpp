// Paths and folds against fits of their own: the roads by which a path is faster lead to the same place.
#include <boost/test/unit_test.hpp>
#include <optional>

#include "algorithms/catalogue.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "lib/selection/cross_validated_path.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr double least_gap = 1e-15;  // below rounding: every fit goes as far as it can

// n > 2 d, and the path is long enough for its samples to be reduced.
MultiTaskData tall() { return random_tasks(21, {.n = 120, .d = 15, .T = 6, .shared = true}); }

std::vector<Lambda> shares(std::size_t count) {
  std::vector<Lambda> list;
  for (std::size_t k = 0; k < count; ++k)
    list.push_back(Lambda::share_of_max(std::pow(1e-3, static_cast<double>(k) / static_cast<double>(count - 1))));
  return list;
}

struct NamedTasks {
  std::string name;
  LossName loss;
  MultiTaskData data;
};

std::vector<NamedTasks> all_forms() {
  return {{"tall", LossName::squared, tall()},
          {"wide", LossName::squared, random_tasks(22, {.n = 20, .d = 60, .T = 5, .shared = true})},
          {"ragged", LossName::squared, random_tasks(23, {.n = 25, .d = 30, .T = 4})},
          {"sparse", LossName::squared, random_tasks(24, {.n = 30, .d = 30, .T = 4, .shape = Shape::sparse})},
          {"classes", LossName::logistic, random_tasks(25, {.n = 30, .d = 20, .T = 4, .labels = true})},
          {"outliers", LossName::huber, random_tasks(26, {.n = 30, .d = 20, .T = 4})},
          {"counts", LossName::poisson, random_tasks(27, {.n = 30, .d = 12, .T = 3, .counts = true})}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(paths)

BOOST_AUTO_TEST_CASE(scores_of_folds_on_reduced_samples_are_those_of_folds_on_all_of_them) {
  const MultiTaskData data = tall();
  const auto lasso = make_estimator("multitask_lasso");
  const FoldScoring plan{.folds = 4, .seed = 2, .control = {.stop = {.gap = least_gap}}};
  const auto strengths = shares(10);
  ScoredPath path{.points = {}, .strengths = strengths};
  std::vector<ScoredPath> alone;
  for (std::size_t k = 0; k < strengths.size(); ++k) {
    path.points.push_back(k);
    alone.push_back({.rest = {{"lambda", spelling::print(strengths[k])}}, .points = {k}});
  }
  const FoldScores reduced = score_folds(*lasso, data, {path}, plan), all = score_folds(*lasso, data, alone, plan);
  for (std::size_t k = 0; k < strengths.size(); ++k) {
    BOOST_TEST(std::abs(reduced.points[k].mean - all.points[k].mean) < 1e-10);
    BOOST_TEST(std::abs(reduced.points[k].standard_error - all.points[k].standard_error) < 1e-10);
    for (std::size_t fold = 0; fold < 4; ++fold)
      BOOST_TEST(std::abs(*reduced.points[k].folds[fold] - *all.points[k].folds[fold]) < 1e-10);
  }
  BOOST_TEST(reduced.best == all.best);
}

BOOST_AUTO_TEST_CASE(a_point_of_a_path_is_the_fit_from_zero) {
  for (const NamedTasks& each : all_forms()) BOOST_TEST_CONTEXT(each.name) {
      MultitaskLasso method{{.loss = each.loss}};
      const FitControl control{.stop = {.gap = 1e-11}};
      method.fit_path(each.data, shares(9), control, [&](double lambda, const Fit& warm) {
        method.options.lambda = lambda;
        const Fit cold = method.fit(each.data, control);
        BOOST_TEST(warm.report.certificate.proved_relative_gap() <= 1e-11);
        const Certificate &one = warm.report.certificate, &other = cold.report.certificate;
        BOOST_TEST(one.dual - other.primal <= one.rounding_floor);
        BOOST_TEST(other.dual - one.primal <= other.rounding_floor);
        BOOST_TEST(arma::abs(warm.linear().W() - cold.linear().W()).max() < 1e-4);
        return true;
      });
    }
}

BOOST_AUTO_TEST_CASE(what_a_point_of_a_path_proves_zero_at_the_next_strength_is_zero_in_a_fit_of_its_own) {
  for (const NamedTasks& each : all_forms()) BOOST_TEST_CONTEXT(each.name) {
      MultitaskLasso method{{.loss = each.loss}};
      if (!method.proves_zeros()) continue;
      std::optional<Fit> before;
      arma::uword proved = 0;
      method.fit_path(each.data, shares(40), {.stop = {.gap = 1e-8}}, [&](double lambda, Fit fit) {
        method.options.lambda = lambda;
        if (before) {
          const auto zero = method.proved_zero(each.data, *before);
          const arma::mat W = method.fit(each.data, {.stop = {.gap = 1e-12}}).linear().W();
          for (arma::uword j = 0; j < W.n_rows; ++j) {
            BOOST_TEST((!zero[j] || W.row(j).is_zero()));
            proved += zero[j] ? 1 : 0;
          }
        }
        before = std::move(fit);
        return true;
      });
      BOOST_TEST(proved > 0u);
    }
}

BOOST_AUTO_TEST_CASE(one_thread_and_two_give_the_same_bits_along_a_path_and_in_its_folds) {
  for (const NamedTasks& each : all_forms()) BOOST_TEST_CONTEXT(each.name) {
      const auto lasso = erase(MultitaskLasso{{.loss = each.loss}});
      std::vector<arma::mat> reference;
      std::vector<double> scores;
      for (const int threads : {1, 2}) {
        std::size_t k = 0;
        const auto found = cross_validate_path(
            *lasso, each.data, {.path = {.lambdas = shares(8), .control = {.threads = threads}}, .folds = 3},
            [&](const PathPoint& point) {
              if (threads == 1) reference.push_back(point.fit.linear().W());
              BOOST_TEST(arma::approx_equal(point.fit.linear().W(), reference[k++], "absdiff", 0.0));
              return true;
            });
        for (std::size_t i = 0; i < found.points.size(); ++i) {
          if (threads == 1) scores.push_back(found.points[i].mean);
          BOOST_TEST(found.points[i].mean == scores[i]);
        }
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
