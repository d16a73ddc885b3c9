// SPDX-License-Identifier: Apache-2.0
// A decoded value as one line of text, so that tables can compare all of it at once.
#pragma once

#include "session/value.h"

#include <QString>

namespace plimsoll::test {

/// "proto yes 10.0.0.1:80 | 10.0.0.1 80 | unix 5": format, accepted (yes, no, depends), address, host, port,
/// expiry. What is absent is "-".
inline QString textOf(const session::Value& value) {
    const auto text = [](std::string_view s) {
        return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
    };
    const auto orDash = [&](const std::optional<std::string>& s) {
        return s ? text(*s) : QStringLiteral("-");
    };
    const QString accepted = !value.accepted   ? QStringLiteral("depends")
                             : *value.accepted ? QStringLiteral("yes")
                                               : QStringLiteral("no");
    const QString expiry = value.expires ? text(name(value.clock)) + u' ' + QString::number(*value.expires)
                                         : QStringLiteral("-");
    return QStringLiteral("%1 %2 %3 | %4 %5 | %6")
        .arg(text(name(value.format)), accepted, orDash(value.address), orDash(value.host),
             value.port ? QString::number(*value.port) : QStringLiteral("-"), expiry);
}

} // namespace plimsoll::test
