#include "lib/model/kernel_model.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

ModelInfo two_tasks() {
  return {.method = "none", .loss = LossName::hinge, .labels = Labels{}, .task_names = {"a", "b"}};
}

const arma::mat vectors = {{1, 0}, {0, 2}, {1, 1}};
const arma::mat X = {{1, 2}, {0, -1}};

// Task a learned of the first two samples, task b of the last two.
KernelMachine small_machine(SampleKernel kernel = {}) {
  return {.kernel = kernel,
          .vectors = vectors,
          .duals = arma::sp_mat(arma::mat{{0.5, 0}, {-1, 0.25}, {0, 2}}),
          .coupling = {{1, 0.5}, {0.5, 1}},
          .b = {0.125, -1}};
}

double largest(const arma::mat& M) { return arma::abs(M).max(); }

template <class Change>
void refuses(const Change& change, const std::string& words, ModelInfo info = two_tasks()) {
  KernelMachine machine = small_machine();
  change(machine);
  BOOST_CHECK_EXCEPTION(KernelModel(machine, info), InvalidModel, [&](const InvalidModel& error) {
    BOOST_TEST_INFO(error.what());
    return std::string(error.what()).find(words) != std::string::npos;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_model)

BOOST_AUTO_TEST_CASE(a_decision_is_the_sum_over_support_vectors_by_hand) {
  const KernelModel model(small_machine(), two_tasks());
  // c_a = (0.5, -0.875, 1), c_b = (0.25, -0.25, 2); x'z of X and the vectors: {{1, 4, 3}, {0, -2, -1}}.
  BOOST_TEST(largest(model.coefficients(0) - arma::vec{0.5, -0.875, 1}) == 0.0);
  BOOST_TEST(largest(model.decision(0, X) - arma::vec{0.125, 0.875}) == 0.0);
  BOOST_TEST(largest(model.decision(1, X) - arma::vec{4.25, -2.5}) == 0.0);
  BOOST_TEST(largest(model.decision(1, arma::sp_mat(X)) - arma::vec{4.25, -2.5}) == 0.0);
  BOOST_TEST(model.predict(1, X)[1] == -1.0);
  BOOST_TEST(model.n_features() == 2u);
  BOOST_TEST(model.n_support_vectors() == 3u);
}

BOOST_AUTO_TEST_CASE(every_kernel_sparse_vectors_and_many_samples_agree_with_the_kernel_between_all) {
  const arma::mat many = normal_matrix(1, "X", 3000, 4), few = many.head_rows(700);
  const arma::vec a = normal_matrix(2, "a", 700, 1);
  for (const KernelName name : {KernelName::linear, KernelName::polynomial, KernelName::rbf}) {
    const SampleKernel kernel{.name = name, .gamma = 0.3, .coef0 = 0.5, .degree = 2};
    const KernelRows rows(many, kernel);
    arma::vec expected(3000, arma::fill::zeros), row(3000);
    for (arma::uword i = 0; i < 700; ++i) {
      rows.row(i, row.memptr());
      expected += a[i] * row;
    }
    for (const bool sparse : {false, true}) {
      const Design kept = sparse ? Design(arma::sp_mat(few)) : Design(few);
      const KernelMachine machine{
          .kernel = kernel, .vectors = kept, .duals = arma::sp_mat(a), .coupling = arma::eye(1, 1), .b = {0.0}};
      const KernelModel model(machine, {.task_names = {"a"}});
      BOOST_TEST(largest(model.decision(0, many) - expected) <= 1e-11 * largest(expected));
      BOOST_TEST(largest(model.decision(0, arma::sp_mat(many)) - expected) <= 1e-11 * largest(expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(decisions_have_the_same_bits_for_any_number_of_threads) {
  const arma::mat few = normal_matrix(3, "V", 600, 5), many = normal_matrix(4, "X", 3000, 5);
  const KernelMachine machine{.kernel = {.name = KernelName::rbf, .gamma = 0.1},
                              .vectors = few,
                              .duals = arma::sp_mat(normal_matrix(5, "a", 600, 1)),
                              .coupling = arma::eye(1, 1),
                              .b = {0.5}};
  const KernelModel model(machine, {.task_names = {"a"}});
  arma::vec one, more;
  with_threads(1, [&] { one = model.decision(0, many); });
  with_threads(4, [&] { more = model.decision(0, many); });
  BOOST_TEST(arma::approx_equal(one, more, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(features_are_divided_by_their_scales_first) {
  KernelMachine machine = small_machine({.name = KernelName::rbf, .gamma = 0.5});
  const arma::vec plain = KernelModel(machine, two_tasks()).decision(0, X);
  machine.scale = {2.0, 0.25};
  arma::mat stretched = X;
  stretched.each_row() %= arma::rowvec{2.0, 0.25};
  BOOST_TEST(largest(KernelModel(machine, two_tasks()).decision(0, stretched) - plain) == 0.0);
}

BOOST_AUTO_TEST_CASE(a_new_task_is_the_common_part_or_the_mean_of_the_tasks) {
  KernelMachine machine = small_machine();
  const KernelModel model(machine, two_tasks());
  const auto mean = model.for_new_task();
  BOOST_TEST(mean->n_tasks() == 1u);
  BOOST_TEST(largest(mean->decision(0, X) - 0.5 * (model.decision(0, X) + model.decision(1, X))) <= 1e-15);
  machine.common = CommonTask{{0.0, 2.0}, 0.5};
  const auto common = KernelModel(machine, two_tasks()).for_new_task();
  // c = (0, 0.5, 4).
  BOOST_TEST(largest(common->decision(0, X) - arma::vec{14.5, -4.5}) == 0.0);
  BOOST_TEST(largest(common->for_new_task()->decision(0, X) - common->decision(0, X)) == 0.0);
}

BOOST_AUTO_TEST_CASE(tasks_are_picked_in_any_order_with_new_ones_between) {
  const KernelModel model(small_machine(), two_tasks());
  const std::vector<std::optional<arma::uword>> tasks = {1, std::nullopt, 0};
  const auto other = model.for_tasks(tasks, {"b", "c", "a"});
  BOOST_TEST(largest(other->decision(0, X) - model.decision(1, X)) == 0.0);
  BOOST_TEST(largest(other->decision(1, X) - model.for_new_task()->decision(0, X)) == 0.0);
  BOOST_TEST(largest(other->decision(2, X) - model.decision(0, X)) == 0.0);
  BOOST_TEST(other->info().task_names[1] == "c");
  BOOST_CHECK_THROW(model.for_tasks(std::vector<std::optional<arma::uword>>{2}, {"x"}), InvalidInput);
}

BOOST_AUTO_TEST_CASE(a_model_without_support_vectors_decides_by_its_intercepts) {
  const KernelMachine machine{.kernel = {.name = KernelName::rbf},
                              .vectors = arma::mat(0, 2),
                              .duals = arma::sp_mat(0, 2),
                              .coupling = arma::eye(2, 2),
                              .b = {0.5, -1}};
  const KernelModel model(machine, two_tasks());
  BOOST_TEST(largest(model.decision(1, X) + 1.0) == 0.0);
  BOOST_TEST(model.decision(0, arma::mat(0, 2)).n_elem == 0u);
}

BOOST_AUTO_TEST_CASE(a_task_or_a_width_that_does_not_exist_is_refused) {
  const KernelModel model(small_machine(), two_tasks());
  BOOST_CHECK_THROW(model.decision(2, X), InvalidInput);
  BOOST_CHECK_THROW(model.decision(0, arma::mat(1, 3)), InvalidInput);
}

BOOST_AUTO_TEST_CASE(shapes_numbers_and_kernels_that_make_no_model_are_refused) {
  refuses([](KernelMachine& m) { m.b = arma::rowvec(); }, "no task");
  refuses([](KernelMachine& m) { m.b = {1.0}; }, "task names");
  refuses([](KernelMachine& m) { m.vectors = arma::mat(2, 2); }, "rows of duals");
  refuses([](KernelMachine& m) { m.coupling = arma::mat(2, 3); }, "columns of the coupling");
  refuses([](KernelMachine& m) { m.coupling = arma::mat(1, 2); }, "rows of the coupling");
  refuses([](KernelMachine& m) { m.scale = {1.0}; }, "feature scales");
  refuses([](KernelMachine& m) { m.common = CommonTask{{1.0}, 0.0}; }, "common part");
  refuses([](KernelMachine& m) { m.coupling(0, 1) = arma::datum::nan; }, "not finite");
  refuses([](KernelMachine& m) { m.b[1] = arma::datum::inf; }, "not finite");
  refuses([](KernelMachine& m) { m.duals(0, 0) = arma::datum::nan; }, "not finite");
  refuses([](KernelMachine& m) { m.vectors = arma::mat(3, 2, arma::fill::value(arma::datum::inf)); }, "not finite");
  refuses([](KernelMachine& m) { m.common = CommonTask{{1.0, 1.0}, arma::datum::nan}; }, "not finite");
  refuses([](KernelMachine& m) { m.scale = {1.0, 0.0}; }, "feature scales");
  refuses([](KernelMachine& m) { m.duals(0, 0) = 0.0; }, "no task uses");
  refuses([](KernelMachine& m) { m.kernel.name = KernelName::precomputed; }, "cannot be evaluated");
  refuses([](KernelMachine& m) { m.kernel.gamma = -1.0; }, "cannot be evaluated");
  refuses([](KernelMachine& m) { m.kernel.degree = -1; }, "cannot be evaluated");
  refuses([](KernelMachine& m) { m.kernel.constant = 1.0; }, "cannot be evaluated");
  ModelInfo named = two_tasks();
  named.feature_names = {"x"};
  refuses([](KernelMachine&) {}, "feature names", named);
}

BOOST_AUTO_TEST_SUITE_END()
