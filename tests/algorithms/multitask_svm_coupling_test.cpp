#include "algorithms/multitask_svm/coupling.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "tests/support/machines.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

MultiTaskData classes(std::uint64_t seed, arma::uword T = 4) {
  return random_tasks(seed, {.n = 20, .d = 5, .T = T, .labels = true});
}

Fit fitted(const MultitaskSvm::Options& options, const MultiTaskData& data, double gap = 1e-12) {
  Fit fit = MultitaskSvm{options}.fit(data, {.stop = {.gap = gap}});
  BOOST_TEST(fit.report.certificate.relative_gap <= gap);
  return fit;
}

arma::mat weights(const MultitaskSvm::Options& options, const MultiTaskData& data) {
  return fitted(options, data).linear().W();
}

void must_agree(const arma::mat& a, const arma::mat& b, double tolerance) {
  BOOST_TEST(arma::abs(a - b).max() <= tolerance);
}

constexpr LossName smooth = LossName::squared_hinge;

// The options of every coupling that joins four tasks.
std::vector<MultitaskSvm::Options> joining_four_tasks(double C, double mu) {
  const MultitaskSvm::Options base{.C = C, .mu = mu, .loss = smooth};
  std::vector<MultitaskSvm::Options> all(3, base);
  all[0].coupling = SvmCoupling::graph;
  all[0].edges = {0, 1, 1, 2, 1, 3};
  all[0].edge_weights = {1.0, 0.5, 2.0};
  all[1].coupling = SvmCoupling::chain;
  all[2].coupling = SvmCoupling::tree;
  all[2].parents = {-1, 0, 0, 2};
  return all;
}

