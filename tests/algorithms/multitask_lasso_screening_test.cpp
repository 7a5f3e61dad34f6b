#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "lib/base/error.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

std::size_t count(const std::vector<bool>& mask) {
  return static_cast<std::size_t>(std::count(mask.begin(), mask.end(), true));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_lasso_screening)

BOOST_AUTO_TEST_CASE(features_that_are_proved_zero_are_zero_in_an_accurate_fit) {
  for (const double l1_ratio : {1.0, 0.7})
    for (const LossName loss : {LossName::squared, LossName::logistic, LossName::huber})
      for (const bool standardize : {false, true}) {
        const bool labels = loss == LossName::logistic;
        const auto data = random_tasks(2, {.n = 25, .d = 30, .labels = labels}).map_designs([](const Design& X) {
          return X.scale_columns(arma::logspace(-1.0, 1.0, X.cols()));
        });
        const MultitaskLasso method{
            {.lambda = Lambda::share_of_max(0.5), .l1_ratio = l1_ratio, .loss = loss, .standardize = standardize}};
        const auto exact = method.fit(data, {.stop = {.gap = 1e-13}}).linear().W();
        std::size_t before = 0;
        for (const double gap : {1e-1, 1e-3, 1e-6, 1e-9}) {
          const auto proved = method.proved_zero(data, method.fit(data, {.stop = {.gap = gap}}));
          for (arma::uword j = 0; j < exact.n_rows; ++j) BOOST_TEST((!proved[j] || exact.row(j).is_zero()));
          before = count(proved);
        }
        BOOST_TEST(before > 10u);
        BOOST_TEST(before < 30u);
      }
}

BOOST_AUTO_TEST_CASE(a_fit_of_other_options_or_data_proves_less_but_nothing_wrong) {
  const auto data = random_tasks(3, {.n = 25, .d = 30});
  const MultitaskLasso strong{{.lambda = Lambda::share_of_max(0.5)}}, weak{{.lambda = Lambda::share_of_max(0.05)}};
  const Fit other = strong.fit(data);
  const auto exact = weak.fit(data, {.stop = {.gap = 1e-13}}).linear().W();
  const auto proved = weak.proved_zero(data, other);
  for (arma::uword j = 0; j < exact.n_rows; ++j) BOOST_TEST((!proved[j] || exact.row(j).is_zero()));
  BOOST_TEST(count(strong.proved_zero(random_tasks(4, {.n = 25, .d = 30}), other)) <
             count(strong.proved_zero(data, other)));
  BOOST_CHECK_THROW(strong.proved_zero(random_tasks(3, {.n = 25, .d = 29}), other), InvalidInput);
  BOOST_CHECK_THROW(strong.proved_zero(random_tasks(3, {.n = 25, .d = 30, .T = 4}), other), InvalidInput);
}

BOOST_AUTO_TEST_CASE(both_faces_prove_the_same_and_methods_without_proofs_say_so) {
  const auto data = random_tasks(5, {.d = 20});
  const auto by_name = make_estimator("multitask_lasso", {{"lambda", "0.4max"}});
  const Fit fit = by_name->fit(data);
  BOOST_TEST(by_name->proves_zeros());
  BOOST_TEST((by_name->proved_zero(data, fit) ==
              MultitaskLasso{{.lambda = Lambda::share_of_max(0.4)}}.proved_zero(data, fit)));
  const auto other = make_estimator("trace_norm");
  BOOST_TEST(!other->proves_zeros());
  BOOST_CHECK_THROW(other->proved_zero(data, fit), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
