// starling methods [NAME]: the methods there are, and the page of one of them.
#include <fmt/format.h>

#include <memory>

#include "algorithms/catalogue.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "apps/cli/verbs.hpp"

namespace starling::cli {
namespace {

struct Request {
  std::string name;
};

std::string table() {
  std::string text;
  for (const std::string_view name : method_names()) text += defined(name, make_estimator(name)->summary(), 27);
  return text + "\n  starling methods NAME     objective, options, proof, papers\n";
}

std::string page(const std::string& name) {
  const auto estimator = make_estimator(name);
  const MethodPage& said = method_page(name);
  std::string text = fmt::format("{}: {}\n\n", name, estimator->summary());
  const auto section = [&text](std::string_view label, std::string_view body) {
    if (!body.empty()) text += fmt::format("{}\n{}\n", label, wrapped(body, 2));
  };
  section("PROBLEM", said.problem);
  section("WHEN", said.when);
  text += "OPTIONS  (--set KEY=VALUE)\n" + describe_options(estimator->fields()) + "\n";
  section("METHOD", said.method);
  section("PROOF", said.proof);
  section("COST", said.cost);
  section("PAPERS", said.papers);
  text.pop_back();
  return text;
}

}  // namespace

void add_methods(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("methods", "list the methods, or describe one");
  verb.add({.names = "NAME", .help = "the one to describe"}, request->name);
  verb.action = [request] {
    write_output(request->name.empty() ? table() : page(request->name));
    return ExitCode::ok;
  };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
