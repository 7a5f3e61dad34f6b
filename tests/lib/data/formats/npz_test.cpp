#include "lib/data/formats/npz.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"

namespace {

using starling::DataForm;
using starling::Error;
using starling::from_npz;
using starling::InvalidData;
using starling::InvalidOption;
using starling::LoadedData;
using starling::MemoryBudget;
using starling::MultiTaskData;
using starling::NpyArray;
using starling::NpzFile;
using starling::parse_npy;
using starling::to_npy;
using starling::to_npz;

const std::string golden = STARLING_SOURCE_DIR "/tests/golden/files/";

NpyArray parse(const std::string& bytes) {
  MemoryBudget budget("a.npy", bytes.size());
  budget.allow_widening(bytes.size());
  return parse_npy(bytes, "a.npy", budget);
}
NpyArray golden_array(const std::string& name) { return parse(starling::read_file(golden + name)); }
LoadedData load(const std::string& bytes) {
  NpzFile file(bytes, "a.npz");
  return from_npz(file);
}

auto says(std::string words) {
  return [words](const Error& error) {
    const bool found = std::string(error.what()).find(words) != std::string::npos;
    if (!found) BOOST_TEST_MESSAGE("message was: " << error.what());
    return found;
  };
}

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) && (a.empty() || std::memcmp(a.memptr(), b.memptr(), a.n_elem * 8) == 0);
}

void check_same(const MultiTaskData& a, const MultiTaskData& b) {
  BOOST_REQUIRE(a.n_tasks() == b.n_tasks());
  BOOST_TEST(a.task_names() == b.task_names(), boost::test_tools::per_element());
  BOOST_TEST(a.feature_names() == b.feature_names(), boost::test_tools::per_element());
  BOOST_TEST(same_bits(a.targets(), b.targets()));
  BOOST_TEST(same_bits(a.weights(), b.weights()));
  for (arma::uword t = 0; t < a.n_tasks(); ++t) {
    BOOST_TEST(a.design(t).is_sparse() == b.design(t).is_sparse());
    BOOST_TEST(same_bits(a.design(t).dense(), b.design(t).dense()));
  }
}

const arma::mat M = {{1, -2, 3}, {4, 5, 6}};
const arma::mat X = {{0.1, 2.0}, {0.0, -0.0}, {1e-310, 1e300}};
const double missing = std::nan("");

}  // namespace

BOOST_AUTO_TEST_SUITE(npz)

