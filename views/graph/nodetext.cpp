// SPDX-License-Identifier: Apache-2.0
#include "graph/nodetext.h"

#include "graph/nodecontent.h"

#include <algorithm>

namespace plimsoll::views {
namespace {

using graph::NodeKind;

constexpr std::size_t mostLines = 5; // of witnesses, warnings, pods

QString kindName(const graph::Node& node) {
    switch (node.kind) {
    case NodeKind::Gateway:
        return QStringLiteral("Gateway");
    case NodeKind::Route:
        return node.id.starts_with("virtualservice/") ? QStringLiteral("VirtualService")
               : node.id.starts_with("httproute/")    ? QStringLiteral("HTTPRoute")
                                                      : QStringLiteral("Route");
    case NodeKind::Revision:
        return QStringLiteral("Revision");
    case NodeKind::Service:
        return QStringLiteral("Service");
    case NodeKind::Pods:
        return QStringLiteral("Pods");
    case NodeKind::Activator:
        return QStringLiteral("Activator");
    }
    return {};
}

void appendSome(QStringList& lines, const std::vector<std::string>& texts, const QString& bullet) {
    for (std::size_t i = 0; i < std::min(texts.size(), mostLines); ++i) {
        lines << bullet + qs(texts[i]);
    }
    if (texts.size() > mostLines) {
        lines << QStringLiteral("  and %1 more")
                     .arg(countText(static_cast<std::int64_t>(texts.size() - mostLines)));
    }
}

QString stateLine(const knative::RevisionState& revision, NodeState state) {
    switch (state) {
    case NodeState::Alarm:
        return QStringLiteral("Hidden, but routed: requests get 503");
    case NodeState::Hidden:
        return QStringLiteral("Hidden: no proxy carries it, no traffic reaches it");
    case NodeState::Routed:
        return revision.percent > 0    ? QStringLiteral("Takes %1 % of the traffic").arg(revision.percent)
               : revision.tags.empty() ? QStringLiteral("Routed at 0 %")
                                       : QStringLiteral("Routed by tag %1").arg(qs(revision.tags.front()));
    case NodeState::Reserve:
    case NodeState::Plain:
        break;
    }
    return QStringLiteral("Reserve: takes no traffic, yet every proxy carries it");
}

void describeRevision(QStringList& lines, const knative::RevisionState& revision, const graph::Node& node,
                      NodeState state) {
    lines << stateLine(revision, state);
    if (revision.alarm && !revision.alarmReason.empty()) {
        lines << qs(revision.alarmReason);
    }
    if (revision.visibility == knative::Visibility::Partial) {
        lines << QStringLiteral("Half hidden: its two Services reach different namespaces");
    } else if (revision.visibility == knative::Visibility::Restricted) {
        lines << QStringLiteral("Restricted: only some namespaces see it");
    }
    if (!revision.ready) {
        lines << QStringLiteral("Not ready: ") +
                     qs(revision.reason.empty() ? "no reason given" : revision.reason) +
                     (revision.message.empty() ? QString() : QStringLiteral(": ") + qs(revision.message));
    }
    lines << QStringLiteral("%1 replicas · %2 in each proxy that sees it")
                 .arg(countText(revision.replicas), bytesText(node.bytes));
    std::vector<std::string> witnesses;
    for (const auto& witness : revision.witnesses) {
        witnesses.push_back(witness.sentence());
    }
    if (!witnesses.empty()) {
        lines << QStringLiteral("Routed by:");
        appendSome(lines, witnesses, QStringLiteral("• "));
    }
    if (!revision.hideable && state != NodeState::Hidden && !revision.reasons.empty()) {
        lines << QStringLiteral("May not be hidden:");
        appendSome(lines, revision.reasons, QStringLiteral("• "));
    }
}

void describeGateway(QStringList& lines, const engine::Picture& picture, const graph::Node& node) {
    if (!node.proxy || *node.proxy >= picture.weights->proxies.size()) {
        return;
    }
    const auto& proxy = picture.weights->proxies[*node.proxy];
    lines << QStringLiteral(
                 "Its heaviest pod carries %1 Envoy clusters, %2 of configuration, %3 of it for the reserve")
                 .arg(countText(proxy.load.envoyClusters), bytesText(proxy.load.bytes.total()),
                      bytesText(proxy.reserveBytes));
    const auto memory = mesh::estimateMemory(proxy.load);
    lines << QStringLiteral("Memory for that: %1 to %2, estimated")
                 .arg(bytesText(memory.low), bytesText(memory.high));
    lines << (proxy.memoryLimit ? QStringLiteral("Memory limit: %1").arg(bytesText(*proxy.memoryLimit))
                                : QStringLiteral("No memory limit"));
}

} // namespace

QString describe(const engine::Picture& picture, const graph::Node& node) {
    QStringList lines;
    lines << kindName(node) + u' ' + qs(node.ns) + u'/' + qs(node.label);
    const auto* revision = revisionOf(picture, node);
    if (revision) {
        describeRevision(lines, *revision, node, stateOf(picture, node));
        return lines.join(u'\n');
    }
    if (!node.detail.empty()) {
        lines << qs(node.detail);
    }
    if (!node.ready) {
        lines << QStringLiteral("Not ready: ") + qs(node.reason.empty() ? "no reason given" : node.reason);
    }
    if (node.kind == NodeKind::Gateway) {
        describeGateway(lines, picture, node);
    }
    if (node.podsTotal > 0) {
        lines << QStringLiteral("%1 of %2 pods ready")
                     .arg(countText(node.podsReady), countText(node.podsTotal));
        appendSome(lines, node.pods, QStringLiteral("• "));
    }
    return lines.join(u'\n');
}

QString describe(const graph::NamespaceSummary& summary) {
    QStringList lines;
    lines << QStringLiteral("Namespace ") + qs(summary.ns);
    if (summary.alarms > 0) {
        lines << QStringLiteral("Alarms: %1").arg(countText(summary.alarms));
    }
    lines << QStringLiteral("%1 revisions: %2 in reserve, %3 hidden")
                 .arg(countText(summary.revisions), countText(summary.reserve), countText(summary.hidden));
    lines << QStringLiteral("%1 Services, %2 pods").arg(countText(summary.services), countText(summary.pods));
    lines << QStringLiteral("In each proxy that sees them: %1 take traffic, %2 are in reserve")
                 .arg(bytesText(summary.routedBytes), bytesText(summary.reserveBytes));
    if (summary.hiddenBytes > 0) {
        lines << QStringLiteral("Saved by hiding: %1").arg(bytesText(summary.hiddenBytes));
    }
    return lines.join(u'\n');
}

EmptyText emptyText(const engine::Picture* picture, bool narrowed) {
    if (!picture || (!picture->complete && picture->graph->namespaces.empty())) {
        return {QStringLiteral("Reading the cluster"),
                QStringLiteral("The graph appears as soon as Services, routes and revisions are here.")};
    }
    if (!picture->graph->namespaces.empty() && !narrowed) {
        return {};
    }
    using State = cluster::KindStatus::State;
    QStringList denied;
    for (const auto kind : {cluster::Kind::Service, cluster::Kind::Revision, cluster::Kind::Route}) {
        const auto state = picture->kind(kind).state;
        if (state == State::Denied || state == State::Failed) {
            denied << qs(cluster::info(kind).plural);
        }
    }
    if (!denied.isEmpty()) {
        return {QStringLiteral("Nothing may be read"),
                QStringLiteral(
                    "The server refused to list %1. Ask for a role with get, list and watch on them, or "
                    "choose a namespace that you may read.")
                    .arg(denied.join(QStringLiteral(", ")))};
    }
    if (narrowed) {
        return {QStringLiteral("Nothing in the chosen namespaces"),
                QStringLiteral("They hold no Services and no revisions. Choose others, or all of them.")};
    }
    return {
        QStringLiteral("Nothing here yet"),
        picture->knativeServed
            ? QStringLiteral("This cluster has no Services and no revisions outside of its control planes.")
            : QStringLiteral("This cluster has no Knative and no Services outside of its control planes.")};
}

} // namespace plimsoll::views
