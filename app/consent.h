// SPDX-License-Identifier: Apache-2.0
// A kubeconfig can name any program as its credential plugin, so each is asked about once per context and
// command line; the answer "yes" is kept in the application's settings.
#pragma once

#include <string>

namespace plimsoll::app {

[[nodiscard]] bool consentGiven(const std::string& context, const std::string& commandLine);
void rememberConsent(const std::string& context, const std::string& commandLine);

/// True when it was given before or is given now on the terminal; says on stderr what to do where there is
/// none.
[[nodiscard]] bool consentOnTerminal(const std::string& context, const std::string& commandLine);

/// "question [y/N] " on the terminal; false without a terminal or without a yes.
[[nodiscard]] bool confirmOnTerminal(const std::string& question);
[[nodiscard]] bool onTerminal();

} // namespace plimsoll::app
