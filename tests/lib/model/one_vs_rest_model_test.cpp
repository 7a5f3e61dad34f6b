#include "lib/model/one_vs_rest_model.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/kernel_model.hpp"
#include "lib/model/linear_model.hpp"

using namespace starling;

namespace {

ModelInfo two_tasks(Labels labels) {
  return {.method = "none", .loss = LossName::hinge, .labels = std::move(labels), .task_names = {"a", "b"}};
}

std::shared_ptr<const Model> machine(const arma::mat& W, const arma::rowvec& b) {
  return std::make_shared<LinearModel>(W, b, two_tasks({}));
}

std::vector<std::shared_ptr<const Model>> machines() {
  return {machine({{1, 0}, {0, 1}}, {0, 0}), machine({{0, 1}, {1, 0}}, {0, 0}), machine({{0, 0}, {0, 0}}, {0.5, 0.5})};
}

const Labels labels{.values = {1, 3, 10}, .names = {"low", "mid", "high"}};
const arma::mat X = {{2, 1}, {1, 2}, {-1, -2}, {1, 1}};

bool same(const arma::mat& A, const arma::mat& B) { return arma::approx_equal(A, B, "absdiff", 0.0); }

template <class Make>
void refuses(const Make& make, const std::string& words) {
  BOOST_CHECK_EXCEPTION(make(), InvalidModel, [&](const InvalidModel& error) {
    BOOST_TEST_INFO(error.what());
    return std::string(error.what()).find(words) != std::string::npos;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(one_vs_rest_model)

BOOST_AUTO_TEST_CASE(predicted_is_the_class_whose_machine_says_the_most_and_the_first_where_they_say_the_same) {
  const OneVsRestModel model(machines(), two_tasks(labels));
  BOOST_TEST(same(model.decisions(0, X), {{2, 1, 0.5}, {1, 2, 0.5}, {-1, -2, 0.5}, {1, 1, 0.5}}));
  BOOST_TEST(same(model.decision(0, X), arma::vec{2, 2, 0.5, 1}));
  BOOST_TEST(same(model.predict(0, X), arma::vec{1, 3, 10, 1}));
  BOOST_TEST(same(model.predict(1, X), arma::vec{3, 1, 10, 1}));
  BOOST_TEST(!model.predict_probability(0, X).has_value());
  BOOST_TEST(model.predict(0, arma::mat(0, 2)).empty());
  BOOST_CHECK_THROW(model.decisions(2, X), InvalidInput);
  BOOST_CHECK_THROW(model.decision(0, arma::mat(1, 3)), InvalidInput);
}

BOOST_AUTO_TEST_CASE(new_tasks_are_what_the_machines_make_of_them) {
  const OneVsRestModel model(machines(), two_tasks(labels));
  const auto fresh = model.for_new_task();
  BOOST_TEST(fresh->n_tasks() == 1u);
  BOOST_TEST(same(fresh->decisions(0, X).col(2), arma::vec(4, arma::fill::value(0.5))));
  BOOST_TEST(same(fresh->decisions(0, X).col(0), arma::vec{1.5, 1.5, -1.5, 1}));
  const std::vector<std::optional<arma::uword>> second = {1};
  BOOST_TEST(same(model.for_tasks(second, {"b"})->decisions(0, X), model.decisions(1, X)));
}

BOOST_AUTO_TEST_CASE(a_loaded_model_predicts_the_same_bits_and_is_saved_as_the_same_bytes) {
  ModelInfo info = two_tasks(labels);
  info.feature_names = {"u", "v"};
  info.learned = {{"basis", {{1, 2}}}};
  const OneVsRestModel model(machines(), info);
  const std::string bytes = model_bytes(model);
  const auto loaded = model_from_bytes(bytes);
  BOOST_TEST(loaded->kind() == "one_vs_rest");
  BOOST_TEST(model_bytes(*loaded) == bytes);
  BOOST_TEST(same(loaded->decisions(1, X), model.decisions(1, X)));
  BOOST_TEST((loaded->info().labels->values == labels.values));
  BOOST_TEST((loaded->info().labels->names == labels.names));
  BOOST_TEST(same(loaded->info().learned.at("basis"), arma::mat{{1, 2}}));
}

BOOST_AUTO_TEST_CASE(adv_models_every_truncation_and_bit_flip_of_a_model_of_classes_is_refused) {
  std::string bytes = model_bytes(OneVsRestModel(machines(), two_tasks(labels)));
  for (std::size_t length = 0; length < bytes.size(); ++length)
    BOOST_REQUIRE_THROW(model_from_bytes(std::string_view(bytes).substr(0, length)), InvalidModel);
  for (char& byte : bytes)
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<char>(byte ^ (1 << bit));
      BOOST_REQUIRE_THROW(model_from_bytes(bytes), InvalidModel);
      byte = static_cast<char>(byte ^ (1 << bit));
    }
}

BOOST_AUTO_TEST_CASE(machines_and_labels_that_do_not_fit_are_refused) {
  refuses([] { OneVsRestModel(machines(), two_tasks({.values = {1, 2}})); }, "fewer classes than three");
  refuses([] { OneVsRestModel(machines(), two_tasks({.values = {1, 2, 3, 4}})); }, "number of machines");
  refuses([] { OneVsRestModel(machines(), two_tasks({.values = {1, 1, 3}})); }, "labels that are none");
  refuses(
      [] {
        OneVsRestModel(machines(), two_tasks({.values = {1, 2, 3}, .names = {"a", "b"}}));
      },
      "labels that are none");
  refuses(
      [] {
        auto list = machines();
        list[1] = std::make_shared<LinearModel>(arma::mat(3, 2), arma::rowvec(2), two_tasks({}));
        OneVsRestModel(list, two_tasks(labels));
      },
      "other features");
  refuses(
      [] {
        auto list = machines();
        list[2] = std::make_shared<LinearModel>(arma::mat(2, 1), arma::rowvec(1),
                                                ModelInfo{.labels = Labels{}, .task_names = {"a"}});
        OneVsRestModel(list, two_tasks(labels));
      },
      "other tasks");
  refuses(
      [] {
        auto list = machines();
        list[0] = std::make_shared<OneVsRestModel>(machines(), two_tasks(labels));
        OneVsRestModel(list, two_tasks(labels));
      },
      "does not part two classes");
}

BOOST_AUTO_TEST_SUITE_END()
