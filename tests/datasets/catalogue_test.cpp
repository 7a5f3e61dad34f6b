#include "datasets/catalogue.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

BOOST_AUTO_TEST_SUITE(data_set_catalogue)

BOOST_AUTO_TEST_CASE(lists_all_thirteen) {
  std::string names;
  for (const DatasetEntry& entry : dataset_catalogue()) names += std::string(entry.name) + " ";
  BOOST_TEST(
      names ==
      "shared_support low_rank task_clusters related_classifiers armul_synthetic school landmine parkinsons sarcos "
      "computer_survey sentiment mulan_regression mulan_labels ");
}

BOOST_AUTO_TEST_CASE(unknown_name_suggests_the_nearest) {
  BOOST_CHECK_EXCEPTION(find_dataset("schol"), InvalidOption, [](const InvalidOption& error) {
    return std::string(error.what()).find("did you mean 'school'?") != std::string::npos;
  });
  BOOST_CHECK_THROW(make_dataset("low_rnk:rank=2"), InvalidOption);
}

BOOST_AUTO_TEST_CASE(unknown_option_suggests_the_nearest) {
  BOOST_CHECK_EXCEPTION(make_dataset("low_rank:n_task=3"), InvalidOption, [](const InvalidOption& error) {
    return std::string(error.what()).find("did you mean 'n_tasks'?") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_spec_is_a_name_and_options) {
  const DatasetSpec bare = parse_dataset_spec("school");
  BOOST_TEST(bare.name == "school");
  BOOST_TEST(bare.params.empty());
  const DatasetSpec full = parse_dataset_spec("low_rank:n_tasks=20,rank=3,note=a=b");
  BOOST_TEST(full.name == "low_rank");
  BOOST_TEST((full.params == Params{{"n_tasks", "20"}, {"rank", "3"}, {"note", "a=b"}}));
}

BOOST_AUTO_TEST_CASE(adv_malformed_specs_are_refused) {
  for (const char* text : {"", ":", ":rank=2", "low_rank:", "low_rank:rank", "low_rank:=2", "low_rank:rank=2,",
                           "low_rank:,rank=2", "low_rank:rank=2,,seed=1", "low_rank:noise=0,5",
                           "low_rank:rank=2,rank=3", "low_rank:rank= 2", "low_rank :rank=2", "LOW_RANK"})
    BOOST_TEST_CONTEXT("spec '" << text << "'") BOOST_CHECK_THROW(make_dataset(text), InvalidOption);
}

BOOST_AUTO_TEST_CASE(a_spec_gives_the_data_of_its_options) {
  const Dataset data = make_dataset("low_rank:n_tasks=5,rank=3,seed=7");
  BOOST_TEST(data.name == "low_rank");
  BOOST_TEST(data.train.n_tasks() == 5u);
  BOOST_TEST(data.truth->rank == 3);
}

BOOST_AUTO_TEST_CASE(fields_tell_the_options_with_their_defaults) {
  bool found = false;
  for (const FieldDescription& field : find_dataset("related_classifiers").fields())
    if (field.name == "offset") {
      found = true;
      BOOST_TEST(field.default_value == "0");
    }
  BOOST_TEST(found);
}

BOOST_AUTO_TEST_SUITE_END()
