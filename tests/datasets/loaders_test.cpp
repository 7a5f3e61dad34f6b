// The loaders against the real files: the numbers here were counted by other programs.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/support/real_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// Share of the variance of all test targets that one ridge regression for all tasks explains, lambda 1.
double pooled_explained_variance(const MultiTaskData& data, const OfficialSplit& split) {
  const MultiTaskData train = data.subset(split.train).pooled(), test = data.subset(split.test).pooled();
  const arma::mat X = train.design(0).dense();
  const arma::rowvec mean = arma::mean(X);
  const arma::mat centred = X.each_row() - mean;
  const arma::vec y = train.targets();
  const arma::mat gram = centred.t() * centred + arma::eye(X.n_cols, X.n_cols);
  const arma::vec w = arma::solve(gram, centred.t() * (y - arma::mean(y)));
  const arma::mat Z = test.design(0).dense();
  const arma::vec residual = test.targets() - (Z.each_row() - mean) * w - arma::mean(y);
  return 1.0 - arma::accu(arma::square(residual)) / (arma::var(test.targets(), 1) * static_cast<double>(Z.n_rows));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(school)

BOOST_AUTO_TEST_CASE(has_the_numbers_of_the_public_file) {
  with_real_data("school", [](const Dataset& data) {
    const arma::uvec n = sizes(data.train);
    const arma::vec& y = data.train.targets();
    BOOST_TEST(data.train.n_tasks() == 139u);
    BOOST_TEST(data.train.n_features() == 27u);
    BOOST_TEST(data.train.size() == 15362u);
    BOOST_TEST(n.min() == 22u);
    BOOST_TEST(n.max() == 251u);
    BOOST_TEST(n(0) == 200u);
    BOOST_TEST(y(0) == 17.0);
    BOOST_TEST(y.min() == 1.0);
    BOOST_TEST(y.max() == 70.0);
    BOOST_TEST(std::abs(arma::mean(y) - 20.597) < 5e-4);
    BOOST_TEST(std::abs(arma::var(y, 1) - 161.835) < 5e-2);
    BOOST_TEST(!data.classification());
    BOOST_TEST(!data.truth.has_value());
  });
}

BOOST_AUTO_TEST_CASE(has_one_indicator_of_each_quantity) {
  with_real_data("school", [](const Dataset& data) {
    const arma::mat X = data.train.pooled().design(0).dense();
    const auto adds_up = [&](arma::uword first, arma::uword last) {
      return static_cast<arma::uword>(arma::accu(arma::sum(X.cols(first, last), 1) == 1.0));
    };
    BOOST_TEST(adds_up(0, 2) == 15362u);    // year
    BOOST_TEST(adds_up(5, 6) == 15362u);    // gender
    BOOST_TEST(adds_up(7, 9) == 15347u);    // VR band: 15 unknown
    BOOST_TEST(adds_up(10, 20) == 15362u);  // ethnic group
    BOOST_TEST(adds_up(21, 23) == 15362u);  // gender of the school
    BOOST_TEST(adds_up(24, 26) == 15362u);  // denomination
    // Counts of the original survey file by code.
    const auto& names = data.train.feature_names();
    const auto count = [&](const std::string& name) {
      const auto at = std::find(names.begin(), names.end(), name) - names.begin();
      return arma::accu(X.col(static_cast<arma::uword>(at)));
    };
    BOOST_TEST(count("year_1986") == 4514.0);
    BOOST_TEST(count("female") == 7953.0);
    BOOST_TEST(count("vr_band_3") == 2988.0);
    BOOST_TEST(count("vr_band_1") == 4102.0);
    BOOST_TEST(count("ethnic_bangladeshi") == 262.0);
    BOOST_TEST(count("school_girls") == 4404.0);
    BOOST_TEST(count("school_roman_catholic") == 3326.0);
  });
}

BOOST_AUTO_TEST_CASE(has_ten_official_splits_of_every_pupil) {
  with_real_data("school", [](const Dataset& data) {
    BOOST_TEST(data.official_splits.size() == 10u);
    std::set<std::vector<arma::uword>> first_schools;
    for (const OfficialSplit& split : data.official_splits) {
      BOOST_TEST(total(split.train) == 11472u);
      BOOST_TEST(total(split.test) == 3890u);
      first_schools.insert({split.train[0].begin(), split.train[0].end()});
      for (arma::uword t = 0; t < 139; ++t) {
        const arma::uvec all = arma::sort(arma::join_cols(split.train[t], split.test[t]));
        BOOST_TEST(all.n_elem == data.train.n_samples(t));
        BOOST_TEST(arma::all(all == arma::regspace<arma::uvec>(0, all.n_elem - 1)));
      }
      BOOST_TEST(data.train.subset(split.train).size() == 11472u);
    }
    BOOST_TEST(first_schools.size() == 10u);
    // Pupils 24 and 92 of the first school are in the first training part, 71 and 178 in its test part (from 1).
    const OfficialSplit& split = data.official_splits[0];
    BOOST_TEST(arma::any(split.train[0] == 23u));
    BOOST_TEST(arma::any(split.train[0] == 91u));
    BOOST_TEST(arma::any(split.test[0] == 70u));
    BOOST_TEST(arma::any(split.test[0] == 177u));
  });
}

// Recomputed elsewhere from the same files: 34.2 +- 1.1 percent.
BOOST_AUTO_TEST_CASE(pooled_ridge_explains_the_known_share_of_variance) {
  with_real_data("school", [](const Dataset& data) {
    arma::vec explained(data.official_splits.size());
    for (arma::uword k = 0; k < explained.n_elem; ++k)
      explained(k) = pooled_explained_variance(data.train, data.official_splits[k]);
    BOOST_TEST(std::abs(arma::mean(explained) - 0.342) < 0.0015);
    BOOST_TEST(std::abs(arma::stddev(explained, 1) - 0.011) < 0.0015);
    BOOST_TEST_MESSAGE("explained variance " << arma::mean(explained) << " sd " << arma::stddev(explained));
  });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(landmine)

BOOST_AUTO_TEST_CASE(has_the_numbers_of_the_public_file) {
  with_real_data("landmine", [](const Dataset& data) {
    const arma::uvec n = sizes(data.train);
    const arma::vec& y = data.train.targets();
    BOOST_TEST(data.classification());
    BOOST_TEST(data.train.n_tasks() == 29u);
    BOOST_TEST(data.train.n_features() == 9u);
    BOOST_TEST(data.train.size() == 14820u);
    BOOST_TEST(n.min() == 445u);
    BOOST_TEST(n.max() == 690u);
    BOOST_TEST(arma::accu(y == 1.0) == 904u);
    BOOST_TEST(arma::accu(y == -1.0) == 14820u - 904u);
  });
}

BOOST_AUTO_TEST_CASE(n_fields_takes_the_fields_of_later_comparisons) {
  with_real_data("landmine", [](const Dataset& all) {
    with_real_data("landmine:n_fields=19", [&](const Dataset& data) {
      BOOST_REQUIRE(data.train.n_tasks() == 19u);
      for (arma::uword t = 0; t < 19; ++t) {
        const arma::uword field = t < 10 ? t : t + 5;
        BOOST_TEST(data.train.task_names()[t] == std::to_string(field + 1));
        BOOST_TEST(arma::approx_equal(data.train.design(t).dense(), all.train.design(field).dense(), "absdiff", 0.0));
      }
    });
  });
  with_real_data("landmine:constant=true", [](const Dataset& data) {
    BOOST_TEST(data.train.n_features() == 10u);
    BOOST_TEST(arma::all(data.train.design(28).dense().col(9) == 1.0));
  });
  BOOST_CHECK_THROW(make_dataset("landmine:n_fields=20", real_data()), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(parkinsons)

BOOST_AUTO_TEST_CASE(has_the_numbers_of_the_public_file) {
  with_real_data("parkinsons", [](const Dataset& data) {
    const arma::uvec n = sizes(data.train);
    const arma::vec& y = data.train.targets();
    BOOST_TEST(data.train.n_tasks() == 42u);
    BOOST_TEST(data.train.n_features() == 19u);
    BOOST_TEST(data.train.size() == 5875u);
    BOOST_TEST(n.min() == 101u);
    BOOST_TEST(n.max() == 168u);
    BOOST_TEST(data.train.task_names().front() == "1");
    BOOST_TEST(data.train.task_names().back() == "42");
    BOOST_TEST(y.min() < 5.04);
    BOOST_TEST(y.max() > 39.5);
    BOOST_TEST(y(0) == 28.199);
    const arma::mat X = data.train.design(0).dense();
    BOOST_TEST(data.train.feature_names().front() == "age");
    BOOST_TEST(data.train.feature_names().back() == "PPE");
    BOOST_TEST(X(0, 0) == 72.0);
    BOOST_TEST(X(0, 2) == 5.6431);
    BOOST_TEST(X(0, 4) == 3.38e-5);
    BOOST_TEST(X(0, 18) == 0.16006);
  });
}

BOOST_AUTO_TEST_CASE(target_chooses_the_score) {
  with_real_data("parkinsons:target=total", [](const Dataset& data) {
    BOOST_TEST(data.train.targets()(0) == 34.398);
    BOOST_TEST(data.train.targets().min() == 7.0);
    BOOST_TEST(std::abs(data.train.targets().max() - 55.0) < 0.01);
    BOOST_TEST(data.train.n_features() == 19u);
  });
  BOOST_CHECK_THROW(make_dataset("parkinsons:target=both", real_data()), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(sarcos)

BOOST_AUTO_TEST_CASE(has_the_numbers_of_the_public_file) {
  with_real_data("sarcos", [](const Dataset& data) {
    BOOST_TEST(data.train.is_shared());
    BOOST_TEST(data.train.n_tasks() == 7u);
    BOOST_TEST(data.train.n_features() == 21u);
    BOOST_TEST(data.train.size() == 7u * 4449u);
    BOOST_TEST(data.train.n_samples() == 7u * 4449u);
    const arma::mat X = data.train.design(0).dense();
    BOOST_TEST(X(0, 0) == 0.019478);
    BOOST_TEST(X(1, 0) == 0.022776);
    BOOST_TEST(data.train.task_names().back() == "torque_7");
    BOOST_TEST(data.train.feature_names().at(7) == "velocity_1");
  });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(computer_survey)

BOOST_AUTO_TEST_CASE(has_the_numbers_of_the_public_file) {
  with_real_data("computer_survey", [](const Dataset& data) {
    const arma::mat X = data.train.design(0).dense();
    BOOST_TEST(data.train.is_shared());
    BOOST_TEST(data.train.n_tasks() == 190u);
    BOOST_TEST(X.n_rows == 20u);
    BOOST_TEST(X.n_cols == 13u);
    BOOST_TEST(arma::accu(X == 0.0) + arma::accu(X == 1.0) == 260u);
    BOOST_TEST(arma::accu(X) == 133.0);
    const arma::vec y = data.train.targets_of(0);
    const std::vector<double> first = {6, 3, 5, 7, 5, 6, 7, 7, 8, 8, 5, 4, 8, 8, 5, 4, 3, 6, 7, 5};
    BOOST_TEST(std::equal(y.begin(), y.end(), first.begin(), first.end()));
    BOOST_TEST(data.train.targets().min() == 0.0);
    BOOST_TEST(data.train.targets().max() == 10.0);
    BOOST_TEST(data.official_splits.size() == 1u);
    BOOST_TEST(total(data.official_splits[0].train) == 190u * 8u);
    BOOST_TEST(total(data.official_splits[0].test) == 190u * 4u);
    // Profile 20, a hold-out profile of the survey.
    const arma::rowvec last = {0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0};
    BOOST_TEST(arma::all(X.row(19) == last));
  });
}

BOOST_AUTO_TEST_CASE(options_choose_the_persons_and_the_coding) {
  with_real_data("computer_survey:n_respondents=180,coding=plus_minus", [](const Dataset& data) {
    const arma::mat X = data.train.design(0).dense();
    BOOST_TEST(data.train.n_tasks() == 180u);
    BOOST_TEST(data.official_splits[0].test.size() == 180u);
    BOOST_TEST(arma::accu(X == -1.0) + arma::accu(X == 1.0) == 260u);
    BOOST_TEST(arma::accu(X) == 6.0);
    BOOST_TEST(arma::rank(arma::mat(arma::join_rows(arma::vec(8, arma::fill::ones), X.head_rows(8)))) == 8u);
  });
  with_real_data("computer_survey:constant=true", [](const Dataset& data) {
    BOOST_TEST(data.train.n_features() == 14u);
    BOOST_TEST(data.train.feature_names().back() == "constant");
    BOOST_TEST(arma::all(data.train.design(0).dense().col(13) == 1.0));
  });
  for (const char* options : {"n_respondents=0", "n_respondents=191", "coding=binary"})
    BOOST_CHECK_THROW(make_dataset("computer_survey:" + std::string(options), real_data()), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
