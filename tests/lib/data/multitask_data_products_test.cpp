// The linear operator of all tasks, and taking tasks and samples apart.
#include "lib/data/multitask_data.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "tests/support/random_problems.hpp"
#include "tests/support/refusal.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const double missing = arma::datum::nan;
const arma::mat X1 = {{1, 2}, {3, 4}, {5, 6}}, X2 = {{-1, 0}, {0, 7}};
const arma::vec first_y = {1, 2, 3}, second_y = {4, 5};

std::vector<Task> two_tasks() { return {{.X = X1, .y = first_y}, {.X = X2, .y = second_y}}; }

bool says(const std::string& message, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    if (message.find(word) == std::string::npos) {
      BOOST_TEST_MESSAGE("'" << message << "' lacks '" << word << "'");
      return false;
    }
  return true;
}

bool close(const arma::mat& a, const arma::mat& b, double tolerance = 1e-12) {
  return arma::approx_equal(a, b, "absdiff", tolerance);
}
bool same(const arma::mat& a, const arma::mat& b) { return close(a, b, 0.0); }

// Ragged, shared, sparse and mixed forms.
std::vector<MultiTaskData> every_form() {
  const arma::mat a = features(1, "a", 6, 4, Shape::sparse), b = features(1, "b", 9, 4, Shape::sparse);
  const arma::mat shared = features(1, "s", 700, 4, Shape::sparse), Y = normal_matrix(1, "Y", 700, 3);
  const arma::vec ya = normal_matrix(1, "ya", 6, 1), yb = normal_matrix(1, "yb", 9, 1);
  return {MultiTaskData::from_tasks({{.X = a, .y = ya}, {.X = b, .y = yb}}),
          MultiTaskData::from_tasks({{.X = arma::sp_mat(a), .y = ya}, {.X = arma::sp_mat(b), .y = yb}}),
          MultiTaskData::from_tasks({{.X = arma::sp_mat(a), .y = ya}, {.X = b, .y = yb}}),
          MultiTaskData::from_shared(shared, Y), MultiTaskData::from_shared(arma::sp_mat(shared), Y)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(multitask_data_products)

BOOST_AUTO_TEST_CASE(forward_and_adjoint_are_the_products_of_every_task) {
  for (const MultiTaskData& data : every_form()) {
    const arma::mat W = normal_matrix(2, "W", 4, data.n_tasks());
    const arma::rowvec b = normal_matrix(2, "b", 1, data.n_tasks());
    const arma::vec r = normal_matrix(2, "r", data.size(), 1), eta = data.forward(W, b), bare = data.forward(W, {});
    arma::mat G;
    arma::rowvec g;
    data.adjoint(r, G, g);
    for (arma::uword t = 0; t < data.n_tasks(); ++t) {
      const Rows rows = data.rows_of(t);
      const arma::mat X = data.design(t).dense();
      const arma::vec r_t = r.subvec(rows.begin, rows.end - 1);
      BOOST_CHECK(close(eta.subvec(rows.begin, rows.end - 1), X * W.col(t) + b[t]));
      BOOST_CHECK(close(bare.subvec(rows.begin, rows.end - 1), X * W.col(t)));
      BOOST_CHECK(close(G.col(t), X.t() * r_t, 1e-11));
      BOOST_CHECK_SMALL(g[t] - arma::accu(r_t), 1e-11);
    }
    BOOST_CHECK(same(data.adjoint(r), G));
  }
}

BOOST_AUTO_TEST_CASE(the_adjoint_above_bars_is_exact_where_it_matters) {
  for (const arma::uword T : {3, 30})  // in double throughout, and screened in float
    for (const bool sparse : {false, true}) {
      const arma::mat X = testing::normal_matrix(5, "X", 60, 100);
      const Design design = sparse ? Design(arma::sp_mat(X)) : Design(X);
      const MultiTaskData data = MultiTaskData::from_shared(design, testing::normal_matrix(5, "Y", 60, T));
      const arma::vec r = testing::normal_matrix(6, "r", 60 * T, 1);
      arma::mat G, exact;
      arma::rowvec g, exact_g;
      data.adjoint(r, exact, exact_g);
      const arma::vec norms = arma::sqrt(arma::sum(arma::square(exact), 1));
      const arma::vec bars(100, arma::fill::value(arma::sort(norms).eval()[85]));
      data.adjoint_above(r, bars, G, g);
      BOOST_CHECK(same(g, exact_g));
      for (arma::uword j = 0; j < 100; ++j) {
        BOOST_TEST(arma::norm(G.row(j) - exact.row(j)) <= (norms[j] >= bars[j] ? 1e-13 : 1e-4) * norms[j]);
        if (norms[j] < bars[j]) BOOST_TEST(arma::norm(G.row(j)) <= bars[j]);
      }
    }
}

BOOST_AUTO_TEST_CASE(the_adjoint_is_the_adjoint_of_forward) {
  for (const MultiTaskData& data : every_form()) {
    const arma::mat W = normal_matrix(3, "W", 4, data.n_tasks());
    const arma::rowvec b = normal_matrix(3, "b", 1, data.n_tasks());
    const arma::vec r = normal_matrix(3, "r", data.size(), 1);
    arma::mat G;
    arma::rowvec g;
    data.adjoint(r, G, g);
    const double left = arma::dot(data.forward(W, b), r), right = arma::dot(W, G) + arma::dot(b, g);
    BOOST_CHECK_SMALL(left - right, 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(products_have_the_same_bits_for_one_two_and_four_threads) {
  std::vector<MultiTaskData> forms = every_form();
  forms.push_back(MultiTaskData::from_tasks({{.X = normal_matrix(4, "a", 2300, 5), .y = arma::ones(2300)},
                                             {.X = normal_matrix(4, "b", 900, 5), .y = arma::ones(900)}}));
  for (const MultiTaskData& data : forms) {
    const arma::mat W = normal_matrix(4, "W", data.n_features(), data.n_tasks());
    const arma::vec r = normal_matrix(4, "r", data.size(), 1);
    arma::vec eta;
    arma::mat G;
    with_threads(1, [&] {
      eta = data.forward(W, {});
      G = data.adjoint(r);
    });
    for (const int threads : {2, 4})
      with_threads(threads, [&] {
        BOOST_CHECK(same(data.forward(W, {}), eta));
        BOOST_CHECK(same(data.adjoint(r), G));
      });
  }
}

BOOST_AUTO_TEST_CASE(coefficients_and_flat_vectors_of_the_wrong_shape_are_refused) {
  const auto data = MultiTaskData::from_tasks(two_tasks());
  BOOST_CHECK_THROW(data.forward(arma::zeros(3, 2), {}), InvalidInput);
  BOOST_CHECK_THROW(data.forward(arma::zeros(2, 1), {}), InvalidInput);
  BOOST_CHECK_THROW(data.forward(arma::zeros(2, 2), arma::rowvec{1}), InvalidInput);
  BOOST_CHECK_THROW(data.adjoint(arma::zeros(4)), InvalidInput);
}

BOOST_AUTO_TEST_CASE(a_subset_of_ragged_tasks_copies_the_chosen_rows_in_order) {
  const auto data =
      MultiTaskData::from_tasks({{.X = X1, .y = first_y, .weights = {1, 2, 3}}, {.X = X2, .y = second_y}});
  const auto part = data.subset({{2, 0, 2}, {1}});
  BOOST_CHECK(same(part.targets(), arma::vec{3, 1, 3, 5}));
  BOOST_CHECK(same(part.weights(), arma::vec{3, 1, 3, 1}));
  BOOST_CHECK(same(part.design(0).dense(), X1.rows(arma::uvec{2, 0, 2})));
  BOOST_CHECK(same(part.design(1).dense(), X2.row(1)));
  BOOST_CHECK_EQUAL(part.rows_of(1).begin, 3U);
}

BOOST_AUTO_TEST_CASE(a_task_dependent_subset_of_shared_data_keeps_the_matrix_and_masks) {
  const auto data = MultiTaskData::from_shared(X1, {{1, 4}, {2, missing}, {3, 6}});
  const auto part = data.subset({{0, 0}, {1, 2}});
  BOOST_CHECK(part.is_shared());
  BOOST_CHECK(part.design(0).same_matrix(data.design(0)));
  BOOST_CHECK(same(part.weights(), arma::vec{2, 0, 0, 0, 0, 1}));
  BOOST_CHECK(same(part.targets(), data.targets()));
}

BOOST_AUTO_TEST_CASE(the_same_subset_of_every_task_of_shared_data_stays_shared_and_small) {
  const auto part = MultiTaskData::from_shared(X1, {{1, 4}, {2, missing}, {3, 6}}).subset({{2, 1}, {2, 1}});
  BOOST_CHECK(part.is_shared());
  BOOST_CHECK_EQUAL(part.size(), 4U);
  BOOST_CHECK(same(part.targets(), arma::vec{3, 2, 6, 0}));
  BOOST_CHECK(same(part.weights(), arma::vec{1, 1, 1, 0}));
  BOOST_CHECK(part.design(0).same_matrix(part.design(1)));
}

BOOST_AUTO_TEST_CASE(a_subset_that_cannot_be_taken_is_refused) {
  const auto data = MultiTaskData::from_tasks(two_tasks());
  BOOST_CHECK_THROW(data.subset({{0}}), InvalidInput);
  BOOST_CHECK_THROW(data.subset({{0, 3}, {0}}), InvalidInput);
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.subset({{0}, {}}); }), {"without samples", "task 2"}));
  BOOST_CHECK_EQUAL(data.subset({{0}, {}}, true).n_samples(1), 0U);
}

BOOST_AUTO_TEST_CASE(a_task_left_with_samples_of_weight_zero_alone_is_a_task_without_samples) {
  const auto data = MultiTaskData::from_shared(X1, {{1, 4}, {2, missing}, {3, 6}});
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.subset({{0}, {1}}); }), {"without samples", "task 2"}));
  BOOST_CHECK(says(refusal<InvalidData>([&] { data.subset({{1}, {1}}); }), {"without samples", "task 2"}));
  for (const auto averaging : {Averaging::task_mean, Averaging::sum, Averaging::pooled_mean}) {
    const arma::vec c = data.subset({{0}, {1}}, true).loss_weights(averaging);
    BOOST_CHECK(same(c, arma::vec{1, 0, 0, 0, 0, 0}));
  }
}

