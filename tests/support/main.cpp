// The one main() of every test program.
#include <boost/test/unit_test.hpp>

namespace {

bool name_the_suite() {
  boost::unit_test::framework::master_test_suite().p_name.value = "starling";
  return true;
}

}  // namespace

int main(int count, char* arguments[]) { return boost::unit_test::unit_test_main(&name_the_suite, count, arguments); }
