// Multi-task support vector machines, of every kind, on what users bring.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <string>

#include "algorithms/multitask_svm.hpp"
#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// Every loss with every kind of intercept, by features and by a kernel, under every coupling that takes no list. At a
// cost of 1e6 one of them is too much: epsilon-insensitive loss along a chain, with intercepts that nothing holds.
template <class F>
void for_every_machine(double C, const F& f) {
  for (const LossName loss :
       {LossName::hinge, LossName::squared_hinge, LossName::epsilon_insensitive, LossName::squared_epsilon_insensitive})
    for (const KernelName kernel : {KernelName::linear, KernelName::rbf})
      for (const SvmCoupling coupling : {SvmCoupling::mean, SvmCoupling::chain})
        for (const int intercept : {0, 1, 2}) {
          if (C > 1.0 && kernel == KernelName::linear && coupling == SvmCoupling::chain && intercept == 2 &&
              loss == LossName::epsilon_insensitive)
            continue;
          BOOST_TEST_CONTEXT("loss " << static_cast<int>(loss) << " kernel " << static_cast<int>(kernel) << " coupling "
                                     << static_cast<int>(coupling) << " intercept " << intercept << " C " << C)
          f(MultitaskSvm{{.C = C,
                          .loss = loss,
                          .intercept = intercept > 0,
                          .penalise_intercept = intercept == 1,
                          .coupling = coupling,
                          .kernel = kernel}});
        }
}

void must_be_certified(const MultitaskSvm& machine, const MultiTaskData& data) {
  const Fit fit = machine.fit(data);
  BOOST_TEST(fit.report.certificate.relative_gap <= 1e-6);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) BOOST_TEST(fit.model->decision(t, data.design(t)).is_finite());
}

// A task of both classes, one of one class and one of one sample.
MultiTaskData lopsided_tasks() {
  const MultiTaskData all = random_tasks(1, {.n = 16, .d = 3, .labels = true});
  return MultiTaskData::from_tasks({{.X = all.design(0), .y = all.targets_of(0)},
                                    {.X = all.design(1), .y = arma::vec(17, arma::fill::ones)},
                                    {.X = arma::mat(all.design(2).dense().head_rows(1)), .y = arma::vec{-1.0}}});
}

// Every sample twice, in the second task with both labels.
MultiTaskData repeated_samples() {
  const arma::mat X = normal_matrix(2, "X", 12, 3), twice = arma::join_cols(X, X);
  const arma::vec y = arma::sign(X.col(0) + 0.3);
  return MultiTaskData::from_tasks(
      {{.X = twice, .y = arma::join_cols(y, y)}, {.X = twice, .y = arma::join_cols(y, -y)}});
}

// Sparse tasks of so many samples, `of_column` values in every column of each, classes by the sign of a score.
MultiTaskData many_sparse_samples(arma::uword T, arma::uword n, arma::uword d, arma::uword of_column) {
  std::vector<Task> tasks;
  const arma::vec direction = normal_matrix(3, "direction", d, 1);
  for (arma::uword t = 0; t < T; ++t) {
    const RandomStream stream(3, numbered("X", t));
    arma::uvec rows(d * of_column), starts(d + 1);
    arma::vec values(d * of_column);
    const double step = static_cast<double>(n) / static_cast<double>(of_column);
    for (arma::uword j = 0; j < d; ++j) {
      starts[j + 1] = starts[j] + of_column;
      for (arma::uword k = 0; k < of_column; ++k) {
        const arma::uword at = starts[j] + k;
        rows[at] = static_cast<arma::uword>((static_cast<double>(k) + 0.999 * stream.uniform(at)) * step);
        values[at] = stream.normal(rows.n_elem + at);
      }
    }
    const arma::sp_mat X(rows, starts, values, n, d);
    arma::vec y = X * direction + 2.0 * normal_matrix(3, numbered("noise", t), n, 1);
    y.transform([](double score) { return score > 0.0 ? 1.0 : -1.0; });
    tasks.push_back({.X = X, .y = std::move(y)});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

// A line of /proc/self/status, in bytes.
double process_memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == name + ":") {
      double kibibytes = 0.0;
      status >> kibibytes;
      return 1024.0 * kibibytes;
    }
  return 0.0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adversarial_machines)

BOOST_AUTO_TEST_CASE(tasks_of_one_class_and_of_one_sample_at_costs_from_1e_8_to_1e6) {
  for (const double C : {1e-8, 1.0, 1e6})
    for_every_machine(C, [](const MultitaskSvm& machine) { must_be_certified(machine, lopsided_tasks()); });
}

BOOST_AUTO_TEST_CASE(repeated_samples_with_equal_and_with_opposite_labels_at_costs_from_1e_8_to_1e6) {
  for (const double C : {1e-8, 1.0, 1e6})
    for_every_machine(C, [](const MultitaskSvm& machine) { must_be_certified(machine, repeated_samples()); });
}

BOOST_AUTO_TEST_CASE(labels_of_any_two_values_are_the_same_machine_and_come_back) {
  const MultiTaskData signs = random_tasks(4, {.n = 20, .d = 4, .labels = true});
  for (const KernelName kernel : {KernelName::linear, KernelName::rbf}) {
    const MultitaskSvm machine{{.kernel = kernel}};
    const Fit reference = machine.fit(signs);
    for (const auto& [negative, positive] : {std::pair{0.0, 1.0}, std::pair{1.0, 2.0}, std::pair{-7.5, 3.0}}) {
      arma::vec labels = signs.targets();
      labels.transform([&](double y) { return y > 0.0 ? positive : negative; });
      const Fit fit = machine.fit(signs.with_targets(labels));
      BOOST_REQUIRE(fit.model->info().labels.has_value());
      BOOST_TEST(fit.model->info().labels->negative() == negative);
      BOOST_TEST(fit.model->info().labels->positive() == positive);
      for (arma::uword t = 0; t < signs.n_tasks(); ++t) {
        const Design X = signs.design(t);
        BOOST_TEST(arma::approx_equal(fit.model->decision(t, X), reference.model->decision(t, X), "absdiff", 0.0));
        arma::vec expected = reference.model->predict(t, X);
        expected.transform([&](double y) { return y > 0.0 ? positive : negative; });
        BOOST_TEST(arma::approx_equal(fit.model->predict(t, X), expected, "absdiff", 0.0));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_quarter_of_a_million_sparse_samples_are_fitted_in_the_memory_of_three_copies) {
  const MultiTaskData data = many_sparse_samples(4, 62500, 20000, 60);
  const double stored = 4.0 * 20000.0 * 60.0 * (sizeof(double) + sizeof(arma::uword));
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins here
  const double before = process_memory("VmRSS");
  const Fit fit = MultitaskSvm{{.C = 0.1}}.fit(data);
  const double more = process_memory("VmHWM") - before;
  BOOST_TEST(fit.report.certificate.relative_gap <= 1e-6);
  BOOST_TEST_MESSAGE("data " << stored / 1e6 << " MB, fit " << more / 1e6 << " MB more");
#ifndef __SANITIZE_ADDRESS__
  BOOST_TEST(more <= 3.0 * stored);
#endif
}

BOOST_AUTO_TEST_SUITE_END()