BOOST_AUTO_TEST_CASE(reads_the_arrays_that_numpy_writes) {
  for (const char* name :
       {"c_order.npy", "fortran_order.npy", "big_endian.npy", "big_endian_int16.npy", "float32.npy", "int8.npy"})
    BOOST_TEST(same_bits(golden_array(name).matrix(), M), name);
  BOOST_TEST(same_bits(golden_array("bool.npy").vector(), arma::vec{1, 0}));
  BOOST_TEST(golden_array("text.npy").words() == (std::vector<std::string>{"a", "k\xC3\xB6ln", ""}),
             boost::test_tools::per_element());
  BOOST_TEST(golden_array("bytes.npy").words() == (std::vector<std::string>{"a", "bcd"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_array_of_another_kind_names_itself) {
  BOOST_CHECK_EXCEPTION(golden_array("bool.npy").matrix(), InvalidData,
                        says("a.npy: is another kind of array; expected numbers in two dimensions, got numbers of "
                             "shape (2)"));
  BOOST_CHECK_THROW(golden_array("text.npy").vector(), InvalidData);
  BOOST_CHECK_THROW(golden_array("c_order.npy").words(), InvalidData);
}

BOOST_AUTO_TEST_CASE(arrays_it_writes_read_back_to_the_same_bits) {
  BOOST_TEST(same_bits(parse(to_npy(X)).matrix(), X));
  BOOST_TEST(same_bits(parse(to_npy(arma::vec(X.col(0)))).vector(), X.col(0)));
  BOOST_TEST(same_bits(parse(to_npy(arma::mat(0, 3))).matrix(), arma::mat(0, 3)));
  const std::vector<std::string> words = {"", "\xF0\x9F\xA6\x9C", "k\xC3\xB6ln"};
  BOOST_TEST(parse(to_npy(words)).words() == words, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(reads_the_wide_form) {
  const LoadedData in = starling::read_npz(golden + "wide.npz");
  BOOST_TEST((in.form == DataForm::wide));
  check_same(in.data, MultiTaskData::from_shared(X, arma::mat{{1, missing}, {2, 3}, {missing, 4}})
                          .with_task_names({"u", "v"})
                          .with_feature_names({"a", "b"}));
  const LoadedData weighted = starling::read_npz(golden + "wide_compressed.npz");
  BOOST_TEST(same_bits(weighted.data.weights(), arma::vec{0.5, 0.5, 0, 0, 0.5, 0.5}));
}

BOOST_AUTO_TEST_CASE(reads_the_long_form) {
  const arma::mat rounded =
      arma::conv_to<arma::mat>::from(arma::conv_to<arma::fmat>::from(arma::mat(arma::clamp(X, 0.0, 7.25))));
  const LoadedData in = starling::read_npz(golden + "long.npz");
  BOOST_TEST((in.form == DataForm::long_rows));
  check_same(in.data, MultiTaskData::from_tasks(
                          {{.X = rounded.rows(arma::uvec{0, 2}).eval(), .y = {1, 3}, .weights = {1, 0.5}, .name = "b"},
                           {.X = rounded.rows(1, 1).eval(), .y = {2}, .weights = {2}, .name = "a"}}));
  const LoadedData integers = starling::read_npz(golden + "long_integers.npz");
  BOOST_TEST(integers.data.task_names() == (std::vector<std::string>{"7", "-1"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(reads_the_per_task_form_with_sparse_features) {
  const LoadedData in = starling::read_npz(golden + "per_task.npz");
  const arma::sp_mat S(arma::mat{{0, 2.5, 0}, {1, 0, -3}});
  check_same(in.data, MultiTaskData::from_tasks(
                          {{.X = S, .y = {1, 2}}, {.X = arma::mat(1, 3, arma::fill::ones), .y = {5}, .weights = {2}}}));
}

BOOST_AUTO_TEST_CASE(every_form_it_writes_reads_back_to_the_same_bits) {
  const auto wide = MultiTaskData::from_shared(X, arma::mat{{1, missing}, {0.1, 3}, {missing, 4}},
                                               arma::mat{{1, 1}, {2, 1}, {1, 0.3}})
                        .with_feature_names({"a", "b"});
  check_same(load(to_npz(wide)).data, wide);
  arma::sp_mat S(2, 2);
  S(1, 0) = 1e-310;
  const auto ragged = MultiTaskData::from_tasks(
      {{.X = X, .y = {1, 2, 3}, .name = "first"}, {.X = S, .y = {0.1, -0.0}, .weights = {0, 7}, .name = "second"}});
  check_same(load(to_npz(ragged)).data, ragged);
  const auto sparse =
      MultiTaskData::from_tasks({{.X = S, .y = {1, 2}, .name = "b"}, {.X = S, .y = {3, 4}, .name = "a"}});
  check_same(load(to_npz(sparse, {.form = DataForm::long_rows})).data, sparse);
  BOOST_TEST((to_npz(ragged) == to_npz(ragged)));
  BOOST_CHECK_THROW(to_npz(ragged, {.form = DataForm::wide}), InvalidOption);
}

BOOST_AUTO_TEST_CASE(class_names_travel_along) {
  const auto data = MultiTaskData::from_tasks({{.X = X, .y = {0, 1, 0}}});
  BOOST_TEST(
      load(to_npz(data, {.class_names = {"ham", "spam"}})).class_names == (std::vector<std::string>{"ham", "spam"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_that_do_not_make_a_form_are_refused) {
  const std::string x = to_npy(X), y = to_npy(arma::vec{1, 2, 3}), short_y = to_npy(arma::vec{1, 2});
  BOOST_CHECK_NO_THROW(load(to_npz({{"X", x}, {"y", y}, {"W_true", x}})));
  BOOST_CHECK_EXCEPTION(load(to_npz({{"X", x}})), InvalidData, says("holds no array 'y'"));
  BOOST_CHECK_EXCEPTION(load(to_npz({{"X", x}, {"y", y}, {"wieghts", y}})), InvalidData,
                        says("did you mean 'weights'?"));
  BOOST_CHECK_EXCEPTION(load(to_npz({{"X", x}, {"X_0", x}, {"y", y}})), InvalidData, says("both X and X_0"));
  BOOST_CHECK_EXCEPTION(load(to_npz({{"X_0", x}, {"y_0", y}, {"X_2", x}, {"y_2", y}})), InvalidData,
                        says("'y_2' but not 'X_2'"));
  BOOST_CHECK_THROW(load(to_npz({{"X", x}, {"y", y}, {"task", short_y}})), InvalidData);
  BOOST_CHECK_THROW(load(to_npz({{"X", x}, {"y", short_y}})), InvalidData);
  BOOST_CHECK_THROW(load(to_npz({{"X", x}, {"Y", short_y}})), InvalidData);
}

BOOST_AUTO_TEST_SUITE_END()
