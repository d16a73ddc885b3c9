// SPDX-License-Identifier: Apache-2.0
#include "shell/statusfacts.h"

#include <QDateTime>
#include <QStringList>

#include <algorithm>

namespace plimsoll::views {
namespace {

using cluster::KindStatus;
using State = KindStatus::State;
using Type = cluster::SourceInfo::Type;

QString timeText(UnixSeconds time) {
    return QDateTime::fromSecsSinceEpoch(time).toString(QStringLiteral("HH:mm"));
}

QString serverWords(const KindStatus& status) {
    return status.error ? qs(status.error->sentence()) : QString();
}

StatusFact revisionsFact(const engine::Picture& picture) {
    std::int64_t reserve = 0;
    for (const auto& summary : picture.graph->namespaces) {
        reserve += summary.reserve;
    }
    return {counted(static_cast<std::int64_t>(picture.revisions.size()), "revision", "revisions") +
                QStringLiteral(", %1 in reserve").arg(countText(reserve)),
            QStringLiteral("In reserve: takes no traffic."), Tone::Muted};
}

StatusFact istioFact(const engine::Picture& picture) {
    if (!picture.settings.istioServed) {
        return {
            QStringLiteral("no Istio here"),
            QStringLiteral("The server has no Istio kinds and no control plane was found. Knative and plain "
                           "Services are shown; weights do not apply."),
            Tone::Text};
    }
    if (!picture.settings.istio) {
        return {
            QStringLiteral("Istio version unknown"),
            QStringLiteral("No istiod Deployment could be read in %1. Give the version with --istio-version, "
                           "or grant get on Deployments there.")
                .arg(qs(picture.settings.rootNamespace)),
            Tone::Text};
    }
    const auto& version = *picture.settings.istio;
    const bool old = version < mesh::Version{1, 20, 0};
    return {QStringLiteral("Istio ") + qs(version.text()) +
                (old ? QStringLiteral(", unverified") : QString()),
            old ? QStringLiteral("Plimsoll is verified from Istio 1.20 on.") : QString(),
            old ? Tone::Text : Tone::Muted};
}

StatusFact missingFact(const engine::Picture& picture) {
    int denied = 0;
    int partly = 0;
    int failed = 0;
    QStringList only;
    for (const auto& kind : picture.kinds) {
        denied += kind.state == State::Denied ? 1 : 0;
        partly += kind.state != State::Denied && !kind.missingNamespaces.empty() ? 1 : 0;
        failed += kind.state == State::Failed ? 1 : 0;
        for (const auto& ns : kind.onlyNamespaces) {
            only << qs(ns);
        }
    }
    only.removeDuplicates();
    QStringList words;
    if (!only.isEmpty()) {
        words << QStringLiteral("only ") + only.join(QStringLiteral(", "));
    }
    if (denied > 0) {
        words << counted(denied, "kind denied", "kinds denied");
    }
    if (partly > 0) {
        words << counted(partly, "kind in part", "kinds in part");
    }
    if (failed > 0) {
        words << counted(failed, "kind failed", "kinds failed");
    }
    QStringList lines;
    for (const auto& line : missingKinds(picture)) {
        lines << line;
    }
    if (words.isEmpty()) {
        return {};
    }
    if (!only.isEmpty()) {
        lines.prepend(
            QStringLiteral("Narrowed with -n: what lies in other namespaces is not read, and weights count "
                           "only what is."));
    }
    return {QStringLiteral("partial view: ") + words.join(QStringLiteral(", ")),
            lines.join(QLatin1Char('\n')), Tone::Reserve};
}

StatusFact problemsFact(const engine::Picture& picture) {
    if (picture.problems.empty()) {
        return {};
    }
    static constexpr std::size_t shown = 8;
    QStringList lines;
    const std::size_t first = picture.problems.size() > shown ? picture.problems.size() - shown : 0;
    for (std::size_t i = first; i < picture.problems.size(); ++i) {
        lines << qs(picture.problems[i].sentence());
    }
    return {counted(static_cast<std::int64_t>(picture.problems.size()), "note", "notes"),
            lines.join(QStringLiteral("\n")), Tone::Muted};
}

} // namespace

QString counted(std::int64_t count, const char* one, const char* many) {
    return countText(count) + QLatin1Char(' ') + QLatin1String(count == 1 ? one : many);
}

std::vector<QString> missingKinds(const engine::Picture& picture) {
    std::vector<QString> lines;
    for (const auto& info : cluster::allKinds()) {
        const auto& status = picture.kind(info.kind);
        const QString kind = qs(info.name);
        if (status.state == State::Denied) {
            lines.push_back(
                QStringLiteral("%1: not allowed to list. %2 Ask for get, list and watch on %3.")
                    .arg(kind, serverWords(status),
                         qs(info.plural) +
                             (info.group.empty() ? QString() : QLatin1Char('.') + qs(info.group))));
        } else if (status.state == State::Failed) {
            lines.push_back(
                QStringLiteral("%1: could not be read. %2 F5 asks again.").arg(kind, serverWords(status)));
        } else if (!status.missingNamespaces.empty()) {
            lines.push_back(QStringLiteral("%1: not allowed in %2 (%3 …).")
                                .arg(kind,
                                     counted(static_cast<std::int64_t>(status.missingNamespaces.size()),
                                             "namespace", "namespaces"),
                                     qs(status.missingNamespaces.front())));
        }
    }
    return lines;
}

std::vector<StatusFact> statusFacts(const engine::Picture& picture) {
    std::vector<StatusFact> facts;
    const bool unread = !picture.complete && picture.services == 0 && picture.revisions.empty();
    if (picture.source.name.empty() || unread) { // zeros would be no truth
        return facts;
    }
    const auto add = [&facts](StatusFact fact) {
        if (!fact.text.isEmpty()) {
            facts.push_back(std::move(fact));
        }
    };
    add(missingFact(picture)); // first: in a narrow window the last ones are cut off
    add({counted(static_cast<std::int64_t>(picture.services), "Service", "Services"), {}, Tone::Muted});
    add(picture.knativeServed
            ? revisionsFact(picture)
            : StatusFact{
                  QStringLiteral("no Knative here"),
                  QStringLiteral("The server has no Knative kinds: Services, routes and gateways are shown, "
                                 "and there are no revisions to hide."),
                  Tone::Text});
    add({counted(static_cast<std::int64_t>(picture.pods), "pod", "pods"), {}, Tone::Muted});
    add({counted(static_cast<std::int64_t>(picture.weights->proxies.size()), "proxy", "proxies"),
         {},
         Tone::Muted});
    const bool writable = picture.source.writable;
    add({picture.readOnly || !writable ? QStringLiteral("read-only: yes") : QStringLiteral("read-only: no"),
         picture.readOnly ? QStringLiteral("Started with --read-only: there are no actions.")
         : writable       ? QStringLiteral("Revisions can be hidden and shown; nothing else is ever written.")
                          : QStringLiteral("These are files: there is no server to change."),
         Tone::Muted});
    if (picture.complete || picture.settings.istio) { // before that, unknown means unread
        add(istioFact(picture));
    }
    if (!picture.source.serverVersion.empty()) {
        add({QStringLiteral("Kubernetes ") + qs(picture.source.serverVersion), qs(picture.source.server),
             Tone::Muted});
    }
    add(problemsFact(picture));
    return facts;
}

int listedPercent(const engine::Picture& picture) {
    std::int64_t done = 0;
    std::int64_t all = 0;
    for (const auto& kind : picture.kinds) {
        const auto here = static_cast<std::int64_t>(kind.objects) + 1; // the answer itself counts as one
        if (cluster::settled(kind)) {
            done += here;
            all += here;
            continue;
        }
        const auto percent = std::max(1, kind.percent.value_or(0));
        const auto whole = kind.expected > 0 ? kind.expected + 1 : here * 100 / percent;
        done += std::min(here, whole - 1);
        all += std::max(here, whole);
    }
    return all == 0 ? 0 : static_cast<int>(done * 100 / all);
}

StatusFact freshness(const engine::Picture& picture, std::int64_t quietMs) {
    if (picture.stale || picture.source.heartbeatLost) {
        const QString since =
            picture.staleSince > 0 ? QStringLiteral(" since ") + timeText(picture.staleSince) : QString();
        return {QStringLiteral("stale") + since,
                QStringLiteral(
                    "The connection to the server is lost; what is shown was true then. Plimsoll keeps "
                    "trying; F5 tries at once."),
                Tone::Reserve};
    }
    if (!picture.complete) {
        return {QStringLiteral("listing %1\u00A0%").arg(listedPercent(picture)),
                QStringLiteral("The first lists are under way: counts still grow."), Tone::Accent};
    }
    switch (picture.source.type) {
    case Type::Demo:
        return {QStringLiteral("demo"), QStringLiteral("An invented estate that lives in this program."),
                Tone::Accent};
    case Type::Files:
        return {QStringLiteral("file"), qs(picture.source.name), Tone::Muted};
    case Type::Live:
        break;
    }
    return {QStringLiteral("live · %1 ago").arg(spanText(quietMs)),
            QStringLiteral("Connected and watching; the last change came %1 ago.").arg(spanText(quietMs)),
            Tone::Ok};
}

} // namespace plimsoll::views
