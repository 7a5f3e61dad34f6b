#include "apps/reproduce/catalogue.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "datasets/catalogue.hpp"
#include "lib/base/error.hpp"

using namespace starling;
using namespace starling::reproduce;

BOOST_AUTO_TEST_SUITE(the_studies_of_the_program)

BOOST_AUTO_TEST_CASE(every_study_can_be_read_and_says_what_it_is) {
  BOOST_TEST(study_texts().size() >= 1);
  for (const StudyText& text : study_texts()) {
    const Study study = find_study(text.name);
    BOOST_TEST(!study.title.empty(), text.name);
    BOOST_TEST(!study.source.empty(), text.name);
    BOOST_TEST(!study.about.empty(), text.name);
    BOOST_TEST(!study.papers.empty(), text.name);
    BOOST_TEST(!study.cells.empty(), text.name);
    for (const StudyExperiment& experiment : study.experiments)
      for (const std::string& spec : experiment.plan.data)
        BOOST_CHECK_NO_THROW(find_dataset(parse_dataset_spec(spec).name));
  }
}

BOOST_AUTO_TEST_CASE(every_study_has_a_page_and_its_papers_are_in_the_references) {
  const auto text_of = [](const std::string& path) {
    std::ifstream file(std::string(STARLING_SOURCE_DIR) + "/" + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string references = text_of("docs/references.bib");
  for (const StudyText& text : study_texts()) {
    const Study study = find_study(text.name);
    BOOST_TEST(text_of("docs/studies/" + study.name + ".md").starts_with("# " + study.title + "\n"), study.name);
    for (const std::string& paper : study.papers)
      BOOST_TEST(references.find("{" + paper + ",") != std::string::npos, study.name << " cites " << paper);
  }
}

BOOST_AUTO_TEST_CASE(no_study_holds_a_number_from_memory) {
  for (const StudyText& text : study_texts())
    for (const Cell& cell : find_study(text.name).cells) BOOST_TEST((cell.mark != Mark::from_memory), text.name);
}

BOOST_AUTO_TEST_CASE(an_unknown_study_is_refused_with_the_nearest_name) {
  const std::string first(study_texts().front().name);
  BOOST_CHECK_EXCEPTION(find_study(first + "s"), InvalidOption, [&](const InvalidOption& error) {
    return std::string(error.what()).find("did you mean '" + first + "'?") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
