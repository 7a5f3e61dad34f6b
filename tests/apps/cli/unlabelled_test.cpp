// Predictions for samples without targets, in every format that may hold them.
#include <boost/test/unit_test.hpp>

#include "lib/data/formats/mat.hpp"
#include "lib/data/formats/npz.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

const arma::mat X = {{1, 4}, {2, 5}, {4, 5}, {6, 3}, {3, 3}};

// A folder with a model of tasks p and q.
struct Fitted : Workplace {
  explicit Fitted(const std::string& p = "p", const std::string& q = "q") {
    write("d.csv",
          "a,b,task,y\n1,4," + p + ",1.5\n2,5," + q + ",2\n4,5," + q + ",3\n6,3," + p + ",4\n3,3," + p + ",1\n");
    BOOST_REQUIRE(starling({"fit", "d.csv", "-M", "trace_norm", "-m", "m.starling"}).code == 0);
  }
  std::string predictions(const std::string& data) const {
    const Finished run = starling({"predict", data, "-m", "m.starling"});
    BOOST_REQUIRE_MESSAGE(run.code == 0, data << ": " << run.err);
    return run.out;
  }
};

const std::string all_rows_twice = "a,b,task\n1,4,p\n2,5,p\n4,5,p\n6,3,p\n3,3,p\n1,4,q\n2,5,q\n4,5,q\n6,3,q\n3,3,q\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(unlabelled)

BOOST_AUTO_TEST_CASE(features_alone_are_predicted_for_every_task) {
  const Fitted place;
  place.write("long.csv", all_rows_twice);
  place.write("x.csv", "a,b\n1,4\n2,5\n4,5\n6,3\n3,3\n");
  place.write("x.npz", to_npz({{"X", to_npy(X)}}));
  place.write("x.mat", to_mat({{"X", MatValue(X)}}));
  const std::string expected = place.predictions("long.csv");
  BOOST_TEST(std::count(expected.begin(), expected.end(), '\n') == 11);
  for (const std::string file : {"x.csv", "x.npz", "x.mat"}) BOOST_TEST(place.predictions(file) == expected, file);
}

BOOST_AUTO_TEST_CASE(archives_may_say_the_task_of_every_sample) {
  const Fitted words, numbers("7", "1000000");
  words.write("x.npz", to_npz({{"X", to_npy(X)}, {"task", to_npy(std::vector<std::string>{"p", "q", "q", "p", "p"})}}));
  BOOST_TEST(words.predictions("x.npz") == words.predictions("d.csv"));
  const std::vector<std::int64_t> tasks = {7, 1000000, 1000000, 7, 7};
  numbers.write("x.npz", to_npz({{"X", to_npy(X)}, {"task", to_npy(tasks)}}));
  BOOST_TEST(numbers.predictions("x.npz") == numbers.predictions("d.csv"));
}

BOOST_AUTO_TEST_CASE(tasks_the_model_does_not_know_are_predicted_where_asked_for) {
  const Fitted place;
  place.write("c.csv", "a,task,y\n1,p,1\n-2,p,0\n2,q,1\n-1,q,0\n");
  BOOST_REQUIRE(place.starling({"fit", "c.csv", "-M", "multitask_svm", "-m", "m.starling"}).code == 0);
  place.write("x.csv", "a,task\n1,p\n3,other\n-3,other\n");
  const Finished refused = place.starling({"predict", "x.csv", "-m", "m.starling"});
  BOOST_TEST(refused.code == 3);
  BOOST_TEST(refused.err.find("'other'") != std::string::npos);
  BOOST_TEST(place.starling({"predict", "x.csv", "-m", "m.starling", "--new-tasks"}).out ==
             "task,row,prediction\np,1,1\nother,1,1\nother,2,0\n");
  place.write("y.csv", "a,task,y\n1,p,1\n3,other,1\n-3,other,0\n");
  BOOST_TEST(place.starling({"score", "y.csv", "-m", "m.starling"}).code == 3);
  const Finished scored = place.starling({"score", "y.csv", "-m", "m.starling", "--new-tasks", "--metric", "accuracy"});
  BOOST_TEST(scored.code == 0);
  BOOST_TEST(scored.out.find("accuracy  1") != std::string::npos, scored.out);
}

BOOST_AUTO_TEST_CASE(lists_of_a_method_may_stand_in_files) {
  const Workplace place;
  place.write("c.csv", "a,task,y\n1,p,1\n-2,p,0\n2,q,1\n-1,q,0\n3,r,1\n-1,r,1\n");
  place.write("edges.txt", "0 1\n1;2\n");
  const auto fit = [&](const std::string& edges, const std::string& file) {
    return place.starling({"fit", "c.csv", "-M", "multitask_svm", "-s", "coupling=graph", "-s", edges, "-m", file});
  };
  BOOST_TEST(fit("edges=@edges.txt", "a.starling").code == 0);
  BOOST_TEST(fit("edges=0,1,1,2", "b.starling").code == 0);
  BOOST_TEST(place.read("a.starling") == place.read("b.starling"));
  BOOST_TEST(fit("edges=@none.txt", "c.starling").code == 6);
  BOOST_TEST(fit("edges=0,3", "c.starling").code == 2);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_the_model_exits_3) {
  const Fitted place;
  const auto refused = [&](const std::string& file, const std::string& part) {
    const Finished run = place.starling({"predict", file, "-m", "m.starling"});
    BOOST_TEST(run.code == 3, file << ": exit " << run.code);
    BOOST_TEST(run.err.find(part) != std::string::npos, run.err);
    BOOST_TEST(run.out == "");
  };
  place.write("other.csv", "a,c\n1,4\n");
  refused("other.csv", "'c'");
  place.write("more.csv", "a,b,c\n1,4,2\n");
  refused("more.csv", "features");
  place.write("short.npz", to_npz({{"X", to_npy(X)}, {"task", to_npy(std::vector<std::string>{"p"})}}));
  refused("short.npz", "different length");
  place.write("half.npz", to_npz({{"X", to_npy(X)}, {"task", to_npy(arma::vec(5, arma::fill::value(0.5)))}}));
  refused("half.npz", "whole numbers");
}

BOOST_AUTO_TEST_SUITE_END()
