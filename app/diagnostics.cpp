// SPDX-License-Identifier: Apache-2.0
#include "app/diagnostics.h"

#include "app/log.h"
#include "cluster/kindwords.h"

#include <QSysInfo>

namespace plimsoll::app {
QString diagnostics(const engine::Picture& picture) {
    const auto text = [](const std::string& s) { return QString::fromStdString(s); };
    QString out = QStringLiteral("plimsoll %1, Qt %2, %3 %4\n")
                      .arg(QStringLiteral(PLIMSOLL_VERSION), QLatin1String(qVersion()),
                           QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture());
    out +=
        QStringLiteral("source: %1 %2 %3\n")
            .arg(text(picture.source.name), text(picture.source.server), text(picture.source.serverVersion));
    out +=
        QStringLiteral("istio: %1\n")
            .arg(picture.settings.istio ? text(picture.settings.istio->text()) : QStringLiteral("unknown"));
    out += QStringLiteral("picture %1: %2 revisions, %3 services, %4 pods, %5 proxies, %6 alarms\n")
               .arg(picture.generation)
               .arg(picture.revisions.size())
               .arg(picture.services)
               .arg(picture.pods)
               .arg(picture.weights->proxies.size())
               .arg(picture.alarms);
    for (const auto& info : cluster::allKinds()) {
        const auto& status = picture.kind(info.kind);
        out += QStringLiteral("%1 %2: %3, %4 objects, %5 bytes%6\n")
                   .arg(QString::fromUtf8(info.group.data(), static_cast<qsizetype>(info.group.size())),
                        QString::fromUtf8(info.plural.data(), static_cast<qsizetype>(info.plural.size())),
                        QString::fromUtf8(cluster::stateName(status.state).data()))
                   .arg(status.objects)
                   .arg(status.bytes)
                   .arg(status.error ? QStringLiteral(", ") + text(status.error->sentence()) : QString());
    }
    for (const auto& problem : picture.problems) {
        out += QStringLiteral("problem: %1\n").arg(text(problem.sentence()));
    }
    return withoutSecrets(out + QStringLiteral("\nlog:\n") + logTail(50) + QLatin1Char('\n'));
}

} // namespace plimsoll::app
