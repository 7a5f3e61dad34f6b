// For programs that fit many models one after the other.
//
// The C library gives large blocks back to the system when they are freed, and asks for them again in the next fit; the
// system clears them page by page, which can cost a quarter of a fit of a few tens of milliseconds.
#pragma once

namespace starling {

// From now on the process keeps up to 1 GiB of freed memory for itself. A setting of the whole process, so the library
// never calls this on its own. Where the C library has no such setting (it is glibc's) nothing happens.
void keep_freed_memory();

}  // namespace starling
