// SPDX-License-Identifier: Apache-2.0
// The namespaces that a user named for a context, in the app's own settings: read where listing in all
// namespaces is denied.
#pragma once

#include <string>
#include <vector>

namespace plimsoll::app {

[[nodiscard]] std::vector<std::string> savedNamespaces(const std::string& context);
/// An empty list forgets them.
void saveNamespaces(const std::string& context, const std::vector<std::string>& names);

} // namespace plimsoll::app
