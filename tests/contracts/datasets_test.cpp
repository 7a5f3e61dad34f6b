#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "datasets/catalogue.hpp"

using namespace starling;

namespace {

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) && std::equal(a.begin(), a.end(), b.begin());
}

bool same_bits(const MultiTaskData& a, const MultiTaskData& b) {
  if (a.n_tasks() != b.n_tasks() || !same_bits(a.targets(), b.targets()) || !same_bits(a.weights(), b.weights()))
    return false;
  for (arma::uword t = 0; t < a.n_tasks(); ++t)
    if (!same_bits(a.design(t).dense(), b.design(t).dense())) return false;
  return true;
}

bool same_bits(const Dataset& a, const Dataset& b) {
  return same_bits(a.train, b.train) && a.test.has_value() == b.test.has_value() &&
         (!a.test || same_bits(*a.test, *b.test)) && same_bits(a.truth->W, b.truth->W) &&
         same_bits(a.truth->b, b.truth->b);
}

Dataset generate(const DatasetEntry& entry, const std::string& options) {
  return make_dataset(std::string(entry.name) + ":" + options);
}

// One that takes what datasets/synthetic.hpp describes.
bool samples_by_options(const DatasetEntry& entry) {
  const auto fields = entry.fields();
  return std::ranges::any_of(fields, [](const FieldDescription& field) { return field.name == "correlation"; });
}

// Calls check(entry) for every such generator of the catalogue; there are some.
template <class Check>
void for_every_generator(Check&& check) {
  int count = 0;
  for (const DatasetEntry& entry : dataset_catalogue())
    if (entry.generated() && samples_by_options(entry)) {
      BOOST_TEST_CONTEXT("data set " << entry.name) check(entry);
      ++count;
    }
  BOOST_TEST(count == 4);
}

// X w_t + b_t of a task by plain loops.
arma::vec linear_values(const Dataset& data, const MultiTaskData& part, arma::uword t) {
  const arma::mat X = part.design(t).dense();
  arma::vec values(X.n_rows);
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    long double value = data.truth->b(t);
    for (arma::uword j = 0; j < X.n_cols; ++j)
      value += static_cast<long double>(X(i, j)) * static_cast<long double>(data.truth->W(j, t));
    values(i) = static_cast<double>(value);
  }
  return values;
}

