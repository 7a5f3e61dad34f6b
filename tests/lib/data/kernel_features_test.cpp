#include "lib/data/kernel_features.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/multitask_svm.hpp"
#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const SampleKernel rbf{.name = KernelName::rbf, .gamma = 0.1};

double largest(const arma::mat& M) { return arma::abs(M).max(); }

arma::mat kernel_of(const arma::mat& X, const SampleKernel& kernel) {
  const KernelRows rows(X, kernel);
  arma::mat K(X.n_rows, X.n_rows);
  for (arma::uword i = 0; i < X.n_rows; ++i) rows.row(i, K.colptr(i));
  return K;
}

arma::mat inner_products(const Design& Z) { return Z.dense() * Z.dense().t(); }

// Classes that no line separates, in all tasks alike.
MultiTaskData four_corners(std::uint64_t seed, arma::uword n) {
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    const arma::mat X = normal_matrix(seed, numbered("X", t), n, 2);
    tasks.push_back({.X = X, .y = arma::sign(X.col(0) % X.col(1))});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_features)

BOOST_AUTO_TEST_CASE(where_all_samples_are_landmarks_nystrom_s_inner_products_are_the_kernel) {
  const MultiTaskData data = random_tasks(1, {.n = 12, .d = 3});
  const arma::mat X = arma::join_cols(data.design(0).dense(), data.design(1).dense());
  for (const SampleKernel& kernel :
       {rbf, SampleKernel{.name = KernelName::linear},
        SampleKernel{.name = KernelName::polynomial, .gamma = 0.5, .coef0 = 1.0, .degree = 2, .constant = 2.0}}) {
    const auto map = NystromFeatures::of(data, kernel, {.count = data.size()});
    const arma::mat K = kernel_of(X, kernel);
    BOOST_TEST(largest(inner_products(map.apply(Design(X))) - K) <= 1e-9 * largest(K));
    if (kernel.name == KernelName::linear) BOOST_TEST(map.n_features() == 3u);
  }
}

BOOST_AUTO_TEST_CASE(more_landmarks_come_nearer_and_never_above_the_kernel) {
  const MultiTaskData data = random_tasks(2, {.n = 40, .d = 3});
  const arma::mat X = data.design(0).dense(), K = kernel_of(X, rbf);
  double before = arma::datum::inf;
  for (const arma::uword count : {5u, 20u, 80u}) {
    const arma::mat left = K - inner_products(NystromFeatures::of(data, rbf, {.count = count}).apply(data.design(0)));
    const arma::vec eigenvalues = arma::eig_sym(arma::symmatu(left));
    BOOST_TEST(eigenvalues.min() >= -1e-9);
    BOOST_TEST(arma::trace(left) < before);
    before = arma::trace(left);
  }
}

BOOST_AUTO_TEST_CASE(fourier_features_have_length_1_and_the_kernel_as_their_mean_inner_product) {
  const arma::mat X = normal_matrix(3, "X", 30, 4), K = kernel_of(X, rbf);
  const arma::mat few = inner_products(FourierFeatures::of(4, 0.1, {.count = 100}).apply(Design(X)));
  const arma::mat many = inner_products(FourierFeatures::of(4, 0.1, {.count = 10000}).apply(Design(X)));
  BOOST_TEST(largest(many.diag() - 1.0) <= 1e-12);
  BOOST_TEST(largest(few - K) < 0.5);
  BOOST_TEST(largest(many - K) < 0.05);
}

