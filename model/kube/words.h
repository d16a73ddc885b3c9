// SPDX-License-Identifier: Apache-2.0
// Small pieces of text that several files of this room need.
#pragma once

#include "kube/kubeconfig.h"

#include <string>
#include <string_view>

namespace plimsoll::kube {

/// A name as it stands in a message.
[[nodiscard]] std::string inQuotes(std::string_view name);
/// "context "x"", or the server where there is no context.
[[nodiscard]] std::string whose(const Config& config);
[[nodiscard]] std::string trimmed(std::string_view text);
/// What would run: the command and its arguments.
[[nodiscard]] std::string commandLineOf(const ExecConfig& exec);
/// A flag that overrides something.
[[nodiscard]] bool given(const std::optional<std::string>& flag);
/// Several errors as one; one stays as it is.
[[nodiscard]] Error together(const std::vector<Error>& errors);
/// Without line breaks and other control characters, which would end an HTTP header.
[[nodiscard]] bool headerSafe(std::string_view value);

} // namespace plimsoll::kube
