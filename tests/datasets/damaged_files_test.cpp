// Files of the right name that hold something else, and files that are absent.
#include <boost/test/unit_test.hpp>
#include <functional>

#include "datasets/catalogue.hpp"
#include "lib/data/formats/mat_file.hpp"
#include "tests/datasets/places.hpp"

using namespace starling;

namespace {

auto mentions(const std::string& part) {
  return [part](const Error& error) {
    BOOST_TEST_INFO(error.what());
    return std::string(error.what()).find(part) != std::string::npos;
  };
}

// The two variables of the landmine file, with two objects a field and the given label in field 5.
std::string landmine_file(double fifth_label) {
  MatCell features{.rows = 1, .cols = 29, .values = {}}, labels = features;
  for (int t = 0; t < 29; ++t) {
    features.values.emplace_back(arma::mat(2, 9, arma::fill::ones));
    labels.values.emplace_back(arma::mat(arma::vec{0.0, t == 4 ? fifth_label : 1.0}));
  }
  return to_mat({{"feature", MatValue(features)}, {"label", MatValue(labels)}});
}

constexpr arma::uword n_schools = 139, n_pupils = 15362, n_training = 11472;

// 138 schools of 110 pupils and one of 182, of whom the first 82 or 156 are for training.
struct PlainSchool {
  arma::mat x = arma::mat(28, n_pupils, arma::fill::ones), y = arma::mat(n_pupils, 1, arma::fill::zeros);
  arma::mat starts = arma::mat(n_schools, 1), training_starts = starts, test_starts = starts;
  arma::mat training = arma::mat(1, n_training), testing = arma::mat(1, n_pupils - n_training);

