#include "apps/cli/exit_codes.hpp"

#include <new>
#include <string>
#include <string_view>
#include <system_error>

#include "apps/cli/output.hpp"
#include "lib/base/error.hpp"

namespace starling::cli {
namespace {

ExitCode complain(ExitCode code, std::string_view message) noexcept {
  write_error("starling: ");
  write_error(message);
  write_error("\n");
  return code;
}

}  // namespace

ExitCode report(const std::exception_ptr& caught) noexcept {
  try {
    std::rethrow_exception(caught);
  } catch (const ReaderGone&) {
    return ExitCode::ok;
  } catch (const Interrupted& error) {
    return complain(ExitCode::interrupted, error.what());
  } catch (const InvalidOption& error) {
    return complain(ExitCode::usage, error.what());
  } catch (const InvalidModel& error) {
    return complain(ExitCode::bad_model, error.what());
  } catch (const InvalidInput& error) {
    return complain(ExitCode::bad_data, error.what());
  } catch (const IoError& error) {
    return complain(ExitCode::input_output, error.what());
  } catch (const Error& error) {
    return complain(ExitCode::failed, error.what());
  } catch (const std::bad_alloc&) {
    return complain(ExitCode::out_of_resources, "not enough memory");
  } catch (const std::length_error&) {
    return complain(ExitCode::out_of_resources, "not enough memory: a size is beyond what this machine can address");
  } catch (const std::system_error& error) {
    return complain(ExitCode::out_of_resources, error.what());
  } catch (const std::exception& error) {
    complain(ExitCode::failed, error.what());
    return complain(ExitCode::failed, "this is a defect of Starling: please report it with the command line");
  } catch (...) {
    return complain(ExitCode::failed, "an unknown error: this is a defect of Starling, please report it");
  }
}

}  // namespace starling::cli