void check_follows_truth(const Dataset& data, const MultiTaskData& part) {
  for (arma::uword t = 0; t < part.n_tasks(); ++t) {
    const arma::vec values = linear_values(data, part, t), y = part.targets_of(t);
    for (arma::uword i = 0; i < y.n_elem; ++i) {
      if (data.classification())
        BOOST_TEST((std::abs(values(i)) < 1e-12 || y(i) == (values(i) > 0.0 ? 1.0 : -1.0)));
      else
        BOOST_TEST(std::abs(values(i) - y(i)) <= 1e-12 * (1.0 + std::abs(values(i))));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(every_data_set)

BOOST_AUTO_TEST_CASE(has_a_name_of_its_own_a_summary_and_described_options) {
  std::set<std::string_view> names;
  for (const DatasetEntry& entry : dataset_catalogue()) {
    BOOST_TEST_CONTEXT("data set " << entry.name) {
      BOOST_TEST(names.insert(entry.name).second);
      BOOST_TEST(!entry.summary.empty());
      std::set<std::string> fields;
      for (const FieldDescription& field : entry.fields()) {
        BOOST_TEST(fields.insert(field.name).second);
        BOOST_TEST(!field.help.empty());
      }
      BOOST_TEST(&find_dataset(entry.name) == &entry);
      if (!entry.generated()) {
        BOOST_TEST(!entry.files->files.empty());
        BOOST_TEST(!entry.files->origin.empty());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_an_option_it_does_not_have) {
  for (const DatasetEntry& entry : dataset_catalogue()) BOOST_TEST_CONTEXT("data set " << entry.name)
  BOOST_CHECK_THROW(make_dataset(std::string(entry.name) + ":no_such_option=1"), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(every_generator)

BOOST_AUTO_TEST_CASE(gives_the_same_bits_for_the_same_seed_and_others_for_another) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset first = generate(entry, "seed=7"), again = generate(entry, "seed=7");
    const Dataset other = generate(entry, "seed=8");
    BOOST_TEST(same_bits(first, again));
    BOOST_TEST(!same_bits(first.train.targets(), other.train.targets()));
    BOOST_TEST(!same_bits(first.train.design(0).dense(), other.train.design(0).dense()));
    BOOST_TEST(!same_bits(first.truth->W, other.truth->W));
  });
}

BOOST_AUTO_TEST_CASE(has_the_shapes_asked_for) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset data = generate(entry, "n_tasks=4,n_features=7,n_samples=11,n_test=13");
    BOOST_TEST(data.name == entry.name);
    BOOST_TEST((data.target == entry.target));
    BOOST_TEST(!data.description.empty());
    BOOST_TEST(data.train.n_tasks() == 4);
    BOOST_TEST(data.train.n_features() == 7);
    BOOST_TEST(data.train.size() == 44);
    BOOST_TEST(data.test->n_tasks() == 4);
    BOOST_TEST(data.test->n_features() == 7);
    BOOST_TEST(data.test->size() == 52);
    BOOST_TEST(data.truth->W.n_rows == 7);
    BOOST_TEST(data.truth->W.n_cols == 4);
    BOOST_TEST(data.truth->b.n_elem == 4);
    BOOST_TEST(data.truth->noise.n_elem == 4);
    BOOST_TEST(!generate(entry, "n_test=0").test.has_value());
  });
}

BOOST_AUTO_TEST_CASE(has_targets_of_its_kind) {
  for_every_generator([](const DatasetEntry& entry) {
    const arma::vec y = generate(entry, "seed=1").train.targets();
    const bool signs = std::all_of(y.begin(), y.end(), [](double value) { return std::abs(value) == 1.0; });
    BOOST_TEST(signs == (entry.target == Target::classification));
  });
}

BOOST_AUTO_TEST_CASE(without_noise_follows_its_truth_exactly) {
  for_every_generator([](const DatasetEntry& entry) {
    for (const std::string shared : {"false", "true"}) {
      const Dataset data =
          generate(entry, "seed=3,noise=0,correlation=0.6,outlier_tasks=0.2,offset=2,shared_design=" + shared);
      check_follows_truth(data, data.train);
      check_follows_truth(data, *data.test);
    }
  });
}

BOOST_AUTO_TEST_CASE(keeps_a_sample_however_many_are_asked_for) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset few = generate(entry, "n_samples=10"), many = generate(entry, "n_samples=30");
    for (arma::uword t = 0; t < few.train.n_tasks(); ++t) {
      BOOST_TEST(same_bits(few.train.design(t).dense(), many.train.design(t).dense().head_rows(10)));
      BOOST_TEST(same_bits(few.train.targets_of(t), many.train.targets_of(t).head(10)));
    }
  });
}

BOOST_AUTO_TEST_CASE(trains_and_tests_on_different_samples) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset data = generate(entry, "n_samples=20,n_test=20");
    BOOST_TEST(!same_bits(data.train.design(0).dense(), data.test->design(0).dense()));
    BOOST_TEST(!same_bits(data.train.design(0).dense(), data.train.design(1).dense()));
  });
}

BOOST_AUTO_TEST_CASE(spreads_sample_counts_by_the_imbalance) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset data = generate(entry, "n_tasks=5,n_samples=160,imbalance=16");
    std::vector<arma::uword> sizes;
    for (arma::uword t = 0; t < 5; ++t) sizes.push_back(data.train.n_samples(t));
    std::sort(sizes.begin(), sizes.end());
    const std::vector<arma::uword> expected = {10, 20, 40, 80, 160};
    BOOST_TEST(sizes == expected, boost::test_tools::per_element());
    for (arma::uword t = 0; t < 5; ++t) BOOST_TEST(data.test->n_samples(t) == 200);
  });
}

BOOST_AUTO_TEST_CASE(leaves_out_the_share_of_targets_asked_for) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset data = generate(entry, "n_tasks=6,n_samples=40,shared_design=true,missing=0.25");
    const Dataset whole = generate(entry, "n_tasks=6,n_samples=40,shared_design=true");
    BOOST_TEST(data.train.is_shared());
    for (arma::uword t = 0; t < 6; ++t) {
      BOOST_TEST(data.train.n_samples(t) == 30);
      BOOST_TEST(data.test->n_samples(t) == 200);
    }
    BOOST_TEST(!same_bits(data.train.weights_of(0), data.train.weights_of(1)));
    for (arma::uword k = 0; k < data.train.size(); ++k)
      if (data.train.weights()(k) > 0.0) BOOST_TEST(data.train.targets()(k) == whole.train.targets()(k));
  });
}