std::vector<double> by_rows(const arma::mat& A) { return arma::conv_to<std::vector<double>>::from(A.as_col()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(couplings_of_multitask_svm)

BOOST_AUTO_TEST_CASE(mu_towards_infinity_independent_support_vector_machines_with_the_same_C) {
  const MultiTaskData data = classes(1);
  for (const MultitaskSvm::Options& options : joining_four_tasks(0.5, 1e9))
    for (arma::uword t = 0; t < data.n_tasks(); ++t)
      must_agree(weights(options, data).col(t), weights({.C = 0.5, .mu = 1e12, .loss = smooth}, data.task(t)), 1e-5);
}

BOOST_AUTO_TEST_CASE(mu_towards_0_one_pooled_machine_with_C_over_T) {
  const MultiTaskData data = classes(2);
  const arma::mat pooled = weights({.C = 0.5 / 4.0, .mu = 1e12, .loss = smooth}, data.pooled());
  for (const MultitaskSvm::Options& options : joining_four_tasks(0.5, 1e-7)) {
    const arma::mat W = fitted(options, data, 1e-10).linear().W();
    for (arma::uword t = 0; t < data.n_tasks(); ++t) must_agree(W.col(t), pooled, 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(a_graph_in_two_parts_is_two_fits) {
  const MultiTaskData data = classes(3);
  const arma::mat W = weights({.mu = 0.1, .loss = smooth, .coupling = SvmCoupling::graph, .edges = {0, 2, 1, 3}}, data);
  for (const arma::uword first : {0U, 1U}) {
    std::vector<Task> pair;
    for (const arma::uword t : {first, first + 2}) pair.push_back({.X = data.design(t), .y = data.targets_of(t)});
    const arma::mat alone = weights({.mu = 0.1, .loss = smooth, .coupling = SvmCoupling::chain},
                                    MultiTaskData::from_tasks(std::move(pair)));
    must_agree(W.cols(arma::uvec{first, first + 2}), alone, 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(the_matrix_of_mean_coupling_is_the_mean_coupling) {
  const MultiTaskData data = classes(4);
  const arma::mat A = arma::eye(4, 4) + 1.0 / 0.3;
  for (const LossName loss : {LossName::hinge, smooth})
    must_agree(weights({.loss = loss, .coupling = SvmCoupling::matrix, .task_matrix = by_rows(A)}, data),
               weights({.mu = 0.3, .loss = loss}, data), 1e-5);
}

BOOST_AUTO_TEST_CASE(the_matrix_of_a_chain_is_the_chain) {
  const MultiTaskData data = classes(5);
  arma::mat K = {{1, -1, 0, 0}, {-1, 2, -1, 0}, {0, -1, 2, -1}, {0, 0, -1, 1}};
  K = K / 0.4 + arma::eye(4, 4);
  const arma::mat A = arma::symmatu(arma::mat(arma::inv(K)));
  must_agree(weights({.loss = smooth, .coupling = SvmCoupling::matrix, .task_matrix = by_rows(A)}, data),
             weights({.mu = 0.4, .loss = smooth, .coupling = SvmCoupling::chain}, data), 1e-6);
}

BOOST_AUTO_TEST_CASE(a_matrix_of_ones_is_one_pooled_machine_with_the_same_C) {
  const MultiTaskData data = classes(6);
  const arma::mat pooled = weights({.C = 0.5, .mu = 1e12, .loss = smooth}, data.pooled());
  const arma::mat W = weights(
      {.C = 0.5, .loss = smooth, .coupling = SvmCoupling::matrix, .task_matrix = std::vector<double>(16, 1.0)}, data);
  for (arma::uword t = 0; t < 4; ++t) must_agree(W.col(t), pooled, 1e-6);
}

BOOST_AUTO_TEST_CASE(a_singular_matrix_is_one_machine_on_augmented_features) {
  constexpr arma::uword d = 4, r = 2, T = 5;
  const arma::mat L = normal_matrix(7, "L", T, r);
  const MultiTaskData data = random_tasks(7, {.n = 15, .d = d, .T = T, .labels = true});
  const MultiTaskData single = on_augmented_features(data, L);
  for (const LossName loss : {LossName::hinge, smooth}) {
    const Fit ours = fitted({.C = 0.7,
                             .loss = loss,
                             .intercept = false,
                             .coupling = SvmCoupling::matrix,
                             .task_matrix = by_rows(arma::symmatu(arma::mat(L * L.t())))},
                            data, 1e-10);
    const Fit other = fitted({.C = 0.7, .mu = 1e12, .loss = loss, .intercept = false}, single, 1e-10);
    BOOST_TEST(std::abs(ours.report.certificate.primal - other.report.certificate.primal) <=
               1e-8 * ours.report.certificate.primal);
    const arma::mat V = arma::reshape(other.linear().W(), d, r);
    must_agree(ours.linear().W(), V * L.t(), 1e-3);
  }
}

// A task without anything in its features has no own part: its coefficients are w_0.
BOOST_AUTO_TEST_CASE(a_task_that_was_not_seen_is_predicted_by_w_0) {
  const MultiTaskData data = classes(10, 3);
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) tasks.push_back({.X = data.design(t), .y = data.targets_of(t)});
  tasks.push_back({.X = arma::mat(2, 5, arma::fill::zeros), .y = arma::vec{1, -1}});
  const MultiTaskData with_a_silent_task = MultiTaskData::from_tasks(std::move(tasks));
  for (const bool intercept : {true, false}) {
    const MultitaskSvm::Options options{.mu = 0.5, .loss = smooth, .intercept = intercept};
    const Fit fit = fitted(options, data);
    const auto& common = fit.linear().common();
    BOOST_REQUIRE(common.has_value());
    must_agree(common->w, arma::sum(fit.linear().W(), 1) / 3.5, 1e-14);
    BOOST_TEST(std::abs(common->b - arma::accu(fit.linear().b()) / 3.5) <= 1e-14);
    const arma::mat X = normal_matrix(10, "X", 6, 5);
    must_agree(fit.model->for_new_task()->decision(0, X), X * common->w + common->b, 1e-13);
    if (!intercept) must_agree(fitted(options, with_a_silent_task).linear().W().col(3), common->w, 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(couplings_without_a_common_part_give_a_new_task_the_mean) {
  const Fit fit = fitted({.loss = smooth, .coupling = SvmCoupling::chain}, classes(11));
  BOOST_TEST(!fit.linear().common().has_value());
  must_agree(fit.linear().new_task().w, arma::mean(fit.linear().W(), 1), 1e-14);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_a_coupling_is_refused) {
  const MultiTaskData data = classes(8, 2);
  const auto refuses = [&](const MultitaskSvm::Options& options) {
    BOOST_CHECK_THROW(MultitaskSvm{options}.fit(data), InvalidOption);
  };
  refuses({.coupling = SvmCoupling::matrix, .task_matrix = {1, 2, 2, 1}});
  refuses({.coupling = SvmCoupling::matrix, .task_matrix = {1, 0.5, 0.4, 1}});
  refuses({.coupling = SvmCoupling::matrix, .task_matrix = {1, 0, 1}});
  refuses({.coupling = SvmCoupling::matrix});
  refuses({.coupling = SvmCoupling::tree});
  refuses({.coupling = SvmCoupling::tree, .parents = {1, 0}});
  refuses({.coupling = SvmCoupling::graph, .edges = {0, 2}});
  refuses({.coupling = SvmCoupling::graph, .edges = {0, 1}, .edge_weights = {1, 2}});
  refuses({.coupling = SvmCoupling::chain, .edges = {0, 1}});
  refuses({.edge_weights = {1}});
  try {
    MultitaskSvm{{.coupling = SvmCoupling::matrix, .task_matrix = {1, 2, 2, 1}}}.fit(data);
  } catch (const InvalidInput& error) {
    BOOST_TEST(error.complaint().got.starts_with("smallest eigenvalue -1"));
  }
}

BOOST_AUTO_TEST_CASE(lists_are_set_by_name) {
  const auto machine = erase(MultitaskSvm{});
  machine->set_params({{"coupling", "tree"}, {"parents", "-1,0,0,2"}, {"mu", "0.5"}, {"loss", "squared_hinge"}});
  MultitaskSvm::Options same{.mu = 0.5, .loss = smooth, .coupling = SvmCoupling::tree, .parents = {-1, 0, 0, 2}};
  const MultiTaskData data = classes(9);
  must_agree(machine->fit(data).linear().W(), MultitaskSvm{same}.fit(data).linear().W(), 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
