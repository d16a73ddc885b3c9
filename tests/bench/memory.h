// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>

namespace plimsoll::bench {

/// Peak resident memory of this process so far, kB; 0 where /proc does not tell.
inline qint64 peakMemory() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) {
        return 0;
    }
    for (const auto& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:")) {
            return line.mid(6).trimmed().split(' ').value(0).toLongLong();
        }
    }
    return 0;
}

} // namespace plimsoll::bench
