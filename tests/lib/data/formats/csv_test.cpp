#include "lib/data/formats/csv.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/data/formats/binary.hpp"

namespace {

using starling::Error;
using starling::from_table;
using starling::InvalidData;
using starling::InvalidOption;
using starling::LoadedData;
using starling::MultiTaskData;
using starling::ReadOptions;
using starling::Table;
using starling::TableRow;
using starling::to_csv;

Table table(std::string text) { return {std::move(text), "t.csv"}; }
LoadedData load(std::string text, const ReadOptions& options = {}) {
  return from_table(table(std::move(text)), options);
}

auto says(std::string words) {
  return [words](const Error& error) {
    const bool found = std::string(error.what()).find(words) != std::string::npos;
    if (!found) BOOST_TEST_MESSAGE("message was: " << error.what());
    return found;
  };
}

std::vector<std::string> cells(const Table& t, std::size_t i) {
  TableRow row;
  t.read_row(i, row);
  std::vector<std::string> out;
  for (std::size_t k = 0; k < row.size(); ++k) out.emplace_back(row[k]);
  return out;
}

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) && (a.empty() || std::memcmp(a.memptr(), b.memptr(), a.n_elem * 8) == 0);
}

void check_same(const MultiTaskData& a, const MultiTaskData& b) {
  BOOST_REQUIRE(a.n_tasks() == b.n_tasks());
  BOOST_TEST(a.task_names() == b.task_names(), boost::test_tools::per_element());
  BOOST_TEST(a.feature_names() == b.feature_names(), boost::test_tools::per_element());
  BOOST_TEST(a.is_shared() == b.is_shared());
  BOOST_TEST(same_bits(a.targets(), b.targets()));
  BOOST_TEST(same_bits(a.weights(), b.weights()));
  for (arma::uword t = 0; t < a.n_tasks(); ++t) BOOST_TEST(same_bits(a.design(t).dense(), b.design(t).dense()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(cells_may_be_quoted_and_lines_may_end_in_any_way) {
  const Table t = table("\xEF\xBB\xBFname,\"a \"\"b\"\"\",c\r\n\"x,\ny\",2,\r\"\",\"\"\"\",z\n\n\n");
  BOOST_TEST(t.columns() == (std::vector<std::string>{"name", "a \"b\"", "c"}), boost::test_tools::per_element());
  BOOST_REQUIRE(t.n_rows() == 2U);
  BOOST_TEST(cells(t, 0) == (std::vector<std::string>{"x,\ny", "2", ""}), boost::test_tools::per_element());
  BOOST_TEST(cells(t, 1) == (std::vector<std::string>{"", "\"", "z"}), boost::test_tools::per_element());
  BOOST_TEST(t.where(1, 2) == "t.csv:4:9");
}

BOOST_AUTO_TEST_CASE(the_delimiter_is_found_when_only_one_fits) {
  BOOST_TEST(cells(table("a;b\n1;2\n"), 0).size() == 2U);
  BOOST_TEST(cells(table("a\tb\n1\t2\n"), 0).size() == 2U);
  BOOST_TEST(cells(table("price, net;unit\n1;2\n"), 0)[1] == "2");
  BOOST_TEST(cells(table("\"a;b\",c\n1,2\n"), 0)[1] == "2");
  BOOST_CHECK_EXCEPTION(table("a,b;c\n1,2;3\n"), InvalidData, says("t.csv:1:1: the delimiter cannot be told"));
  BOOST_TEST(cells(Table("a,b;c\n1,2;3\n", "t.csv", {.delimiter = ';'}), 0)[0] == "1,2");
}

BOOST_AUTO_TEST_CASE(columns_are_found_by_name_with_a_hint_for_misspelt_ones) {
  const Table t = table("subject#,age\n1,2\n");
  BOOST_TEST(t.column("age") == 1U);
  BOOST_CHECK_EXCEPTION(t.column("agee"), InvalidData, says("did you mean 'age'?"));
}

BOOST_AUTO_TEST_CASE(a_wide_table_has_one_task_per_target_column) {
  const LoadedData in = load("x,u,v,w\n1,2,NA,5\n3,-0,6,7\n", {.target_cols = {"v", "u"}, .missing_words = {"NA"}});
  BOOST_TEST(in.data.is_shared());
  BOOST_TEST(in.data.task_names() == (std::vector<std::string>{"v", "u"}), boost::test_tools::per_element());
  BOOST_TEST(in.data.feature_names() == (std::vector<std::string>{"x", "w"}), boost::test_tools::per_element());
  BOOST_TEST(same_bits(in.data.design(0).dense(), arma::mat{{1, 5}, {3, 7}}));
  BOOST_TEST(same_bits(in.data.targets(), arma::vec{0, 6, 2, -0.0}));
  BOOST_TEST(same_bits(in.data.weights(), arma::vec{0, 1, 1, 1}));
}

BOOST_AUTO_TEST_CASE(a_long_table_has_one_row_per_sample) {
  const LoadedData in =
      load("s,id,mark,w,x\nb,9,1.5,2,10\na,9,2.5,1,20\nb,9,?,1,30\n",
           {.task_col = "s", .target_col = "mark", .weight_col = "w", .ignored_cols = {"id"}, .missing_words = {"?"}});
  BOOST_TEST(!in.data.is_shared());
  BOOST_TEST(in.data.task_names() == (std::vector<std::string>{"b", "a"}), boost::test_tools::per_element());
  BOOST_TEST(same_bits(in.data.design(0).dense(), arma::vec{10, 30}));
  BOOST_TEST(same_bits(in.data.targets(), arma::vec{1.5, 0, 2.5}));
  BOOST_TEST(same_bits(in.data.weights(), arma::vec{2, 0, 1}));
}

BOOST_AUTO_TEST_CASE(columns_called_task_and_y_are_taken_without_options) {
  BOOST_TEST(load("x,y,task,weight\n1,2,a,3\n").data.weights()[0] == 3.0);
  BOOST_CHECK_EXCEPTION(load("x,target\n1,2\n"), InvalidOption, says("which columns are the targets is not known"));
  // One of them named, the other called as usual.
  const LoadedData by_target = load("x,mark,task,weight\n1,2,a,3\n", {.target_col = "mark"});
  BOOST_TEST(by_target.data.feature_names() == (std::vector<std::string>{"x", "weight"}),
             boost::test_tools::per_element());
  BOOST_TEST(by_target.data.targets()[0] == 2.0);
  BOOST_TEST(load("x,y,school\n1,2,a\n", {.task_col = "school"}).data.targets()[0] == 2.0);
  BOOST_CHECK_EXCEPTION(load("x,mark\n1,2\n", {.target_col = "mark"}), InvalidOption,
                        says("which columns are the targets is not known"));
}

BOOST_AUTO_TEST_CASE(two_words_become_zero_and_one_in_alphabetical_order) {
  const LoadedData in = load("x,task,y\n1,a,spam\n2,a,ham\n3,b,spam\n");
  BOOST_TEST(in.class_names == (std::vector<std::string>{"ham", "spam"}), boost::test_tools::per_element());
  BOOST_TEST(same_bits(in.data.targets(), arma::vec{1, 0, 1}));
  BOOST_CHECK_EXCEPTION(load("x,task,y\n1,a,p\n2,a,p\n"), InvalidData, says("all targets are of one class"));
  BOOST_CHECK_EXCEPTION(load("x,task,y\n1,a,p\n2,a,1\n"), InvalidData, says("t.csv:2:5: no number in column 'y'"));
}

BOOST_AUTO_TEST_CASE(options_that_contradict_are_refused) {
  const std::string text = "x,task,y\n1,a,2\n";
  BOOST_CHECK_THROW(load(text, {.target_cols = {"y"}, .task_col = "task"}), InvalidOption);
  BOOST_CHECK_THROW(load(text, {.target_cols = {"y", "y"}}), InvalidOption);
  BOOST_CHECK_THROW(load(text, {.task_col = "task", .target_col = "task"}), InvalidOption);
}

BOOST_AUTO_TEST_CASE(both_forms_round_trip_to_the_same_bits) {
  const arma::mat X = {{0.1, -0.0}, {1e-310, 1.7976931348623157e308}, {1.0 / 3.0, 5e-324}};
  const arma::mat Y = {{0.1 + 0.2, std::nan("")}, {-1, 2}, {std::nan(""), 1e22}};
  const MultiTaskData wide =
      MultiTaskData::from_shared(X, Y).with_task_names({"u", "3"}).with_feature_names({"a", "b"});
  const std::string text = to_csv(wide);
  check_same(load(text, {.target_cols = {"u", "3"}, .missing_words = {"NA"}}).data, wide);
  const MultiTaskData ragged =
      MultiTaskData::from_tasks({{.X = X, .y = {1, 2, 3}, .weights = {1, 0, 0.3}, .name = "first"},
                                 {.X = arma::mat(X.rows(0, 1)), .y = {0.7, -0.0}, .name = "2"}})
          .with_feature_names({"a", "b"});
  check_same(load(to_csv(ragged)).data, ragged);
  for (const char delimiter : {';', '\t'}) check_same(load(to_csv(ragged, {.delimiter = delimiter})).data, ragged);
}

BOOST_AUTO_TEST_CASE(more_words_become_0_1_2_in_alphabetical_order_up_to_a_hundred) {
  const LoadedData in = load("x,task,y\n1,a,r\n2,a,q\n3,b,NA\n4,b,p\n5,b,r\n", {.missing_words = {"NA"}});
  BOOST_TEST(in.class_names == (std::vector<std::string>{"p", "q", "r"}), boost::test_tools::per_element());
  BOOST_TEST(same_bits(in.data.targets(), arma::vec{2, 1, 0, 0, 2}));
  BOOST_TEST(same_bits(in.data.weights(), arma::vec{1, 1, 0, 1, 1}));
  const LoadedData wide = load("x,a,b\n1,w,u\n2,v,v\n", {.target_cols = {"a", "b"}});
  BOOST_TEST(same_bits(wide.data.targets(), arma::vec{2, 1, 0, 1}));
  std::string text = "x,task,y\n";
  for (int k = 0; k < 100; ++k) text += "1,a,w" + std::to_string(k) + "\n";
  BOOST_TEST(load(text).class_names.size() == 100u);
  BOOST_CHECK_EXCEPTION(load(text + "1,a,w100\n"), InvalidData, says("t.csv:102:5: more classes than can be"));
}

BOOST_AUTO_TEST_CASE(class_names_are_written_and_read) {
  for (const std::string text : {"x,task,y\n1,a,spam\n2,a,ham\n", "x,task,y\n1,a,spam\n2,a,ham\n3,a,eggs\n"}) {
    const LoadedData in = load(text);
    BOOST_TEST(to_csv(in.data, {.class_names = in.class_names}) == text);
  }
  const LoadedData in = load("x,task,y\n1,a,2\n2,a,0\n");
  BOOST_CHECK_EXCEPTION(to_csv(in.data, {.class_names = {"a", "b"}}), InvalidOption, says("a target has no name"));
  BOOST_CHECK_EXCEPTION(to_csv(in.data, {.class_names = {"a"}}), InvalidOption, says("the name of one class alone"));
}

BOOST_AUTO_TEST_CASE(what_a_table_cannot_hold_is_refused) {
  const arma::mat X = arma::vec{1, 2};
  const auto ragged = MultiTaskData::from_tasks({{.X = X, .y = {1, 2}}}).with_feature_names({"y"});
  BOOST_CHECK_THROW(to_csv(ragged, {.form = starling::DataForm::wide}), InvalidOption);
  BOOST_CHECK_EXCEPTION(to_csv(ragged), InvalidOption, says("two columns would be named 'y'"));
  BOOST_CHECK_NO_THROW(to_csv(ragged, {.target_col = "target"}));
  BOOST_CHECK_THROW(to_csv(MultiTaskData::from_shared(X, X, X)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
