// The rules of docs/house.md that a machine can check by reading the sources. Each rule is a function from text to a
// fault ("" when there is none), tried here on a text that breaks it before it is applied to the whole tree.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;  // from the root
  std::vector<std::string> lines;
};

bool starts_with(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

std::string text_of(const std::string& path) {
  std::ifstream file(fs::path(STARLING_SOURCE_DIR) / path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Source> sources_below(const std::vector<std::string>& trees) {
  const fs::path root = STARLING_SOURCE_DIR;
  std::vector<Source> sources;
  for (const auto& tree : trees) {
    if (!fs::exists(root / tree)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / tree)) {
      const auto extension = entry.path().extension();
      if (extension != ".hpp" && extension != ".cpp") continue;
      Source source{fs::relative(entry.path(), root).generic_string(), {}};
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) source.lines.push_back(line);
      sources.push_back(std::move(source));
    }
  }
  std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return sources;
}

const std::vector<std::string> library_trees = {"lib", "algorithms", "datasets"};
const std::vector<std::string> all_trees = {"lib", "algorithms", "datasets", "apps", "bench", "docs", "tests"};

// "lib/linalg" for lib/linalg/..., "algorithms/trace_norm" for that method's files or folder, "apps", ...
std::string room_of(const std::string& path) {
  const auto first = path.find('/');
  const std::string tree = path.substr(0, first);
  if (tree != "lib" && tree != "algorithms") return tree;
  return path.substr(0, path.find_first_of("/.", first + 1));
}

int floor_of(const std::string& room) {
  static const std::map<std::string, int> floors = {
      {"lib/base", 1}, {"lib/loss", 1},   {"lib/linalg", 2},    {"lib/data", 3},  {"lib/penalty", 3},  {"lib/fit", 4},
      {"datasets", 4}, {"lib/solver", 5}, {"lib/estimator", 5}, {"lib/model", 5}, {"lib/selection", 6}};
  if (starts_with(room, "algorithms")) return 6;
  const auto known = floors.find(room);
  return known == floors.end() ? 7 : known->second;
}

// Sideways steps on one floor that are part of the plan.
bool may_look_sideways(const std::string& from, const std::string& to) {
  static const std::set<std::pair<std::string, std::string>> allowed = {
      {"lib/loss", "lib/base"}, {"lib/estimator", "lib/model"}, {"lib/estimator", "lib/solver"}};
  const bool catalogue = from == "algorithms/catalogue" && starts_with(to, "algorithms/");
  return catalogue || allowed.contains({from, to});
}

std::string include_fault(const std::string& path, const std::string& included) {
  const std::string from = room_of(path), to = room_of(included);
  if (from == to || floor_of(from) == 7) return "";
  if (included == "starling.hpp") return path + " includes the umbrella";
  const bool datasets_see_fit = from == "datasets" && to == "lib/fit";
  if (!datasets_see_fit && (floor_of(to) < floor_of(from) || may_look_sideways(from, to))) return "";
  return path + " (" + from + ") must not include " + included + " (" + to + ")";
}

std::string included_by(const std::string& line) {
  static const std::regex quoted("^\\s*#\\s*include\\s+\"([^\"]+)\"");
  std::smatch match;
  return std::regex_search(line, match, quoted) ? match[1].str() : "";
}

std::string pragma_fault(const Source& header) {
  for (const auto& line : header.lines) {
    if (line.empty() || starts_with(line, "//")) continue;
    return line == "#pragma once" ? "" : header.path + " does not begin with #pragma once";
  }
  return header.path + " is empty";
}

// Files longer than 300 lines, each with the reason why it is not split.
const std::map<std::string, std::string>& long_files() {
  static const std::map<std::string, std::string> allowed = {
      {"tests/adversarial/formats_test.cpp",
       "one list: the adversarial catalogue of the readers in the order of its ids"}};
  return allowed;
}

std::string length_fault(const Source& source) {
  if (source.lines.size() <= 300 || long_files().contains(source.path)) return "";
  return source.path + " has " + std::to_string(source.lines.size()) + " lines; at most 300";
}

struct Ban {
  std::regex pattern;
  std::string reason;
  bool in_comments = false;
};

Ban ban(const char* pattern, const char* reason, bool in_comments = false) {
  return {std::regex(pattern, std::regex::optimize), reason, in_comments};
}

// Words for every tree: they make results depend on the machine, the thread count or the library version.
const std::vector<Ban> banned_everywhere = {
    ban("\\barma_rng\\b|\\brand[nui]\\s*(<[^>]*>)?\\s*\\(|\\bsprand[nu]\\s*\\(",
        "random numbers come from RandomStream"),
    ban("\\bstd::\\w+_distribution\\b|\\bstd::mt19937|\\brandom_device\\b|\\bs?rand\\s*\\(\\s*\\)",
        "random numbers come from RandomStream"),
    ban("ffast-math|march=native", "the same inputs give the same bits"),
    ban("#\\s*pragma\\s+omp", "threads run in lib/linalg only, by oneTBB"),
    ban("\\bsleep_for\\b|\\bsleep_until\\b|\\busleep\\s*\\(", "nothing waits for a clock"),
    ban("\\bTODO\\b|\\bFIXME\\b|\\bXXX\\b", "what is left to do is an issue", true),
};

// Words for the library alone: it never prints, never exits, and reads files by its own strict readers.
const std::vector<Ban> banned_in_library = {
    ban("\\bstd::(cout|cerr|clog)\\b|\\bf?printf\\s*\\(|\\bfmt::print\\b|\\bputs\\s*\\(", "the library never prints"),
    ban("\\.print\\s*\\(", "the library never prints"),
    ban("\\b(std::)?(exit|abort|quick_exit|_Exit|terminate)\\s*\\(", "the library never exits"),
    ban("\\.load\\s*\\((?!\\s*\\)|std::memory_order)", "Armadillo's reader turns bad text into zeros"),
    ban("\\bsystem_clock\\b|\\btime\\s*\\(\\s*(NULL|nullptr|0)", "no result depends on the time of day"),
};

// The line without its // comment: what a comment says is no fault. Quotes are respected only as far as URLs need it.
std::string code_of(const std::string& line) {
  const auto comment = line.find("//");
  return comment == std::string::npos || (comment > 0 && line[comment - 1] == ':') ? line : line.substr(0, comment);
}

std::string ban_fault(const std::string& line, const std::vector<Ban>& bans) {
  for (const auto& ban : bans)
    if (std::regex_search(ban.in_comments ? line : code_of(line), ban.pattern)) return ban.reason + ": " + line;
  return "";
}

void check_lines(const std::vector<std::string>& trees, const std::vector<Ban>& bans) {
  for (const auto& source : sources_below(trees)) {
    if (starts_with(source.path, "tests/architecture/")) continue;  // it must name the words
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      const std::string fault = ban_fault(source.lines[i], bans);
      BOOST_TEST(fault == "", source.path << ":" << i + 1 << ": " << fault);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_house)

BOOST_AUTO_TEST_CASE(a_room_includes_only_what_lies_below_it) {
  BOOST_TEST(include_fault("lib/linalg/a.hpp", "lib/base/error.hpp") == "");
  BOOST_TEST(include_fault("lib/linalg/a.hpp", "lib/data/multitask_data.hpp") != "");
  BOOST_TEST(include_fault("lib/penalty/a.hpp", "lib/data/multitask_data.hpp") != "");
  BOOST_TEST(include_fault("lib/data/formats/a.hpp", "lib/data/multitask_data.hpp") == "");
  BOOST_TEST(include_fault("lib/solver/a.hpp", "lib/model/model.hpp") != "");
  BOOST_TEST(include_fault("lib/estimator/a.hpp", "lib/model/model.hpp") == "");
  BOOST_TEST(include_fault("datasets/a.hpp", "lib/fit/problem.hpp") != "");
  BOOST_TEST(include_fault("algorithms/a/a.hpp", "lib/solver/fista.hpp") == "");
  BOOST_TEST(include_fault("algorithms/a/a.hpp", "algorithms/b/b.hpp") != "");
  BOOST_TEST(include_fault("algorithms/a.cpp", "algorithms/b.hpp") != "");
  BOOST_TEST(include_fault("algorithms/a.cpp", "algorithms/a.hpp") == "");
  BOOST_TEST(include_fault("algorithms/a/a.hpp", "algorithms/catalogue.hpp") != "");
  BOOST_TEST(include_fault("algorithms/catalogue.cpp", "algorithms/b.hpp") == "");
  BOOST_TEST(include_fault("lib/base/a.hpp", "apps/cli/b.hpp") != "");

  for (const auto& source : sources_below(library_trees)) {
    for (const auto& line : source.lines) {
      const std::string included = included_by(line);
      if (included.empty()) continue;
      const std::string fault = include_fault(source.path, included);
      BOOST_TEST(fault == "", fault);
    }
  }
}

BOOST_AUTO_TEST_CASE(quoted_includes_are_paths_from_the_root) {
  BOOST_TEST(included_by("#include \"lib/base/error.hpp\"") == "lib/base/error.hpp");
  BOOST_TEST(included_by("#include <armadillo>") == "");

  for (const auto& source : sources_below(all_trees)) {
    if (starts_with(source.path, "tests/architecture/")) continue;
    for (const auto& line : source.lines) {
      const std::string included = included_by(line);
      BOOST_TEST((included.empty() || fs::exists(fs::path(STARLING_SOURCE_DIR) / included)),
                 source.path << " includes " << included);
    }
  }
}

BOOST_AUTO_TEST_CASE(headers_begin_with_pragma_once) {
  BOOST_TEST(pragma_fault({"a.hpp", {"// What it is.", "", "#pragma once"}}) == "");
  BOOST_TEST(pragma_fault({"a.hpp", {"#include <vector>", "#pragma once"}}) != "");
  BOOST_TEST(pragma_fault({"a.hpp", {}}) != "");

  for (const auto& source : sources_below(all_trees)) {
    if (fs::path(source.path).extension() != ".hpp") continue;
    const std::string fault = pragma_fault(source);
    BOOST_TEST(fault == "", fault);
  }
}

BOOST_AUTO_TEST_CASE(files_have_at_most_300_lines_or_a_written_reason) {
  BOOST_TEST(length_fault({"a.cpp", std::vector<std::string>(300)}) == "");
  BOOST_TEST(length_fault({"a.cpp", std::vector<std::string>(301)}) != "");

  for (const auto& source : sources_below(all_trees)) {
    const std::string fault = length_fault(source);
    BOOST_TEST(fault == "", fault);
  }
  for (const auto& [path, reason] : long_files())
    BOOST_TEST(fs::exists(fs::path(STARLING_SOURCE_DIR) / path), path << " is excused but does not exist");
}

BOOST_AUTO_TEST_CASE(nothing_uses_a_word_that_makes_results_irreproducible) {
  for (const std::string line :
       {"arma::arma_rng::set_seed(1);", "X = arma::randn<arma::mat>(2, 2);", "mat X = randu(2);",
        "std::normal_distribution<double> z;", "#pragma omp parallel", "x = 1;  // TODO: two"})
    BOOST_TEST(ban_fault(line, banned_everywhere) != "", line);
  for (const std::string line : {"const auto operand = f(x);", "double z = noise.normal(i);", "// never arma::randn()"})
    BOOST_TEST(ban_fault(line, banned_everywhere) == "", line);
  check_lines(all_trees, banned_everywhere);
}

BOOST_AUTO_TEST_CASE(the_library_never_prints_exits_or_reads_files_by_armadillo) {
  for (const std::string line :
       {"std::cout << 1;", "printf(\"x\");", "W.print();", "exit(1);", "std::abort();", "X.load(\"a.csv\");"})
    BOOST_TEST(ban_fault(line, banned_in_library) != "", line);
  for (const std::string line : {"n = count.load();", "s = print(value);", "fprint_quality(x);", "snprintf_like(x);"})
    BOOST_TEST(ban_fault(line, banned_in_library) == "", line);
  check_lines(library_trees, banned_in_library);
}

BOOST_AUTO_TEST_CASE(the_umbrella_header_includes_every_method) {
  const std::string umbrella = text_of("starling.hpp");
  int methods = 0;
  for (const auto& source : sources_below({"algorithms"})) {
    // What lies in a method's folder is its own business.
    const bool own = fs::path(source.path).parent_path() != "algorithms";
    if (own || fs::path(source.path).extension() != ".hpp") continue;
    BOOST_TEST(umbrella.find("#include \"" + source.path + "\"") != std::string::npos, source.path);
    ++methods;
  }
  BOOST_TEST(methods >= 4);
}

BOOST_AUTO_TEST_CASE(the_snippet_in_the_readme_is_a_compiled_example) {
  const std::string readme = text_of("README.md"), fence = "```cpp\n";
  const auto begin = readme.find(fence);
  BOOST_REQUIRE(begin != std::string::npos);
  const auto from = begin + fence.size();
  BOOST_TEST(readme.substr(from, readme.find("```", from) - from) == text_of("docs/examples/first_fit.cpp"));
}

BOOST_AUTO_TEST_CASE(every_paper_a_header_cites_is_in_the_references) {
  const std::string references = text_of("docs/references.bib");
  BOOST_REQUIRE(references.find("{boyd2004convex,") != std::string::npos);
  const std::regex key("\\b[a-z]+[12][0-9]{3}[a-z]+\\b");
  for (const auto& source : sources_below(all_trees)) {
    for (const auto& line : source.lines) {
      if (line.find("PAPERS") == std::string::npos) continue;
      for (std::sregex_iterator match(line.begin(), line.end(), key), end; match != end; ++match)
        BOOST_TEST(references.find(std::string("{").append(match->str()).append(",")) != std::string::npos,
                   source.path << " cites " << match->str());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
