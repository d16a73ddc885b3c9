// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <QDateTime>

namespace plimsoll {

std::optional<UnixSeconds> parseTime(std::string_view rfc3339) {
    const auto text = QString::fromLatin1(rfc3339.data(), static_cast<qsizetype>(rfc3339.size()));
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid()) {
        return std::nullopt;
    }
    return time.toSecsSinceEpoch();
}

std::string formatTime(UnixSeconds time) {
    return QDateTime::fromSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODate).toStdString();
}

UnixSeconds now() {
    return QDateTime::currentSecsSinceEpoch();
}

} // namespace plimsoll
