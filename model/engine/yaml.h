// SPDX-License-Identifier: Apache-2.0
// An API object as YAML for people: managedFields left out, the values of Secrets hidden.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace plimsoll::engine {

[[nodiscard]] Result<std::string> yamlOf(std::string_view json, const std::string& thing);

} // namespace plimsoll::engine
