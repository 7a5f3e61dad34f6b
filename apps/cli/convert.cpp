// starling convert IN OUT: the same data in another format.
#include <memory>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/verbs.hpp"
#include "lib/data/formats/formats.hpp"

namespace starling::cli {
namespace {

struct Request {
  DataArgument data;
  std::string output, form = "automatic";
};

ExitCode convert(const Request& request) {
  const GivenData given = load(request.data);
  write_data(request.output, given.data, {.form = parse_form(request.form), .class_names = given.class_names});
  return ExitCode::ok;
}

}  // namespace

void add_convert(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("convert", "write data in another format");
  add_data_argument(verb, request->data);
  verb.add({.names = "OUT", .help = "the file to write; its ending says the format", .required = true},
           request->output);
  add_form_argument(verb, request->form);
  verb.action = [request] { return convert(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