BOOST_AUTO_TEST_CASE(one_task_alone_keeps_its_name_weights_and_missing_targets) {
  const auto data = MultiTaskData::from_shared(X1, {{1, 4}, {2, missing}, {3, 6}}).with_feature_names({"p", "q"});
  const auto one = data.task(1);
  BOOST_CHECK_EQUAL(one.n_tasks(), 1U);
  BOOST_CHECK((one.task_names() == std::vector<std::string>{"2"}));
  BOOST_CHECK((one.feature_names() == std::vector<std::string>{"p", "q"}));
  BOOST_CHECK(same(one.targets(), arma::vec{4, 0, 6}));
  BOOST_CHECK(same(one.weights(), arma::vec{1, 0, 1}));
}

BOOST_AUTO_TEST_CASE(pooled_data_are_one_task_without_samples_of_weight_zero) {
  for (const bool sparse : {false, true}) {
    const Design X = sparse ? Design(arma::sp_mat(X1)) : Design(X1);
    const auto all = MultiTaskData::from_shared(X, {{1, 4}, {2, missing}, {3, 6}}, {{1, 1}, {0, 1}, {5, 1}}).pooled();
    BOOST_CHECK_EQUAL(all.n_tasks(), 1U);
    BOOST_CHECK_EQUAL(all.any_sparse(), sparse);
    BOOST_CHECK(same(all.targets(), arma::vec{1, 3, 4, 6}));
    BOOST_CHECK(same(all.weights(), arma::vec{1, 5, 1, 1}));
    BOOST_CHECK(same(all.design(0).dense(), X1.rows(arma::uvec{0, 2, 0, 2})));
  }
  const auto ragged = MultiTaskData::from_tasks(two_tasks()).pooled();
  BOOST_CHECK(same(ragged.design(0).dense(), arma::join_cols(X1, X2)));
}

BOOST_AUTO_TEST_SUITE_END()
