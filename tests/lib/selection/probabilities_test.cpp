#include "lib/selection/probabilities.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

double largest(const arma::mat& M) { return arma::abs(M).max(); }

// The classes of a sample are drawn from its true probabilities: softmax of K linear functions without an intercept.
struct Drawn {
  MultiTaskData data;
  std::vector<arma::mat> truth;
};

Drawn drawn(arma::uword n, arma::uword K) {
  const arma::mat W = 1.5 * normal_matrix(1, "W", 4, K);
  const RandomStream stream(1, "class");
  Drawn sample{.data = random_tasks(1, {}), .truth = {}};
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    const arma::mat X = normal_matrix(1, numbered("X", t), n, 4);
    arma::mat P = arma::exp(X * W);
    P.each_col() /= arma::sum(P, 1);
    arma::vec y(n, arma::fill::zeros);
    for (arma::uword i = 0; i < n; ++i) {
      double rest = stream.uniform(t * n + i);
      while (y[i] + 1.0 < static_cast<double>(K) && rest > P(i, static_cast<arma::uword>(y[i]))) {
        rest -= P(i, static_cast<arma::uword>(y[i]));
        y[i] += 1.0;
      }
    }
    sample.truth.push_back(P);
    tasks.push_back({.X = X, .y = y});
  }
  sample.data = MultiTaskData::from_tasks(std::move(tasks));
  return sample;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(probabilities)

BOOST_AUTO_TEST_CASE(
    probabilities_of_a_machine_are_three_times_nearer_to_the_true_ones_than_the_shares_of_the_classes) {
  for (const arma::uword K : {2u, 3u}) {
    const Drawn sample = drawn(400, K);
    const auto method = make_estimator("multitask_svm");
    const Fit plain = method->fit(sample.data), fit = with_probabilities(*method, sample.data, plain);
    BOOST_TEST(!plain.model->predict_probability(0, sample.data.design(0)).has_value());
    for (arma::uword t = 0; t < 3; ++t) {
      const arma::mat P = fit.model->predict_probability(t, sample.data.design(t)).value();
      const arma::mat truth = K == 2 ? arma::mat(sample.truth[t].col(1)) : sample.truth[t];
      BOOST_TEST(P.n_cols == truth.n_cols);
      const arma::mat shares = arma::repmat(arma::mean(truth, 0), truth.n_rows, 1);
      BOOST_TEST(arma::accu(arma::abs(P - truth)) < arma::accu(arma::abs(shares - truth)) / 3.0);
      if (K > 2) BOOST_TEST(largest(arma::sum(P, 1) - 1.0) <= 1e-14);
      BOOST_TEST(largest(fit.model->decisions(t, sample.data.design(t)) -
                         plain.model->decisions(t, sample.data.design(t))) == 0.0);
    }
  }
}

BOOST_AUTO_TEST_CASE(they_have_the_same_bits_for_any_number_of_threads_and_after_a_file) {
  const Drawn sample = drawn(40, 3);
  const auto method = make_estimator("multitask_svm");
  const Fit plain = method->fit(sample.data);
  const Fit one = with_probabilities(*method, sample.data, plain, {.seed = 3, .control = {.threads = 1}});
  const Fit more = with_probabilities(*method, sample.data, plain, {.seed = 3, .control = {.threads = 4}});
  BOOST_TEST(model_bytes(*one.model) == model_bytes(*more.model));
  const auto loaded = model_from_bytes(model_bytes(*one.model));
  BOOST_TEST(model_bytes(*loaded) == model_bytes(*one.model));
  BOOST_TEST(largest(loaded->predict_probability(1, sample.data.design(1)).value() -
                     one.model->predict_probability(1, sample.data.design(1)).value()) == 0.0);
  BOOST_TEST(one.model->for_new_task()->predict_probability(0, sample.data.design(0)).has_value());
}

BOOST_AUTO_TEST_CASE(tasks_with_fewer_samples_than_folds_are_learned_from_and_never_decided_for) {
  const Drawn sample = drawn(40, 2);
  const MultiTaskData data = sample.data.subset({arma::regspace<arma::uvec>(0, 39), arma::uvec{0, 1}, arma::uvec{5}});
  const auto method = make_estimator("multitask_svm");
  const Fit fit = with_probabilities(*method, data, method->fit(data));
  BOOST_TEST(fit.model->info().sigmoids.size() == 1u);
  BOOST_TEST(fit.model->info().sigmoids[0].slope > 0.0);
}

BOOST_AUTO_TEST_CASE(numbers_and_data_of_which_nothing_can_be_left_out_are_refused_and_progress_can_stop) {
  const MultiTaskData numbers = random_tasks(2, {});
  const auto ridge = make_estimator("independent_ridge"), method = make_estimator("multitask_svm");
  BOOST_CHECK_THROW(with_probabilities(*ridge, numbers, ridge->fit(numbers)), InvalidInput);
  const MultiTaskData few = MultiTaskData::from_tasks({{.X = arma::vec{1, 2}, .y = {0, 1}}});
  BOOST_CHECK_THROW(with_probabilities(*method, few, method->fit(few)), InvalidData);
  const Drawn sample = drawn(20, 2);
  const Fit stopped =
      with_probabilities(*method, sample.data, method->fit(sample.data),
                         {.control = {.stop = {.gap = 1e-15, .on_progress = [](const Progress&) { return false; }}}});
  BOOST_TEST((stopped.report.status == Status::interrupted));
  BOOST_TEST(stopped.model->info().sigmoids.empty());
}

BOOST_AUTO_TEST_SUITE_END()
