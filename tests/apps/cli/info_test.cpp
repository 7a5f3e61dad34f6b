// What info says of files.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "lib/model/archive.hpp"
#include "lib/model/linear_model.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void succeeds(const Finished& run) { BOOST_REQUIRE_MESSAGE(run.code == 0, "exit " << run.code << ": " << run.err); }

}  // namespace

BOOST_AUTO_TEST_SUITE(info)

BOOST_AUTO_TEST_CASE(info_describes_data_and_models) {
  const Workplace place;
  place.write("d.csv", "a,b,c,task,y\n1,5,1,p,1.5\n2,5,2,p,2\n4,5,4,q,3\n6,5,6,q,4\n");
  const Finished data = place.starling({"info", "d.csv", "--json"});
  succeeds(data);
  const auto json = nlohmann::json::parse(data.out);
  BOOST_TEST(json["n_tasks"].get<int>() == 2);
  BOOST_TEST(json["constant_features"] == nlohmann::json({"b"}));
  BOOST_TEST(json["duplicate_features"] == nlohmann::json({"c"}));
  BOOST_TEST(contains(place.starling({"info", "d.csv"}).out, "c = a"));
  succeeds(place.starling({"fit", "d.csv", "-M", "trace_norm", "-m", "m.starling"}));
  BOOST_TEST(contains(place.starling({"info", "m.starling"}).out, "by trace_norm"));
}

BOOST_AUTO_TEST_CASE(info_says_what_a_method_learned) {
  const Workplace place;
  ModelInfo info{.method = "none", .task_names = {"a", "b"}};
  info.learned = {{"basis", {{0.5, -2}, {1.0 / 3.0, 1}}}, {"none", arma::mat(2, 0)}, {"sizes", arma::regspace(1, 30)}};
  save_model(LinearModel(arma::mat(2, 2, arma::fill::ones), {0, 0}, info), place.path("m.starling"));
  const Finished page = place.starling({"info", "m.starling"});
  succeeds(page);
  BOOST_TEST(contains(page.out, "  learned     basis, 2 x 2: -2 to 1\n"));
  BOOST_TEST(contains(page.out, "  learned     none, 2 x 0\n"));
  BOOST_TEST(contains(page.out, "  learned     sizes, 30 x 1: 1, 2, 3, 4, 5, 6, 7, 8 and 22 more\n"));
  const auto json = nlohmann::json::parse(place.starling({"info", "m.starling", "--json"}).out)["learned"];
  BOOST_TEST(json["basis"] == nlohmann::json({{0.5, -2}, {1.0 / 3.0, 1}}));
  BOOST_TEST(json["none"] == nlohmann::json::parse("[[], []]"));
  BOOST_TEST(json["sizes"].size() == 30u);
}

BOOST_AUTO_TEST_SUITE_END()
