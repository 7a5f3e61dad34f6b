#include "algorithms/multitask_svm.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl precise{.stop = {.gap = 1e-12}};

MultiTaskData classes(std::uint64_t seed, arma::uword T = 3) {
  return random_tasks(seed, {.n = 20, .d = 5, .T = T, .labels = true});
}

arma::mat weights(const MultitaskSvm::Options& options, const MultiTaskData& data) {
  const Fit fit = MultitaskSvm{options}.fit(data, precise);
  BOOST_TEST(fit.report.certificate.relative_gap <= 1e-12);
  return fit.linear().W();
}

double largest(const arma::mat& M) { return arma::abs(M).max(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_svm)

BOOST_AUTO_TEST_CASE(mu_towards_infinity_independent_support_vector_machines_with_the_same_C) {
  const MultiTaskData data = classes(1);
  for (const LossName loss : {LossName::hinge, LossName::squared_hinge}) {
    const arma::mat W = weights({.C = 0.5, .mu = 1e9, .loss = loss}, data);
    for (arma::uword t = 0; t < data.n_tasks(); ++t)
      BOOST_TEST(largest(W.col(t) - weights({.C = 0.5, .mu = 1e9, .loss = loss}, data.task(t))) < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(mu_towards_0_with_C_over_mu_fixed_one_pooled_machine_with_that_C) {
  const MultiTaskData data = classes(2);
  const double mu = 1e-7, C = 0.5;
  const arma::mat W = weights({.C = C * mu, .mu = mu, .loss = LossName::squared_hinge}, data);
  const arma::mat pooled = weights({.C = C, .mu = 1e9, .loss = LossName::squared_hinge}, data.pooled());
  for (arma::uword t = 0; t < data.n_tasks(); ++t) BOOST_TEST(largest(W.col(t) - pooled) < 1e-5);
}

BOOST_AUTO_TEST_CASE(one_task_is_a_machine_of_ridge_strength_mu_over_1_plus_mu) {
  // Strength s with C is strength 1 with C / s; mu = 1e12 is strength 1 to rounding.
  const MultiTaskData data = classes(3, 1);
  const double mu = 0.5, s = mu / (1.0 + mu);
  const arma::mat W = weights({.C = 1.0, .mu = mu, .loss = LossName::squared_hinge}, data);
  BOOST_TEST(largest(W - weights({.C = 1.0 / s, .mu = 1e12, .loss = LossName::squared_hinge}, data)) < 1e-5);
}

BOOST_AUTO_TEST_CASE(two_columns_that_are_equal_get_equal_coefficients) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 6, .T = 2, .shape = Shape::duplicates, .labels = true});
  const arma::mat W = weights({.loss = LossName::hinge}, data);
  for (arma::uword j = 1; j < 6; j += 2) BOOST_TEST(largest(W.row(j) - W.row(j - 1)) < 1e-10);
}

BOOST_AUTO_TEST_CASE(a_kernel_with_logistic_loss_is_InvalidOption) {
  BOOST_CHECK_THROW((MultitaskSvm{{.loss = LossName::logistic, .kernel = KernelName::rbf}}.fit(classes(13))),
                    InvalidOption);
}

BOOST_AUTO_TEST_CASE(with_logistic_loss_tasks_are_logistic_regressions_with_probabilities) {
  const MultiTaskData data = classes(14);
  for (const bool penalise : {true, false}) {
    const MultitaskSvm machine{{.C = 0.5, .mu = 1e9, .loss = LossName::logistic, .penalise_intercept = penalise}};
    const Fit together = machine.fit(data, precise);
    BOOST_TEST(together.report.certificate.relative_gap <= 1e-12);
    for (arma::uword t = 0; t < data.n_tasks(); ++t) {
      const Fit alone = machine.fit(data.task(t), precise);
      BOOST_TEST(largest(together.linear().W().col(t) - alone.linear().W()) < 1e-5);
      const arma::vec z = together.model->decision(t, data.design(t));
      const auto probabilities = together.model->predict_probability(t, data.design(t));
      BOOST_REQUIRE(probabilities.has_value());
      BOOST_TEST(largest(probabilities->tail_cols(1) - 1.0 / (1.0 + arma::exp(-z))) < 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(one_machine_on_augmented_features_is_the_same) {
  // Task t's samples as (x / sqrt(mu), 0, .., x in block t, .., 0): the norm of the long vector is the penalty.
  constexpr arma::uword d = 4, T = 3;
  const double mu = 0.3;
  const MultiTaskData data = random_tasks(5, {.n = 15, .d = d, .T = T, .labels = true});
  arma::mat augmented(data.size(), d * (T + 1), arma::fill::zeros);
  for (arma::uword t = 0; t < T; ++t) {
    const Rows rows = data.rows_of(t);
    const arma::mat X = data.design(t).dense();
    augmented.submat(rows.begin, 0, rows.end - 1, d - 1) = X / std::sqrt(mu);
    augmented.submat(rows.begin, d * (t + 1), rows.end - 1, d * (t + 2) - 1) = X;
  }
  const MultiTaskData single = MultiTaskData::from_tasks({{.X = augmented, .y = data.targets()}});
  for (const LossName loss : {LossName::hinge, LossName::squared_hinge, LossName::logistic}) {
    const arma::mat W = weights({.C = 0.7, .mu = mu, .loss = loss, .intercept = false}, data);
    const arma::vec w = weights({.C = 0.7, .mu = 1e12, .loss = loss, .intercept = false}, single);
    for (arma::uword t = 0; t < T; ++t)
      BOOST_TEST(largest(W.col(t) - (w.head(d) / std::sqrt(mu) + w.subvec(d * (t + 1), d * (t + 2) - 1))) < 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(the_intercept_is_a_feature_that_is_1_everywhere) {
  const MultiTaskData data = classes(6);
  const MultiTaskData extended = data.map_designs(
      [](const Design& X) { return Design(arma::mat(arma::join_rows(X.dense(), arma::ones(X.rows())))); });
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) tasks.push_back({.X = extended.design(t), .y = data.targets_of(t)});
  const Fit fit = MultitaskSvm{{.loss = LossName::squared_hinge}}.fit(data, precise);
  const arma::mat W =
      weights({.loss = LossName::squared_hinge, .intercept = false}, MultiTaskData::from_tasks(std::move(tasks)));
  BOOST_TEST(largest(fit.linear().b() - W.row(5)) < 1e-5);
  BOOST_TEST(largest(fit.linear().W() - W.head_rows(5)) < 1e-5);
}

BOOST_AUTO_TEST_CASE(an_intercept_without_penalty_lets_the_scale_of_features_alone) {
  // Features moved by a constant move the intercepts alone.
  const MultiTaskData data = classes(10);
  const MultiTaskData moved = data.map_designs([](const Design& X) { return Design(arma::mat(X.dense() + 7.0)); });
  for (const LossName loss : {LossName::hinge, LossName::squared_hinge}) {
    const MultitaskSvm machine{{.C = 0.3, .loss = loss, .penalise_intercept = false}};
    const Fit here = machine.fit(data, {.stop = {.gap = 1e-10}}), there = machine.fit(moved, {.stop = {.gap = 1e-10}});
    BOOST_TEST(here.report.certificate.relative_gap <= 1e-10);
    BOOST_TEST(largest(here.linear().W() - there.linear().W()) < 1e-3);
    BOOST_TEST(std::abs(here.report.certificate.primal - there.report.certificate.primal) <=
               1e-9 * here.report.certificate.scale);
  }
}

BOOST_AUTO_TEST_CASE(without_a_penalty_on_it_a_task_of_one_class_has_the_coefficients_w_0_and_no_losses) {
  MultiTaskData data = classes(12);
  arma::vec y = data.targets();
  y.head(data.rows_of(0).size()).ones();
  data = data.with_targets(y);
  const Fit fit = MultitaskSvm{{.mu = 0.5, .penalise_intercept = false}}.fit(data, {.stop = {.gap = 1e-10}});
  BOOST_TEST(fit.report.certificate.relative_gap <= 1e-10);
  BOOST_REQUIRE(fit.linear().common().has_value());
  BOOST_TEST(largest(fit.linear().W().col(0) - fit.linear().common()->w) < 1e-4);
  BOOST_TEST(fit.model->decision(0, data.design(0)).min() >= 1.0 - 1e-6);
}

BOOST_AUTO_TEST_CASE(without_a_penalty_mu_towards_infinity_is_independent_machines_too) {
  const MultiTaskData data = classes(11);
  const MultitaskSvm machine{{.C = 0.5, .mu = 1e9, .loss = LossName::squared_hinge, .penalise_intercept = false}};
  const FitControl fine{.stop = {.gap = 1e-11}};
  const Fit together = machine.fit(data, fine);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Fit alone = machine.fit(data.task(t), fine);
    BOOST_TEST(largest(together.linear().W().col(t) - alone.linear().W()) < 1e-4);
    BOOST_TEST(std::abs(together.linear().b()[t] - alone.linear().b()[0]) < 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(targets_within_epsilon_of_zero_need_no_coefficients) {
  const MultiTaskData data = random_tasks(7, {});
  const double widest = arma::abs(data.targets()).max();
  BOOST_TEST(weights({.loss = LossName::epsilon_insensitive, .epsilon = widest}, data).is_zero());
}

BOOST_AUTO_TEST_CASE(both_faces_give_the_same_bits_and_options_are_checked) {
  const MultiTaskData data = classes(8);
  const MultitaskSvm machine{{.C = 0.5, .mu = 2.0}};
  const arma::mat other = erase(machine)->fit(data).linear().W();
  BOOST_TEST(arma::approx_equal(machine.fit(data).linear().W(), other, "absdiff", 0.0));
  BOOST_CHECK_THROW(MultitaskSvm{{.C = 0.0}}.fit(data), InvalidOption);
  BOOST_CHECK_THROW(MultitaskSvm{{.mu = -1.0}}.fit(data), InvalidOption);
  BOOST_CHECK_THROW((MultitaskSvm{{.loss = LossName::huber}}.fit(data)), InvalidOption);
}

BOOST_AUTO_TEST_CASE(targets_of_more_than_two_values_do_not_suit_a_classifier) {
  const MultiTaskData data = random_tasks(9, {});
  BOOST_TEST(MultitaskSvm{}.unsuited(data).has_value());
  BOOST_CHECK_THROW(MultitaskSvm{}.fit(data), InvalidInput);
  BOOST_TEST(!MultitaskSvm{{.loss = LossName::epsilon_insensitive}}.unsuited(data).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