BOOST_AUTO_TEST_CASE(names_its_outlier_tasks_and_changes_no_other) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset plain = generate(entry, "n_tasks=10,seed=5");
    const Dataset mixed = generate(entry, "n_tasks=10,seed=5,outlier_tasks=0.3");
    BOOST_TEST(plain.truth->outlier_tasks.empty());
    BOOST_TEST(mixed.truth->outlier_tasks.n_elem == 3);
    for (arma::uword t = 0; t < 10; ++t) {
      const bool outlier = arma::any(mixed.truth->outlier_tasks == t);
      BOOST_TEST(same_bits(plain.truth->W.col(t), mixed.truth->W.col(t)) == !outlier);
    }
  });
}

BOOST_AUTO_TEST_CASE(spreads_the_noise_between_tasks) {
  for_every_generator([](const DatasetEntry& entry) {
    const arma::rowvec noise = generate(entry, "n_tasks=9,noise=2,heteroscedastic=16").truth->noise;
    BOOST_TEST(std::abs(noise.max() / noise.min() - 16.0) < 1e-12);
    BOOST_TEST(std::abs(noise.max() - 8.0) < 1e-12);
    const arma::rowvec even = generate(entry, "n_tasks=9,noise=2").truth->noise;
    BOOST_TEST(even.min() == 2.0);
    BOOST_TEST(even.max() == 2.0);
  });
}

BOOST_AUTO_TEST_CASE(has_the_signal_to_noise_ratio_asked_for) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset data = generate(entry, "n_tasks=3,n_features=4,n_samples=20000,n_test=0,snr=3,correlation=0.7" +
                                             std::string(entry.name == "shared_support" ? ",n_relevant=3" : ""));
    for (arma::uword t = 0; t < 3; ++t) {
      const arma::vec values = linear_values(data, data.train, t);
      // The sd of 20000 draws lies within 4 / sqrt(40000) = 2 % of its expectation but for 1 case in 16000.
      BOOST_TEST(std::abs(arma::stddev(values) / data.truth->noise(t) / 3.0 - 1.0) < 0.02);
    }
  });
}

BOOST_AUTO_TEST_CASE(correlates_neighbouring_features) {
  for_every_generator([](const DatasetEntry& entry) {
    const Dataset data = generate(entry, "n_tasks=1,n_features=20,n_samples=5000,n_test=0,correlation=-0.8" +
                                             std::string(entry.name == "low_rank"        ? ",rank=1"
                                                         : entry.name == "task_clusters" ? ",n_clusters=1"
                                                                                         : ""));
    const arma::mat X = data.train.design(0).dense();
    double variance = 0.0, product = 0.0;
    for (arma::uword i = 0; i < X.n_rows; ++i)
      for (arma::uword j = 1; j < X.n_cols; ++j) {
        variance += X(i, j) * X(i, j);
        product += X(i, j) * X(i, j - 1);
      }
    const double count = static_cast<double>(X.n_rows * (X.n_cols - 1));
    BOOST_TEST(std::abs(variance / count - 1.0) < 0.03);
    BOOST_TEST(std::abs(product / count + 0.8) < 0.03);
  });
}

BOOST_AUTO_TEST_CASE(refuses_options_out_of_range_or_in_contradiction) {
  for_every_generator([](const DatasetEntry& entry) {
    for (const char* options : {"n_tasks=0",
                                "n_tasks=-1",
                                "n_tasks=1.5",
                                "n_tasks=99999999999",
                                "n_features=0",
                                "n_samples=0",
                                "n_test=-1",
                                "noise=-1",
                                "noise=nan",
                                "noise=inf",
                                "snr=-1",
                                "strength=-1",
                                "offset=-1",
                                "correlation=1",
                                "correlation=-1",
                                "imbalance=0.5",
                                "heteroscedastic=0.5",
                                "outlier_tasks=1.5",
                                "outlier_tasks=1",
                                "missing=0.1",
                                "missing=1,shared_design=true",
                                "imbalance=2,shared_design=true",
                                "imbalance=51",
                                "seed=-1",
                                "seed=x",
                                "shared_design=maybe",
                                "n_tasks=1,outlier_tasks=0.5",
                                "noise=",
                                "noise=0x10"})
      BOOST_TEST_CONTEXT("options " << options) BOOST_CHECK_THROW(generate(entry, options), InvalidOption);
  });
}

BOOST_AUTO_TEST_SUITE_END()
