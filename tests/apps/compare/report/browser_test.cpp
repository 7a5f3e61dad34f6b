// The page of a report in a browser: what its script does, and how it fits screens. Skipped loudly without chromium.
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "apps/compare/report/report.hpp"
#include "tests/apps/compare/report/fake_report.hpp"
#include "tests/support/browser.hpp"

using namespace starling;
using namespace starling::compare;
using tests::Frame;

namespace {

// A report with everything that can be drawn.
std::string full_page() {
  std::vector<JobResult> results = fake::results();
  int number = 0;
  for (JobResult& one : results) {
    Result& result = *one.result;
    result.seconds = {.tune = 0.1, .fit = 0.01 * (1 + ++number % 5), .predict = 0.001};
    fake::keep_the_way(result, number);
  }
  return html(make_report(results, {}, {}));
}

void expect(const Frame& frame, const std::string& script, const std::string& expected) {
  const auto said = tests::in_browser(full_page(), frame, script);
  if (said) {
    BOOST_TEST(*said == expected);
    return;
  }
  std::cout << "SKIPPED " << boost::unit_test::framework::current_test_case().p_name.get()
            << ": there is no chromium here\n";
  BOOST_WARN_MESSAGE(false, "skipped: the report page is not tried, there is no chromium here");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_page_in_a_browser)

BOOST_AUTO_TEST_CASE(a_table_is_sorted_by_a_click_on_its_heading_and_turned_by_another) {
  expect({}, R"js(
    const table = page.querySelector('#scores table'), head = table.tHead.rows[0].cells[8];
    const order = () => [...table.tBodies[0].rows].map(row => row.cells[0].textContent).join(' | ');
    head.querySelector('button').click();
    say(head.getAttribute('aria-sort') + ': ' + order());
    head.querySelector('button').click();
    say(head.getAttribute('aria-sort') + ': ' + order());
  )js",
         "ascending: joint &amp; &lt;b&gt;bold&lt;/b&gt; | independent_ridge | third|method\n"
         "descending: independent_ridge | joint &amp; &lt;b&gt;bold&lt;/b&gt; | third|method\n");
}

BOOST_AUTO_TEST_CASE(rows_are_filtered_by_words_and_by_metric) {
  expect({}, R"js(
    const words = page.getElementById('filter'), metric = page.getElementById('metric');
    const count = page.getElementById('count');
    const shown = () => [...page.querySelectorAll('#all tbody tr')].filter(row => !row.hidden).length;
    say(count.textContent + ', ' + shown());
    words.value = 'JOINT data_3'; words.dispatchEvent(new view.Event('input'));
    say(count.textContent + ', ' + shown());
    metric.value = 'mse'; metric.dispatchEvent(new view.Event('change'));
    say(count.textContent + ', ' + shown());
  )js",
         "42 of 42 rows, 42\n2 of 42 rows, 2\n1 of 42 rows, 1\n");
}

BOOST_AUTO_TEST_CASE(all_that_can_be_used_is_reached_by_the_keyboard) {
  expect({}, R"js(
    page.querySelectorAll('details').forEach(one => one.open = true);
    const all = [...page.querySelectorAll('a,button,input,select,summary,.scroll,.tall')];
    const missed = all.filter(one => { one.focus(); return page.activeElement !== one || one.tabIndex < 0; });
    say(all.length > 60 ? 'many' : all.length);
    say(missed.map(one => one.outerHTML).join(' '));
    const boxes = [...page.querySelectorAll('.scroll,.tall')];
    say(boxes.filter(one => !one.getAttribute('aria-label')).length + ' without a name');
  )js",
         "many\n\n0 without a name\n");
}

BOOST_AUTO_TEST_CASE(nothing_but_boxes_that_scroll_is_wider_than_a_phone) {
  for (const int width : {390, 1280})
    expect({.width = width, .height = 844}, R"js(
    page.querySelectorAll('details').forEach(one => one.open = true);
    say(view.innerWidth - page.documentElement.scrollWidth >= 0 ? 'fits' : page.documentElement.scrollWidth);
  )js",
           "fits\n");
}

BOOST_AUTO_TEST_CASE(light_and_dark_are_told_apart_from_their_text) {
  const std::string script = R"js(
    const light = text => { const [r, g, b] = text.match(/[\d.]+/g).map(Number); return 0.2 * r + 0.7 * g + 0.1 * b; };
    const style = view.getComputedStyle(page.body);
    const ground = light(style.backgroundColor), ink = light(style.color);
    const curve = light(view.getComputedStyle(page.querySelector('.curve0')).stroke);
    say((ground > 128 ? 'light' : 'dark') + (Math.abs(ground - ink) > 150 && Math.abs(ground - curve) > 80));
  )js";
  expect({.dark = false}, script, "lighttrue\n");
  expect({.dark = true}, script, "darktrue\n");
}

BOOST_AUTO_TEST_CASE(a_pointer_on_a_curve_leaves_the_others_faint) {
  expect({}, R"js(
    const names = [...page.querySelectorAll('#speed .curves title')].map(one => one.textContent);
    say(new Set(names).size + ' methods');
    const hover = [...page.styleSheets].flatMap(sheet => [...sheet.cssRules]).map(rule => rule.selectorText ?? '');
    say(hover.filter(one => /:hover/.test(one)).length > 3 ? 'hover' : hover.join(' '));
  )js",
         "3 methods\nhover\n");
}

BOOST_AUTO_TEST_SUITE_END()
