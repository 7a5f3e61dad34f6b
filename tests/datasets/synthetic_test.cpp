#include "datasets/synthetic.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

#include "datasets/catalogue.hpp"

using namespace starling;

BOOST_AUTO_TEST_SUITE(synthetic_data)

BOOST_AUTO_TEST_CASE(portable_power_is_the_power) {
  for (const double base : {1.0, 1.5, 2.0, 10.0, 1e4, 1e100})
    for (int k = 0; k <= 20; ++k) {
      const double exponent = k / 20.0, power = std::pow(base, exponent);
      BOOST_TEST(std::abs(portable_power(base, exponent) - power) <= 1e-13 * power);
    }
  BOOST_TEST(portable_power(7.0, 0.0) == 1.0);
  BOOST_TEST(portable_power(7.0, 1.0) == 7.0);
  BOOST_TEST(portable_power(16.0, 0.25) == 2.0);
}

BOOST_AUTO_TEST_CASE(signal_sd_is_the_quadratic_form_of_the_ar1_covariance) {
  const arma::mat W = {{1.0, 0.0}, {-2.0, 0.0}, {0.5, 3.0}};
  for (const double rho : {0.0, 0.6, -0.9}) {
    arma::mat covariance(3, 3);
    for (arma::uword i = 0; i < 3; ++i)
      for (arma::uword j = 0; j < 3; ++j)
        covariance(i, j) = std::pow(rho, std::abs(static_cast<double>(i) - static_cast<double>(j)));
    const arma::rowvec sd = signal_sd(W, rho);
    for (arma::uword t = 0; t < 2; ++t)
      BOOST_TEST(std::abs(sd(t) - std::sqrt(arma::dot(W.col(t), covariance * W.col(t)))) < 1e-14);
  }
}

BOOST_AUTO_TEST_CASE(share_of_rounds_to_the_nearest) {
  BOOST_TEST(share_of(0.3, 10) == 3u);
  BOOST_TEST(share_of(0.29, 100) == 29u);
  BOOST_TEST(share_of(0.24, 10) == 2u);
  BOOST_TEST(share_of(0.25, 10) == 3u);
  BOOST_TEST(share_of(0.0, 10) == 0u);
}

BOOST_AUTO_TEST_CASE(strength_and_offset_scale_the_coefficients_and_intercepts) {
  const Dataset one = make_dataset("low_rank:seed=2"), two = make_dataset("low_rank:seed=2,strength=4,offset=8");
  BOOST_TEST(arma::abs(two.truth->W - 4.0 * one.truth->W).max() == 0.0);
  BOOST_TEST(arma::abs(two.truth->b - 8.0 * one.truth->b).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(columns_have_expected_squared_length_strength_squared) {
  for (const DatasetEntry& entry : dataset_catalogue()) {
    if (!entry.generated() || entry.name == "armul_synthetic") continue;  // it has lengths of its own
    for (const std::string outliers : {"0", "0.5"}) {
      const Dataset data =
          make_dataset(std::string(entry.name) +
                       ":n_tasks=400,n_features=200,n_samples=1,n_test=0,strength=3,outlier_tasks=" + outliers +
                       (entry.name == "low_rank" ? ",rank=40" : "") +
                       (entry.name == "shared_support" ? ",n_relevant=60,density=0.5" : "") +
                       (entry.name == "task_clusters" ? ",n_clusters=60,spread=2" : ""));
      BOOST_TEST(std::abs(arma::accu(arma::square(data.truth->W)) / 400.0 / 9.0 - 1.0) < 0.1,
                 entry.name << " with outliers " << outliers);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_single_task_takes_every_spread_option) {
  const Dataset data = make_dataset("low_rank:n_tasks=1,rank=1,imbalance=10,heteroscedastic=5,noise=2");
  BOOST_TEST(data.train.n_samples(0) == 50u);
  BOOST_TEST(data.truth->noise(0) == 2.0);
}

BOOST_AUTO_TEST_CASE(as_many_samples_as_imbalance_leaves_one) {
  const Dataset data = make_dataset("low_rank:n_tasks=2,n_samples=30,imbalance=30");
  BOOST_TEST(std::min(data.train.n_samples(0), data.train.n_samples(1)) == 1u);
}

BOOST_AUTO_TEST_CASE(residuals_have_the_noise_of_their_task_and_are_unrelated_to_those_of_others) {
  const Dataset noisy = make_dataset("low_rank:n_tasks=4,n_samples=20000,n_test=20000,heteroscedastic=4,noise=3");
  const Dataset exact = make_dataset("low_rank:n_tasks=4,n_samples=20000,n_test=20000,noise=0");
  arma::mat residuals(20000, 8);
  for (arma::uword t = 0; t < 4; ++t) {
    residuals.col(t) = (noisy.train.targets_of(t) - exact.train.targets_of(t)) / noisy.truth->noise(t);
    residuals.col(4 + t) = (noisy.test->targets_of(t) - exact.test->targets_of(t)) / noisy.truth->noise(t);
  }
  // Means of 20000 products: their sd is at most sqrt(2 / 20000) = 0.01; five of them.
  BOOST_TEST(arma::abs(residuals.t() * residuals / 20000.0 - arma::eye(8, 8)).max() < 0.05);
  BOOST_TEST(arma::abs(arma::mean(residuals)).max() < 0.05);
}

BOOST_AUTO_TEST_CASE(adv_D32_more_numbers_than_memory_holds_are_refused) {
  for (const char* spec : {"low_rank:n_samples=100000000,n_features=100000000", "low_rank:n_tasks=100000000",
                           "low_rank:n_test=100000000", "low_rank:shared_design=true,n_features=100000000",
                           "task_clusters:n_tasks=100000000,n_features=100000000,n_samples=1,n_test=0"})
    BOOST_TEST_CONTEXT(spec) {
      BOOST_CHECK_EXCEPTION(make_dataset(spec), InvalidOption, [](const InvalidOption& error) {
        return std::string(error.what()).find("2147483648") != std::string::npos;
      });
    }
}

BOOST_AUTO_TEST_CASE(contradictions_name_the_option_and_what_would_be_right) {
  const auto says = [](std::string_view option) {
    return [option](const InvalidOption& error) {
      return error.complaint().where == "option " + std::string(option) && !error.complaint().expected.empty() &&
             !error.complaint().got.empty();
    };
  };
  BOOST_CHECK_EXCEPTION(make_dataset("low_rank:missing=0.2"), InvalidOption, says("missing"));
  BOOST_CHECK_EXCEPTION(make_dataset("low_rank:imbalance=3,shared_design=yes"), InvalidOption, says("imbalance"));
  BOOST_CHECK_EXCEPTION(make_dataset("low_rank:imbalance=51"), InvalidOption, says("imbalance"));
  BOOST_CHECK_EXCEPTION(make_dataset("low_rank:outlier_tasks=0.99"), InvalidOption, says("outlier_tasks"));
  BOOST_CHECK_EXCEPTION(make_dataset("low_rank:missing=0.995,shared_design=yes"), InvalidOption, says("missing"));
}

BOOST_AUTO_TEST_SUITE_END()
