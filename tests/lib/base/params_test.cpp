#include "lib/base/params.hpp"

#include <array>
#include <bit>
#include <boost/test/unit_test.hpp>

#include "lib/base/random.hpp"

using namespace starling;

namespace {

enum class Kind { first, second, third };
std::span<const std::string_view> enum_names(Kind) {
  static constexpr std::array<std::string_view, 3> names = {"first", "second", "third"};
  return names;
}
constexpr std::array<std::string_view, 2> some_kinds = {"first", "second"};

struct AllTypes {
  double share = 0.5;
  double above = 1.0;
  int count = 3;
  std::uint64_t seed = 1;
  bool intercept = true;
  std::string label = "none";
  Lambda lambda = Lambda::share_of_max(0.1);
  Kind kind = Kind::first;
  Kind limited = Kind::first;
  std::vector<double> factors = {};
  std::vector<int> groups = {};

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit(self.share, Field{.name = "share", .help = "a part", .range = Range::between(0, 1)});
    visit(self.above, Field{.name = "above", .help = "", .range = Range::above(0), .scale = Scale::logarithmic});
    visit(self.count, Field{.name = "count", .help = "", .range = Range::at_least(1)});
    visit(self.seed, Field{.name = "seed", .help = ""});
    visit(self.intercept, Field{.name = "intercept", .help = ""});
    visit(self.label, Field{.name = "label", .help = ""});
    visit(self.lambda, Field{.name = "lambda", .help = "", .range = Range::at_least(0)});
    visit(self.kind, Field{.name = "kind", .help = ""});
    visit(self.limited, Field{.name = "limited", .help = "", .choices = some_kinds});
    visit(self.factors, Field{.name = "factors", .help = "", .range = {.low = 0, .low_open = true}});
    visit(self.groups, Field{.name = "groups", .help = ""});
  }
  friend bool operator==(const AllTypes&, const AllTypes&) = default;
};

AllTypes with(const std::string& name, const std::string& value) {
  AllTypes options;
  set_params(options, {{name, value}});
  return options;
}

// What set_params says of a value; "" when it takes it. The options must be left as they were.
Complaint refusal(const Params& params) {
  AllTypes options;
  try {
    set_params(options, params);
  } catch (const InvalidOption& error) {
    BOOST_CHECK_MESSAGE(options == AllTypes{}, "a failing set changed the options");
    return error.complaint();
  }
  return {.what = ""};
}

