// SPDX-License-Identifier: Apache-2.0
#include "shell/statepage.h"
#include "shell/statusfacts.h"

#include <QStringList>

#include <algorithm>

namespace plimsoll::views {
namespace {

QString titleOf(ErrorCode code, const QString& name) {
    switch (code) {
    case ErrorCode::Unreachable:
        return QStringLiteral("%1 cannot be reached").arg(name);
    case ErrorCode::Unauthorized:
        return QStringLiteral("Not logged in to %1").arg(name);
    case ErrorCode::Forbidden:
        return QStringLiteral("%1 does not let you look").arg(name);
    case ErrorCode::NotFound:
        return QStringLiteral("%1 was not found").arg(name);
    case ErrorCode::Cancelled:
        return QStringLiteral("Opening %1 was cancelled").arg(name);
    case ErrorCode::Input:
        return QStringLiteral("%1 cannot be read").arg(name);
    default:
        return QStringLiteral("%1 could not be opened").arg(name);
    }
}

QString nextOf(ErrorCode code) {
    switch (code) {
    case ErrorCode::Unreachable:
        return QStringLiteral(
            "Check the network, the VPN and the server's address in the kubeconfig. Plimsoll "
            "keeps trying.");
    case ErrorCode::Unauthorized:
        return QStringLiteral("Log in again as you do for kubectl, then retry.");
    case ErrorCode::Forbidden:
        return QStringLiteral("Ask for get, list and watch on Services and Knative's and Istio's kinds.");
    default:
        return QStringLiteral("Retry, or choose another context.");
    }
}

Icon iconOf(ErrorCode code) {
    const bool locked = code == ErrorCode::Unauthorized || code == ErrorCode::Forbidden;
    return locked ? Icon::Denied : Icon::Info;
}

/// "Services 12,043, Pods 43 %": what is under way, with numbers.
QString progressText(const engine::Picture& picture) {
    QStringList parts;
    for (const auto& info : cluster::allKinds()) {
        const auto& status = picture.kind(info.kind);
        if (status.state != cluster::KindStatus::State::Listing) {
            continue;
        }
        QString part =
            qs(info.name) + QLatin1Char(' ') + countText(static_cast<std::int64_t>(status.objects));
        if (status.percent) {
            part += QStringLiteral(" (%1\u00A0%)").arg(*status.percent);
        }
        parts << part;
    }
    return parts.isEmpty()
               ? QStringLiteral("Waiting for the server's first answer.")
               : QStringLiteral("Under way: ") + parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

} // namespace

StateMessage loadingState(const engine::Picture& picture, const QString& name) {
    std::int64_t bytes = 0;
    std::size_t objects = 0;
    for (const auto& kind : picture.kinds) {
        bytes += kind.bytes;
        objects += kind.objects;
    }
    StateMessage message;
    message.icon = Icon::Context;
    message.tone = Tone::Accent;
    message.title = picture.source.name.empty() ? QStringLiteral("Opening %1").arg(name)
                                                : QStringLiteral("Reading %1").arg(name);
    message.percent = listedPercent(picture);
    message.reason = progressText(picture);
    if (objects > 0) {
        message.next = QStringLiteral("%1 objects, %2 so far.")
                           .arg(countText(static_cast<std::int64_t>(objects)), bytesText(bytes));
    }
    return message;
}

StateMessage failedState(const Error& error, const QString& name) {
    StateMessage message;
    message.icon = iconOf(error.code);
    message.tone = Tone::Text;
    message.title = titleOf(error.code, name.isEmpty() ? QStringLiteral("This") : name);
    message.reason = qs(error.sentence());
    message.next = error.hint.empty() ? nextOf(error.code) : QString(); // the sentence ends with the hint
    message.retry = true;
    return message;
}

StateMessage emptyState(const engine::Picture& picture) {
    using State = cluster::KindStatus::State;
    const auto missing = missingKinds(picture);
    StateMessage message;
    message.retry = true;
    const auto denied = std::count_if(picture.kinds.begin(), picture.kinds.end(),
                                      [](const auto& kind) { return kind.state == State::Denied; });
    if (!missing.empty()) {
        message.icon = denied > 0 ? Icon::Denied : Icon::Info;
        message.tone = Tone::Text;
        message.title = denied > 0 ? QStringLiteral("Nothing here may be listed")
                                   : QStringLiteral("Nothing here could be read");
        QStringList lines;
        for (std::size_t i = 0; i < std::min<std::size_t>(missing.size(), 4); ++i) {
            lines << missing[i];
        }
        message.reason = lines.join(QLatin1Char('\n'));
        message.next =
            QStringLiteral("Ask for get, list and watch on these, or name the namespaces that you may read: "
                           "under Status (Ctrl+5), or with -n.");
        return message;
    }
    message.title = QStringLiteral("There is nothing in %1 yet").arg(qs(picture.source.name));
    message.reason = QStringLiteral("Everything could be read, and there is no Service, route or gateway.");
    message.next =
        picture.source.type == cluster::SourceInfo::Type::Files
            ? QStringLiteral("Write the files with kubectl get -A -o json of the kinds that matter.")
            : QStringLiteral("What is created shows by itself.");
    return message;
}

} // namespace plimsoll::views
