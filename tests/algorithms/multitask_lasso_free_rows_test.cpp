// Features of weight 0 in the multi-task Lasso: what its header promises of them.
#include <boost/test/unit_test.hpp>
#include <limits>

#include "algorithms/catalogue.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "lib/selection/cross_validate.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Options = MultitaskLasso::Options;

const double inf = std::numeric_limits<double>::infinity();
const std::vector<double> weights = {0, 2, 1, inf, 0, 1};
const arma::uvec held = {1, 2, 5};

MultiTaskData data_for(LossName loss) {
  const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, loss == LossName::logistic, 6);
  if (loss != LossName::poisson) return data;
  return data.with_targets(arma::floor(arma::exp(arma::clamp(0.5 * data.targets(), -2.0, 3.0))));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_lasso_free_rows)

BOOST_AUTO_TEST_CASE(every_loss_is_certified_and_lambda_max_leaves_the_free_rows_alone) {
  for (const LossName loss : {LossName::squared, LossName::logistic, LossName::huber, LossName::poisson})
    for (const double l1_ratio : {1.0, 0.5})
      for (const bool standardize : {false, true}) {
        const MultiTaskData data = data_for(loss);
        MultitaskLasso method{{.l1_ratio = l1_ratio, .loss = loss, .standardize = standardize, .row_weights = weights}};
        const Fit fit = method.fit(data, {.stop = {.gap = 1e-9}});
        BOOST_TEST_CONTEXT("loss " << static_cast<int>(loss) << " l1_ratio " << l1_ratio) {
          BOOST_CHECK(fit.report.status == Status::optimal);
          BOOST_CHECK(fit.linear().W().row(3).is_zero());
          BOOST_CHECK(!fit.linear().W().row(0).is_zero());
          BOOST_CHECK(!arma::mat(fit.linear().W().rows(held)).is_zero());
          method.options.lambda = method.lambda_max(data).value();
          const Fit zero = method.fit(data, {.stop = {.gap = 1e-9}});
          for (const arma::uword j : held) BOOST_CHECK(zero.linear().W().row(j).is_zero());
          BOOST_CHECK(!zero.linear().W().row(0).is_zero());
          BOOST_CHECK_CLOSE(zero.report.certificate.primal, zero.report.certificate.scale, 1e-6);
          method.options.lambda = 0.99 * method.lambda_max(data).value();
          const Fit some = method.fit(data, {.stop = {.gap = 1e-9}});
          BOOST_CHECK(!arma::mat(some.linear().W().rows(held)).is_zero());
        }
      }
}

// What is not penalised is not shrunk: scaling it changes nothing but its own coefficients, whatever the ridge.
BOOST_AUTO_TEST_CASE(units_of_free_features_do_not_matter) {
  const MultiTaskData data = data_for(LossName::squared);
  const MultiTaskData scaled = data.map_designs([](const Design& X) { return X.scale_columns({8, 1, 1, 1, 0.25, 1}); });
  const MultitaskLasso method{{.lambda = 0.1, .l1_ratio = 0.5, .row_weights = weights}};
  const FitControl tight{.stop = {.gap = 1e-11}};
  const Fit one = method.fit(data, tight), other = method.fit(scaled, tight);
  BOOST_CHECK_SMALL(one.report.certificate.primal - other.report.certificate.primal,
                    1e-10 * one.report.certificate.scale);
  BOOST_CHECK_SMALL(arma::abs(one.linear().W().row(0) - 8.0 * other.linear().W().row(0)).max(), 1e-5);
  BOOST_CHECK_SMALL(arma::abs(one.linear().W().row(4) - 0.25 * other.linear().W().row(4)).max(), 1e-5);
}

BOOST_AUTO_TEST_CASE(weights_of_0_alone_fit_every_loss_without_a_penalty) {
  for (const LossName loss : {LossName::squared, LossName::logistic, LossName::huber, LossName::poisson}) {
    const MultitaskLasso method{{.lambda = 0.5, .loss = loss, .row_weights = std::vector<double>(6, 0.0)}};
    const Fit fit = method.fit(data_for(loss), {.stop = {.gap = 1e-9}});
    BOOST_TEST_CONTEXT("loss " << static_cast<int>(loss))
    BOOST_CHECK(fit.report.status == Status::optimal || fit.report.status == Status::optimal_to_floor);
  }
}

// Of one X with many samples, too, where Newton's method works on fewer of what the free rows leave.
BOOST_AUTO_TEST_CASE(paths_and_warm_starts_lead_to_the_same_optimum) {
  const MultitaskLasso method{{.row_weights = weights}};
  const std::vector<Lambda> strengths = {Lambda::share_of_max(1.0), Lambda::share_of_max(0.3),
                                         Lambda::share_of_max(0.05)};
  for (const MultiTaskData& data :
       {data_for(LossName::squared), random_tasks(6, {.n = 300, .d = 6, .T = 3, .shared = true})}) {
    std::size_t seen = 0;
    method.fit_path(data, strengths, {.stop = {.gap = 1e-10}}, [&](double, const Fit& fit) {
      MultitaskLasso alone = method;
      alone.options.lambda = strengths[seen++];
      const Fit cold = alone.fit(data, {.stop = {.gap = 1e-10}});
      BOOST_CHECK_LE(fit.report.certificate.relative_gap, 1e-10);
      BOOST_CHECK_SMALL(fit.report.certificate.primal - cold.report.certificate.primal,
                        1e-9 * cold.report.certificate.scale);
      return true;
    });
    BOOST_CHECK_EQUAL(seen, 3U);
  }
}

BOOST_AUTO_TEST_CASE(cross_validation_by_name_keeps_them_in_every_model) {
  const auto method = make_estimator("multitask_lasso", {{"row_weights", "0,2,1,inf,0,1"}});
  for (const auto& [name, loss] : std::vector<std::pair<std::string, LossName>>{
           {"squared", LossName::squared}, {"logistic", LossName::logistic}, {"poisson", LossName::poisson}}) {
    method->set_params({{"loss", name}});
    const MultiTaskData data = data_for(loss);
    const CrossValidation found =
        cross_validate(*method, data, {.grid = parse_grid({"lambda=1max,0.1max"}, *method), .folds = 3});
    BOOST_TEST_CONTEXT(name) {
      BOOST_CHECK_EQUAL(found.folds_used, 3U);
      BOOST_CHECK(found.refit.report.status == Status::optimal);
      BOOST_CHECK(!found.refit.linear().W().row(0).is_zero());
      BOOST_CHECK(!found.refit.linear().W().row(4).is_zero());
      BOOST_CHECK(found.refit.linear().W().row(3).is_zero());
    }
  }
}

BOOST_AUTO_TEST_CASE(signs_are_refused_beside_free_rows_and_so_are_proofs_of_zeros) {
  const MultiTaskData data = data_for(LossName::squared);
  BOOST_CHECK_EXCEPTION((MultitaskLasso{{.nonnegative = true, .row_weights = weights}}.fit(data)), InvalidOption,
                        [](const InvalidOption& error) {
                          return error.complaint().where == "option row_weights of 0" &&
                                 error.complaint().expected == "no row_weights of 0 with nonnegative";
                        });
  const MultitaskLasso method{{.row_weights = weights}};
  BOOST_CHECK(!method.proves_zeros());
  BOOST_CHECK_THROW(method.proved_zero(data, method.fit(data)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
