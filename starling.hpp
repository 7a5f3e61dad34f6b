// Everything a program that links Starling uses, in one include.
#pragma once

#include "lib/base/error.hpp"
#include "lib/base/version.hpp"
#include "lib/data/multitask_data.hpp"
