// SPDX-License-Identifier: Apache-2.0
// JSON text to a tree, with an error that says where; for the decoders and the file source.
#pragma once

#include "base/error.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace plimsoll::cluster {

/// `where` names the text in the error: a file, "a Pod". The error says line and column.
[[nodiscard]] Result<nlohmann::json> parseJson(std::string_view text, const std::string& where);

/// "line 3, column 14" of the byte at `offset`.
[[nodiscard]] std::string position(std::string_view text, std::size_t offset);

} // namespace plimsoll::cluster