bool refused(const std::string& name, const std::string& value) { return !refusal({{name, value}}).what.empty(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(params)

BOOST_AUTO_TEST_CASE(every_type_reads_its_text) {
  BOOST_CHECK_EQUAL(with("share", "0.25").share, 0.25);
  BOOST_CHECK_EQUAL(with("share", "1e-3").share, 1e-3);
  BOOST_CHECK_EQUAL(with("count", "12").count, 12);
  BOOST_CHECK_EQUAL(with("seed", "18446744073709551615").seed, std::numeric_limits<std::uint64_t>::max());
  for (const char* yes : {"true", "yes", "on", "1"}) BOOST_CHECK(with("intercept", yes).intercept);
  for (const char* no : {"false", "no", "off", "0"}) BOOST_CHECK(!with("intercept", no).intercept);
  BOOST_CHECK_EQUAL(with("label", " any text ").label, " any text ");
  BOOST_CHECK(with("lambda", "0.3").lambda == Lambda(0.3));
  BOOST_CHECK(with("lambda", "0.3max").lambda == Lambda::share_of_max(0.3));
  BOOST_CHECK(with("kind", "third").kind == Kind::third);
  BOOST_CHECK(with("limited", "second").limited == Kind::second);
}

BOOST_AUTO_TEST_CASE(several_options_are_set_at_once_and_the_others_stay) {
  AllTypes options;
  set_params(options, {{"count", "7"}, {"label", "x"}});
  AllTypes expected;
  expected.count = 7;
  expected.label = "x";
  BOOST_CHECK(options == expected);
  set_params(options, {});
  BOOST_CHECK(options == expected);
}

BOOST_AUTO_TEST_CASE(printed_values_read_back_to_the_same_options) {
  AllTypes options{.share = 0.1,
                   .above = 1.0 / 3.0,
                   .count = 2147483647,
                   .seed = 12345678901234567890U,
                   .intercept = false,
                   .label = "a=b",
                   .lambda = Lambda::share_of_max(0.7),
                   .kind = Kind::third,
                   .limited = Kind::second};
  const Params printed = params_of(options);
  BOOST_CHECK_EQUAL(printed.size(), 11U);
  BOOST_CHECK_EQUAL(printed.at("lambda"), "0.7max");
  AllTypes back;
  set_params(back, printed);
  BOOST_CHECK(back == options);
}

BOOST_AUTO_TEST_CASE(printed_numbers_read_back_to_the_same_bits) {
  const RandomStream stream(1, "bits");
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const double value = std::bit_cast<double>(stream.bits(i));
    if (!std::isfinite(value)) continue;
    const auto back = spelling::parse_double(spelling::print(value));
    BOOST_REQUIRE_MESSAGE(back.has_value(), spelling::print(value));
    BOOST_CHECK(std::bit_cast<std::uint64_t>(*back) == std::bit_cast<std::uint64_t>(value));
  }
}

BOOST_AUTO_TEST_CASE(text_that_is_no_value_of_the_type_is_refused) {
  for (const char* text : {"", " ", "x", "0.5 ", " 0.5", "0,5", "0x1", "1.5x", "1e400", "+1", "0.5max", "--1"})
    BOOST_CHECK_MESSAGE(refused("share", text), "'" << text << "'");
  for (const char* text : {"", "1.0", "1e3", "2147483648", "-2147483649", "99999999999999999999", "0x10"})
    BOOST_CHECK_MESSAGE(refused("count", text), "'" << text << "'");
  for (const char* text : {"", "-1", "18446744073709551616", "1.5"})
    BOOST_CHECK_MESSAGE(refused("seed", text), "'" << text << "'");
  for (const char* text : {"", "True", "2", "y"}) BOOST_CHECK_MESSAGE(refused("intercept", text), "'" << text << "'");
  for (const char* text : {"", "max", "0.3 max", "0.3maxx", "max0.3", "0.3min"})
    BOOST_CHECK_MESSAGE(refused("lambda", text), "'" << text << "'");
  for (const char* text : {"", "First", "0", "fourth"}) BOOST_CHECK_MESSAGE(refused("kind", text), "'" << text << "'");
}

BOOST_AUTO_TEST_CASE(values_out_of_range_and_nan_are_refused_at_the_very_end) {
  for (const char* text : {"-1e-300", "1.0000000000000002", "nan", "inf", "-inf"})
    BOOST_CHECK_MESSAGE(refused("share", text), text);
  for (const char* text : {"0", "1", "-0.0"}) BOOST_CHECK_MESSAGE(!refused("share", text), text);
  BOOST_CHECK(refused("above", "0"));
  BOOST_CHECK(!refused("above", "5e-324"));
  BOOST_CHECK(refused("above", "inf"));
  BOOST_CHECK(refused("count", "0"));
  BOOST_CHECK(!refused("count", "1"));
  for (const char* text : {"-1", "nan", "inf", "-0.1max", "nanmax", "infmax"})
    BOOST_CHECK_MESSAGE(refused("lambda", text), text);
  BOOST_CHECK(!refused("lambda", "0"));
  BOOST_CHECK(refused("limited", "third"));
}

BOOST_AUTO_TEST_CASE(a_refusal_names_option_range_text_and_the_nearest_name) {
  const Complaint range = refusal({{"share", "2"}});
  BOOST_CHECK_EQUAL(range.where, "option share");
  BOOST_CHECK_EQUAL(range.expected, "a number >= 0 and <= 1");
  BOOST_CHECK_EQUAL(range.got, "'2'");
  BOOST_CHECK_EQUAL(refusal({{"kind", "secund"}}).hint, "did you mean 'second'?");
  BOOST_CHECK_EQUAL(refusal({{"kind", "secund"}}).expected, "one of first, second, third");
  BOOST_CHECK_EQUAL(refusal({{"limited", "third"}}).expected, "one of first, second");
  BOOST_CHECK_EQUAL(refusal({{"above", "0"}}).expected, "a number > 0");
  BOOST_CHECK_EQUAL(refusal({{"count", "x"}}).expected, "a whole number >= 1");
  BOOST_CHECK_EQUAL(refusal({{"lambda", "x"}}).expected, "a number >= 0, or a share of lambda_max such as 0.1max");
  BOOST_CHECK_EQUAL(refusal({{"intercept", "x"}}).expected, "true or false");
}

BOOST_AUTO_TEST_CASE(an_unknown_option_names_the_nearest_one) {
  const Complaint complaint = refusal({{"lamda", "1"}});
  BOOST_CHECK_EQUAL(complaint.what, "unknown option 'lamda'");
  BOOST_CHECK_EQUAL(complaint.hint, "did you mean 'lambda'?");
  BOOST_CHECK_EQUAL(refusal({{"rank_of_things", "1"}}).hint.substr(0, 14), "one of share, ");
}

BOOST_AUTO_TEST_CASE(a_failing_set_leaves_the_options_as_they_were) {
  BOOST_CHECK(!refusal({{"above", "2"}, {"share", "7"}}).what.empty());
  BOOST_CHECK(!refusal({{"above", "2"}, {"zzz", "7"}}).what.empty());
  BOOST_CHECK(!refusal({{"count", "2"}, {"limited", "third"}}).what.empty());
}

BOOST_AUTO_TEST_CASE(options_set_in_code_are_checked_by_the_same_ranges) {
  BOOST_CHECK_NO_THROW(check_params(AllTypes{}));
  BOOST_CHECK_THROW(check_params(AllTypes{.share = -0.1}), InvalidOption);
  BOOST_CHECK_THROW(check_params(AllTypes{.share = std::numeric_limits<double>::quiet_NaN()}), InvalidOption);
  BOOST_CHECK_THROW(check_params(AllTypes{.count = 0}), InvalidOption);
  BOOST_CHECK_THROW(check_params(AllTypes{.lambda = Lambda(-1.0)}), InvalidOption);
  BOOST_CHECK_THROW(check_params(AllTypes{.limited = Kind::third}), InvalidOption);
}

BOOST_AUTO_TEST_CASE(the_description_of_a_field_holds_all_a_help_page_needs) {
  const auto fields = describe_fields(AllTypes{});
  BOOST_REQUIRE_EQUAL(fields.size(), 11U);
  BOOST_CHECK_EQUAL(fields[0].name, "share");
  BOOST_CHECK_EQUAL(fields[0].help, "a part");
  BOOST_CHECK_EQUAL(fields[0].type, "number");
  BOOST_CHECK_EQUAL(fields[0].default_value, "0.5");
  BOOST_CHECK(fields[0].range == Range::between(0, 1));
  BOOST_CHECK(fields[1].scale == Scale::logarithmic);
  BOOST_CHECK(!fields[0].is_list);
  BOOST_CHECK(fields[9].is_list);
  BOOST_CHECK_EQUAL(fields[2].type, "whole number");
  BOOST_CHECK_EQUAL(fields[4].type, "boolean");
  BOOST_CHECK_EQUAL(fields[5].type, "text");
  BOOST_CHECK_EQUAL(fields[6].default_value, "0.1max");
  BOOST_CHECK((fields[7].choices == std::vector<std::string>{"first", "second", "third"}));
  BOOST_CHECK((fields[8].choices == std::vector<std::string>{"first", "second"}));
}

BOOST_AUTO_TEST_CASE(a_share_of_lambda_max_looks_at_it_and_a_number_does_not) {
  BOOST_CHECK_EQUAL(Lambda(0.3).resolve(std::numeric_limits<double>::quiet_NaN()), 0.3);
  BOOST_CHECK_EQUAL(Lambda::share_of_max(0.5).resolve(8.0), 4.0);
}

BOOST_AUTO_TEST_CASE(a_gamma_is_a_number_or_a_multiple_of_scale) {
  using namespace spelling;
  BOOST_CHECK(parse<KernelGamma>("0.3") == KernelGamma(0.3));
  BOOST_CHECK(parse<KernelGamma>("scale") == KernelGamma::times_scale(1.0));
  BOOST_CHECK(parse<KernelGamma>("0.5scale") == KernelGamma::times_scale(0.5));
  for (const char* bad : {"", "auto", "scale2", "xscale", "0.5 scale", "1max"}) BOOST_CHECK(!parse<KernelGamma>(bad));
  for (const char* text : {"0.3", "scale", "0.5scale"}) BOOST_CHECK_EQUAL(print_value(*parse<KernelGamma>(text)), text);
  BOOST_CHECK_EQUAL(KernelGamma(0.3).resolve(std::numeric_limits<double>::quiet_NaN()), 0.3);
  BOOST_CHECK_EQUAL(KernelGamma::times_scale(0.5).resolve(8.0), 4.0);
}

BOOST_AUTO_TEST_CASE(a_list_is_its_numbers_between_commas) {
  const double inf = std::numeric_limits<double>::infinity();
  BOOST_CHECK((with("factors", "1,0.5,inf").factors == std::vector<double>{1.0, 0.5, inf}));
  BOOST_CHECK((with("groups", "3,-1,3").groups == std::vector<int>{3, -1, 3}));
  BOOST_CHECK(with("factors", "").factors.empty());
  BOOST_CHECK_EQUAL(params_of(with("factors", "1,0.1,inf")).at("factors"), "1,0.1,inf");
  BOOST_CHECK_EQUAL(params_of(AllTypes{}).at("groups"), "");
}

BOOST_AUTO_TEST_CASE(every_number_of_a_list_must_be_one_and_lie_in_the_range) {
  for (const char* bad : {"1,", ",1", "1,,2", "1 2", "1,x", "nan", "1,-2", "0", "1;2"})
    BOOST_CHECK_MESSAGE(refused("factors", bad), bad);
  for (const char* bad : {"1.5", "inf", "1,2.0", "99999999999"}) BOOST_CHECK_MESSAGE(refused("groups", bad), bad);
  BOOST_CHECK_EQUAL(refusal({{"factors", "1,-2"}}).expected, "numbers separated by commas, each a number > 0");
  AllTypes options;
  options.factors = {1.0, std::numeric_limits<double>::quiet_NaN()};
  BOOST_CHECK_THROW(check_params(options), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
