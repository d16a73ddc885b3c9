// SPDX-License-Identifier: Apache-2.0
// The log file in the state folder ($XDG_STATE_HOME/plimsoll/plimsoll.log), without tokens, started anew at 1
// MB (the former one is kept as .1). Warnings and errors also go to stderr.
#pragma once

#include <QString>

#include <string>

namespace plimsoll::app {

/// From now on Qt's messages go to the log. A log that cannot be written is said once on stderr. From
/// verbosity 6 on every request is told, also on stderr.
void startLog(int verbosity = 0);
[[nodiscard]] QString logPath();
/// The last lines, for diagnostics.
[[nodiscard]] QString logTail(int lines);
/// Credentials that a message might carry, masked: bearer tokens, JWTs, PEM keys, long base64 runs after
/// "token".
[[nodiscard]] QString withoutSecrets(QString text);

} // namespace plimsoll::app