  PlainSchool() {
    y(0) = 316416.0;
    arma::uword k = 0, m = 0;
    for (arma::uword t = 0; t < n_schools; ++t) {
      const arma::uword first = t * 110, next = t + 1 < n_schools ? first + 110 : n_pupils;
      const arma::uword n_train = t + 1 < n_schools ? 82 : n_training - 138 * 82;
      starts(t) = static_cast<double>(first + 1);
      training_starts(t) = static_cast<double>(k + 1);
      test_starts(t) = static_cast<double>(m + 1);
      for (arma::uword i = first; i < next; ++i)
        (i < first + n_train ? training(k++) : testing(m++)) = static_cast<double>(i + 1);
    }
  }
  void put(const Places& places) const {
    places.put("given/school/school_b.mat",
               to_mat({{"x", MatValue(x)}, {"y", MatValue(y)}, {"task_indexes", MatValue(starts)}}));
    const std::string split = to_mat({{"tr", MatValue(training)},
                                      {"tst", MatValue(testing)},
                                      {"tr_indexes", MatValue(training_starts)},
                                      {"tst_indexes", MatValue(test_starts)}});
    for (int k = 1; k <= 10; ++k) places.put("given/school/school_" + std::to_string(k) + "_indexes.mat", split);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(damaged_data_sets, Places)

BOOST_AUTO_TEST_CASE(an_absent_file_is_named_with_its_places_and_source) {
  for (const DatasetEntry& entry : dataset_catalogue()) {
    if (entry.generated()) continue;
    for (const std::string& part :
         {(root / "given").string(), (root / "named").string(), (root / "cache/starling/datasets").string(),
          std::string(entry.files->files[0]), std::string(entry.files->origin)})
      BOOST_CHECK_EXCEPTION(make_dataset(entry.name, given()), IoError, mentions(part));
  }
}

BOOST_AUTO_TEST_CASE(adv_F1_an_empty_file_is_refused) {
  for (const DatasetEntry& entry : dataset_catalogue()) {
    if (entry.generated()) continue;
    for (const std::string_view file : entry.files->files)
      put(std::filesystem::path("given") / entry.files->folder / file, "");
    BOOST_TEST_CONTEXT("data set " << entry.name) { BOOST_CHECK_THROW(make_dataset(entry.name, given()), InvalidData); }
  }
}

BOOST_AUTO_TEST_CASE(adv_D15_a_landmine_label_that_is_neither_0_nor_1_is_refused) {
  put("given/LandmineData.mat", landmine_file(2.0));
  BOOST_CHECK_EXCEPTION(make_dataset("landmine", given()), InvalidData, mentions("label{5}"));
}

BOOST_AUTO_TEST_CASE(a_landmine_file_of_other_size_is_refused) {
  put("given/LandmineData.mat", landmine_file(1.0));
  BOOST_CHECK_EXCEPTION(make_dataset("landmine", given()), InvalidData, mentions("expected 14820, got 58"));
}

BOOST_AUTO_TEST_CASE(a_sarcos_file_of_other_size_content_or_variable_is_refused) {
  const auto refused = [&](const char* variable, const arma::mat& values, const char* part) {
    put("given/sarcos_inv_test.mat", to_mat({{variable, MatValue(values)}}));
    BOOST_CHECK_EXCEPTION(make_dataset("sarcos", given()), InvalidData, mentions(part));
  };
  refused("sarcos_inv_test", arma::mat(4448, 28, arma::fill::ones), "expected 4449 x 28 matrix");
  refused("sarcos_inv_test", arma::mat(4449, 28, arma::fill::ones), "sum of all values");
  refused("sarcos_inv", arma::mat(4449, 28, arma::fill::ones), "sarcos_inv_test");
}

BOOST_AUTO_TEST_CASE(adv_D6_a_value_that_is_not_finite_is_refused) {
  arma::mat values(4449, 28, arma::fill::ones);
  values(3, 4) = arma::datum::nan;
  put("given/sarcos_inv_test.mat", to_mat({{"sarcos_inv_test", MatValue(values)}}));
  BOOST_CHECK_THROW(make_dataset("sarcos", given()), InvalidData);
}

BOOST_AUTO_TEST_CASE(sentiment_files_of_other_size_or_targets_are_refused) {
  const auto refused = [&](const std::string& reviews, const char* part) {
    put("given/sentiment/books_train.svmlight", reviews);
    BOOST_CHECK_EXCEPTION(make_dataset("sentiment", given()), InvalidData, mentions(part));
  };
  std::string reviews;
  for (int k = 0; k < 1999; ++k) reviews += "1 0:1\n";
  refused(reviews, "number of reviews is another");
  refused(reviews + "0 4999:1\n", "targets that are 1 or -1");
  refused(reviews + "1 5000:1\n", "books_train.svmlight:2000");
}

BOOST_AUTO_TEST_CASE(a_parkinsons_table_without_its_columns_or_rows_is_refused) {
  put("given/parkinsons_updrs.data", "subject,age\n1,2\n");
  BOOST_CHECK_EXCEPTION(make_dataset("parkinsons", given()), InvalidData, mentions("subject#"));
  put("given/parkinsons_updrs.data", "subject#,age,motor_UPDRS,total_UPDRS\n1,2,3,4\n");
  BOOST_CHECK_EXCEPTION(make_dataset("parkinsons", given()), InvalidData, mentions("number of features"));
}

BOOST_AUTO_TEST_CASE(a_school_file_of_the_right_shape_is_read) {
  PlainSchool().put(*this);
  const Dataset school = make_dataset("school", given());
  BOOST_TEST(school.train.n_samples(0) == 110u);
  BOOST_TEST(school.train.n_samples(138) == 182u);
  BOOST_TEST(school.official_splits.at(9).train.at(0).n_elem == 82u);
}

BOOST_AUTO_TEST_CASE(school_splits_that_do_not_fit_the_schools_are_refused) {
  const auto refused = [&](const std::function<void(PlainSchool&)>& damage, const char* part) {
    PlainSchool school;
    damage(school);
    school.put(*this);
    BOOST_CHECK_EXCEPTION(make_dataset("school", given()), InvalidData, mentions(part));
  };
  refused([](PlainSchool& school) { std::swap(school.training(0), school.training(82)); }, "under another school");
  refused([](PlainSchool& school) { school.training(0) = 0.0; }, "under another school");
  refused([](PlainSchool& school) { school.training(0) = arma::datum::nan; }, "under another school");
  refused([](PlainSchool& school) { school.training(0) = school.training(1); }, "every pupil once");
  refused([](PlainSchool& school) { school.test_starts(4) = school.test_starts(3); }, "do not ascend");
  refused([](PlainSchool& school) { school.training_starts(0) = 2.0; }, "do not ascend");
  refused([](PlainSchool& school) { school.starts(138) = 1e300; }, "do not ascend");
  refused([](PlainSchool& school) { school.starts(3) = arma::datum::nan; }, "do not ascend");
  refused([](PlainSchool& school) { school.x.row(27).zeros(); }, "last column");
  refused([](PlainSchool& school) { school.y(0) = 1.0; }, "sum of the scores");
}

BOOST_AUTO_TEST_SUITE_END()
