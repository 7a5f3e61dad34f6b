#include "lib/data/standardize.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/random.hpp"

namespace {

using starling::MultiTaskData;
using starling::Standardizer;

arma::mat normals(arma::uword rows, arma::uword cols, std::string_view name) {
  const starling::RandomStream stream(7, name);
  arma::mat X(rows, cols);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = stream.normal(i);
  return X;
}

double difference(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(standardizer)

BOOST_AUTO_TEST_CASE(the_scale_is_the_deviation_over_all_tasks_together) {
  // Feature 0: 1, 3, 5, 7 -> variance 5. Feature 1: 0, 0, 0, 4 -> variance 3.
  const auto data = MultiTaskData::from_tasks(
      {{.X = arma::mat{{1, 0}, {3, 0}}, .y = {0, 0}}, {.X = arma::mat{{5, 0}, {7, 4}}, .y = {0, 0}}});
  BOOST_TEST(difference(Standardizer::of(data).scale, arma::vec{std::sqrt(5.0), std::sqrt(3.0)}) < 1e-15);
}

BOOST_AUTO_TEST_CASE(a_whole_weight_is_a_repeated_sample_and_weight_zero_is_none) {
  const arma::mat X = normals(4, 3, "X");
  const auto weighted = MultiTaskData::from_tasks({{.X = X, .y = arma::vec(4), .weights = {1, 3, 0, 2}}});
  const arma::mat repeated = X.rows(arma::uvec{0, 1, 1, 1, 3, 3});
  const auto plain = MultiTaskData::from_tasks({{.X = repeated, .y = arma::vec(6)}});
  BOOST_TEST(difference(Standardizer::of(weighted).scale, Standardizer::of(plain).scale) < 1e-15);
}

BOOST_AUTO_TEST_CASE(shared_features_count_once_for_every_task_that_has_the_sample) {
  const arma::mat X = normals(3, 2, "X");
  const arma::mat Y = {{1, 1}, {1, arma::datum::nan}, {1, 1}};
  const auto shared = MultiTaskData::from_shared(X, Y);
  const auto ragged =
      MultiTaskData::from_tasks({{.X = X, .y = {1, 1, 1}}, {.X = arma::mat(X.rows(arma::uvec{0, 2})), .y = {1, 1}}});
  BOOST_TEST(difference(Standardizer::of(shared).scale, Standardizer::of(ragged).scale) < 1e-15);
  BOOST_TEST(Standardizer::of(shared).apply(shared).is_shared());
}

BOOST_AUTO_TEST_CASE(sparse_features_have_the_scale_of_the_dense_ones_and_stay_sparse) {
  arma::mat X = normals(20, 4, "X");
  X.elem(arma::find(X < 0.3)).zeros();
  const auto dense = MultiTaskData::from_tasks({{.X = X, .y = arma::vec(20)}});
  const auto sparse = MultiTaskData::from_tasks({{.X = arma::sp_mat(X), .y = arma::vec(20)}});
  const auto standardizer = Standardizer::of(sparse);
  BOOST_TEST(difference(standardizer.scale, Standardizer::of(dense).scale) < 1e-15);
  const auto scaled = standardizer.apply(sparse);
  BOOST_TEST(scaled.design(0).is_sparse());
  BOOST_TEST(difference(scaled.design(0).dense(), standardizer.apply(dense).design(0).dense()) < 1e-15);
}

BOOST_AUTO_TEST_CASE(adv_D9_constant_columns_keep_the_factor_one) {
  arma::mat X(5, 3, arma::fill::zeros);
  X.col(1).fill(0.1);
  X.col(2).fill(-1e200);
  const auto data = MultiTaskData::from_tasks({{.X = X, .y = arma::vec(5)}});
  BOOST_TEST(arma::all(Standardizer::of(data).scale == 1.0));
}

BOOST_AUTO_TEST_CASE(adv_D12_scales_follow_columns_of_any_magnitude) {
  const arma::mat X = normals(10, 1, "X");
  const double unit = Standardizer::of(MultiTaskData::from_tasks({{.X = X, .y = arma::vec(10)}})).scale[0];
  for (const int power : {500, -500, 1000, -1000}) {
    const arma::mat scaled = X * std::ldexp(1.0, power);
    const auto data = MultiTaskData::from_tasks({{.X = scaled, .y = arma::vec(10)}});
    BOOST_TEST(Standardizer::of(data).scale[0] == std::ldexp(unit, power));
  }
}

BOOST_AUTO_TEST_CASE(adv_D8_a_denormal_column_keeps_the_factor_one) {
  const arma::mat X = normals(10, 1, "X") * 1e-315;
  const auto data = MultiTaskData::from_tasks({{.X = X, .y = arma::vec(10)}});
  BOOST_TEST(Standardizer::of(data).scale[0] == 1.0);
}

BOOST_AUTO_TEST_CASE(coefficients_of_scaled_data_predict_the_same_when_they_are_mapped_back) {
  const auto data = MultiTaskData::from_shared(normals(6, 3, "X"), normals(6, 2, "Y"));
  const auto standardizer = Standardizer::of(data);
  const arma::mat W = normals(3, 2, "W");
  const arma::vec direct = data.forward(W, {});
  const arma::vec scaled = standardizer.apply(data).forward(standardizer.to_scaled(W), {});
  BOOST_TEST(difference(direct, scaled) < 1e-14);
  BOOST_TEST(difference(standardizer.to_original(standardizer.to_scaled(W)), W) < 1e-15);
}

BOOST_AUTO_TEST_SUITE_END()