BOOST_AUTO_TEST_CASE(a_linear_machine_on_these_features_is_the_machine_with_the_kernel) {
  const MultiTaskData train = four_corners(4, 60);
  const MultitaskSvm kernel{{.C = 2.0, .kernel = KernelName::rbf, .gamma = 0.5}}, linear{{.C = 2.0}};
  const double exact = kernel.fit(train).report.certificate.primal;
  const SampleKernel half{.name = KernelName::rbf, .gamma = 0.5};
  const auto all = NystromFeatures::of(train, half, {.count = 180});
  BOOST_TEST(linear.fit(all.apply(train)).report.certificate.primal == exact, boost::test_tools::tolerance(1e-5));
  const MultiTaskData test = four_corners(5, 200);
  const auto right = [&](const auto& map) {
    const Fit fit = linear.fit(map.apply(train));
    double count = 0.0;
    for (arma::uword t = 0; t < 3; ++t)
      count += static_cast<double>(arma::accu(fit.model->predict(t, map.apply(test.design(t))) == test.targets_of(t)));
    return count / static_cast<double>(test.size());
  };
  BOOST_TEST(right(NystromFeatures::of(train, half, {.count = 40})) > 0.9);
  BOOST_TEST(right(FourierFeatures::of(2, 0.5, {.count = 200})) > 0.9);
}

BOOST_AUTO_TEST_CASE(sparse_features_many_rows_and_any_number_of_threads_give_the_same_features) {
  const arma::mat X = normal_matrix(6, "X", 5000, 6) % (normal_matrix(6, "mask", 5000, 6) > 0.5);
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = X, .y = arma::vec(5000, arma::fill::ones)}});
  const auto nystrom = NystromFeatures::of(data, rbf, {.count = 30, .seed = 2});
  const auto fourier = FourierFeatures::of(6, 0.1, {.count = 30, .seed = 2});
  const arma::mat one = nystrom.apply(Design(X)).dense();
  BOOST_TEST(largest(one - nystrom.apply(Design(arma::sp_mat(X))).dense()) <= 1e-10);
  BOOST_TEST(largest(fourier.apply(Design(X)).dense() - fourier.apply(Design(arma::sp_mat(X))).dense()) <= 1e-12);
  const arma::mat head = X.tail_rows(10);
  BOOST_TEST(largest(nystrom.apply(Design(head)).dense() - one.tail_rows(10)) <= 1e-10);
  for (const int threads : {1, 4})
    with_threads(threads, [&] { BOOST_TEST(largest(nystrom.apply(Design(X)).dense() - one) == 0.0); });
}

BOOST_AUTO_TEST_CASE(landmarks_are_samples_of_positive_weight_once_each) {
  const arma::mat X = arma::vec{1, 2, 3, 4},
                  Y = {{1, 1}, {arma::datum::nan, 1}, {arma::datum::nan, arma::datum::nan}, {2, 2}};
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  BOOST_CHECK_NO_THROW(NystromFeatures::of(data, rbf, {.count = 3}));
  BOOST_CHECK_THROW(NystromFeatures::of(data, rbf, {.count = 4}), InvalidOption);
}

BOOST_AUTO_TEST_CASE(what_is_no_map_is_refused) {
  const MultiTaskData data = random_tasks(7, {.n = 10, .d = 3});
  BOOST_CHECK_THROW(NystromFeatures::of(data, {.name = KernelName::precomputed}, {.count = 3}), InvalidOption);
  BOOST_CHECK_THROW(NystromFeatures::of(data, rbf, {.count = 0}), InvalidOption);
  BOOST_CHECK_THROW(
      NystromFeatures::of(data, {.name = KernelName::polynomial, .coef0 = -5.0, .degree = 2}, {.count = 10}),
      InvalidInput);
  for (const double gamma : {0.0, -1.0, arma::datum::nan, arma::datum::inf})
    BOOST_CHECK_THROW(FourierFeatures::of(3, gamma, {}), InvalidOption);
  BOOST_CHECK_THROW(FourierFeatures::of(3, 1.0, {.count = 0}), InvalidOption);
  BOOST_CHECK_THROW(FourierFeatures::of(3, 1.0, {}).apply(Design(arma::mat(2, 4))), InvalidInput);
  BOOST_CHECK_THROW(NystromFeatures::of(data, rbf, {.count = 3}).apply(Design(arma::mat(2, 4))), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
