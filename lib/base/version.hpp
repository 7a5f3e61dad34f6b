// The version of the library a program is compiled against.
#pragma once

#define STARLING_VERSION_MAJOR 0
#define STARLING_VERSION_MINOR 1
#define STARLING_VERSION_PATCH 0
#define STARLING_VERSION "0.1.0"
