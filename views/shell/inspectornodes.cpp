// SPDX-License-Identifier: Apache-2.0
#include "shell/inspectornodes.h"

#include <algorithm>

namespace plimsoll::views {
namespace {

using Fact = InspectorContent::Fact;
using Section = InspectorContent::Section;
using State = InspectorContent::State;
using graph::Node;
using graph::NodeKind;

constexpr std::size_t longestList = 40;

QString estimateNote() {
    return QStringLiteral("An estimate: bytes by formula, memory 40 to 120 kB an Envoy cluster over a base.");
}

void addPoint(Section& section, const QString& text) {
    if (section.points.size() < longestList) {
        section.points.push_back(text);
    }
}

void addRest(Section& section, std::size_t all) {
    if (all > section.points.size()) {
        section.points.push_back(QStringLiteral("and %1 more")
                                     .arg(countText(static_cast<std::int64_t>(all - section.points.size()))));
    }
}

void addLoad(InspectorContent& content, const mesh::ProxyWeight& proxy) {
    const mesh::Load& load = proxy.load;
    const auto memory = mesh::estimateMemory(load);
    const auto count = [&content](const char* label, int value) {
        content.facts.push_back({QString::fromLatin1(label), countText(value), {}});
    };
    count("Envoy clusters", load.envoyClusters);
    count("Endpoints", load.endpoints);
    count("Listeners", load.listeners);
    count("Route configs", load.routeConfigs);
    count("Virtual hosts", load.virtualHosts);
    content.facts.push_back({QStringLiteral("Pushed, estimated"), bytesText(load.bytes.total()),
                             QStringLiteral("CDS %1, EDS %2, LDS %3, RDS %4. %5")
                                 .arg(bytesText(load.bytes.cds), bytesText(load.bytes.eds),
                                      bytesText(load.bytes.lds), bytesText(load.bytes.rds), estimateNote())});
    content.facts.push_back({QStringLiteral("Of it, for the reserve"), bytesText(proxy.reserveBytes),
                             QStringLiteral("What revisions that take no traffic cause.")});
    content.facts.push_back({QStringLiteral("Memory, estimated"),
                             QStringLiteral("%1 – %2").arg(bytesText(memory.low), bytesText(memory.high)),
                             estimateNote()});
    content.facts.push_back({QStringLiteral("Memory limit"),
                             proxy.memoryLimit ? bytesText(*proxy.memoryLimit) : QStringLiteral("none"),
                             QStringLiteral("Of its istio-proxy container.")});
    if (!proxy.memoryLimit) {
        content.card = {State::Quiet, QStringLiteral("No line to hold against"),
                        QStringLiteral("Its istio-proxy container has no memory limit.")};
        return;
    }
    const QString limit = bytesText(*proxy.memoryLimit);
    if (memory.low > *proxy.memoryLimit) {
        content.card = {
            State::Alarm, QStringLiteral("Over its limit, by estimate"),
            QStringLiteral("At least %1 estimated, the limit is %2.").arg(bytesText(memory.low), limit)};
    } else if (memory.high > *proxy.memoryLimit) {
        content.card = {
            State::Quiet, QStringLiteral("May pass its limit"),
            QStringLiteral("Up to %1 estimated, the limit is %2.").arg(bytesText(memory.high), limit)};
    } else {
        content.card = {
            State::Quiet, QStringLiteral("Below its limit"),
            QStringLiteral("Up to %1 estimated, the limit is %2.").arg(bytesText(memory.high), limit)};
    }
}

QString kindWord(NodeKind kind) {
    switch (kind) {
    case NodeKind::Gateway:
        return QStringLiteral("gateway");
    case NodeKind::Route:
        return QStringLiteral("route");
    case NodeKind::Revision:
        return QStringLiteral("revision");
    case NodeKind::Service:
        return QStringLiteral("Service");
    case NodeKind::Pods:
        return QStringLiteral("pods");
    case NodeKind::Activator:
        return QStringLiteral("activator");
    }
    return {};
}

/// Where its edges lead, or come from: "checkout-00009, 90 %". `broken`: those that lead to nothing visible.
Section neighbours(const engine::Picture& picture, std::size_t index, bool out, const QString& title,
                   bool broken = false) {
    Section section{title, {}, broken};
    std::size_t all = 0;
    for (const auto& edge : picture.graph->edges) {
        const std::size_t here = out ? edge.from : edge.to;
        const std::size_t other = out ? edge.to : edge.from;
        if (here != index || other >= picture.graph->nodes.size() || edge.broken != broken) {
            continue;
        }
        ++all;
        QString text = qs(picture.graph->nodes[other].label);
        if (!edge.label.empty()) {
            text += QStringLiteral(", ") + qs(edge.label);
        }
        addPoint(section, text);
    }
    addRest(section, all);
    return section;
}

void addSection(InspectorContent& content, Section section) {
    if (!section.points.empty()) {
        content.sections.push_back(std::move(section));
    }
}

void addReadiness(InspectorContent& content, const Node& node) {
    if (node.ready) {
        content.card = {State::Quiet, QStringLiteral("Ready"), {}};
        return;
    }
    content.card = {State::Quiet, QStringLiteral("Not ready"),
                    node.reason.empty() ? QStringLiteral("No reason is given.") : qs(node.reason)};
}

void describeRoute(const engine::Picture& picture, std::size_t index, InspectorContent& content) {
    const Node& node = picture.graph->nodes[index];
    addReadiness(content, node);
    if (!node.detail.empty()) {
        content.facts.push_back({QStringLiteral("Host"), qs(node.detail), {}});
    }
    Section broken = neighbours(picture, index, true, QStringLiteral("Where requests get 503"), true);
    if (!broken.points.empty()) {
        content.card = {State::Alarm, QStringLiteral("Leads to a hidden revision"),
                        QStringLiteral("The gateways have no cluster for it: requests get 503.")};
    }
    addSection(content, std::move(broken));
    addSection(content, neighbours(picture, index, true, QStringLiteral("Where it sends requests")));
    addSection(content, neighbours(picture, index, false, QStringLiteral("Which gateways serve it")));
    content.sections.push_back(
        {QStringLiteral("Configured, not measured"),
         {QStringLiteral("Shares are what the Route says, not requests that were counted.")},
         false});
}

void describePods(const Node& node, InspectorContent& content) {
    const bool well = node.podsReady == node.podsTotal;
    content.card = {State::Quiet, well ? QStringLiteral("All ready") : QStringLiteral("Not all ready"),
                    node.reason.empty()
                        ? QStringLiteral("%1 ready of %2.").arg(node.podsReady).arg(node.podsTotal)
                        : qs(node.reason)};
    content.facts.push_back({QStringLiteral("Pods"),
                             QStringLiteral("%1 ready of %2").arg(node.podsReady).arg(node.podsTotal),
                             {}});
    Section names{QStringLiteral("Their names"), {}, false};
    for (const auto& name : node.pods) {
        addPoint(names, qs(name));
    }
    addRest(names, node.pods.size());
    addSection(content, std::move(names));
    if (node.pods.size() == 1) {
        content.object = {cluster::Kind::Pod, qs(node.ns), qs(node.pods.front())};
    }
}

void describeGateway(const engine::Picture& picture, std::size_t index, InspectorContent& content) {
    const Node& node = picture.graph->nodes[index];
    if (!node.proxy || *node.proxy >= picture.weights->proxies.size()) {
        content.card = {
            State::Quiet, QStringLiteral("No pod known"),
            QStringLiteral("No running gateway pod was found, so nothing can be said of its load.")};
    } else {
        const auto& heaviest = picture.weights->proxies[*node.proxy];
        const auto pods = std::count_if(
            picture.weights->proxies.begin(), picture.weights->proxies.end(), [&heaviest](const auto& proxy) {
                return proxy.ns == heaviest.ns && proxy.workload == heaviest.workload;
            });
        content.facts.push_back(
            {QStringLiteral("Gateway pods"), countText(pods),
             QStringLiteral("The figures below are of the heaviest, %1.").arg(qs(heaviest.name))});
        addLoad(content, heaviest);
        content.object = {cluster::Kind::Pod, qs(heaviest.ns), qs(heaviest.name)};
    }
    addSection(content, neighbours(picture, index, true, QStringLiteral("Routes that it serves")));
}

} // namespace

InspectorContent describeNamespace(const graph::NamespaceSummary& summary) {
    InspectorContent content;
    content.nodeId = QStringLiteral("namespace/") + qs(summary.ns);
    content.title = qs(summary.ns);
    content.subtitle = QStringLiteral("namespace");
    if (summary.alarms > 0) {
        content.card = {
            State::Alarm,
            summary.alarms == 1 ? QStringLiteral("1 alarm")
                                : QStringLiteral("%1 alarms").arg(countText(summary.alarms)),
            QStringLiteral("A revision here is routed, and not everyone who needs it can see it.")};
    } else if (summary.reserve > 0) {
        content.card = {
            State::Reserve, QStringLiteral("%1 in reserve").arg(countText(summary.reserve)),
            QStringLiteral("They take no traffic, and cost each proxy that sees them %1, estimated.")
                .arg(bytesText(summary.reserveBytes))};
    } else {
        content.card = {State::Quiet, QStringLiteral("Nothing in reserve"), {}};
    }
    const auto count = [&content](const char* label, int value) {
        content.facts.push_back({QString::fromLatin1(label), countText(value), {}});
    };
    const auto bytes = [&content](const char* label, std::int64_t value) {
        content.facts.push_back(
            {QString::fromLatin1(label), bytesText(value),
             QStringLiteral("For each proxy that sees these revisions. ") + estimateNote()});
    };
    count("Revisions", summary.revisions);
    count("In reserve", summary.reserve);
    count("Hidden", summary.hidden);
    count("Services", summary.services);
    count("Pods", summary.pods);
    bytes("Weight that takes traffic", summary.routedBytes);
    bytes("Weight in reserve", summary.reserveBytes);
    bytes("Weight if all were shown", summary.routedBytes + summary.reserveBytes + summary.hiddenBytes);
    content.object = {cluster::Kind::Namespace, {}, qs(summary.ns)};
    return content;
}

InspectorContent describeProxy(const engine::Picture&, const mesh::ProxyWeight& proxy) {
    InspectorContent content;
    content.nodeId = QStringLiteral("proxy/%1/%2").arg(qs(proxy.ns), qs(proxy.name));
    content.title = qs(proxy.name);
    content.subtitle = QStringLiteral("%1 · %2").arg(
        proxy.gateway ? QStringLiteral("gateway proxy") : QStringLiteral("sidecar"), qs(proxy.ns));
    content.facts.push_back({QStringLiteral("Scope"), qs(proxy.scope),
                             QStringLiteral("Proxies of one scope import the same Services.")});
    addLoad(content, proxy);
    content.object = {cluster::Kind::Pod, qs(proxy.ns), qs(proxy.name)};
    return content;
}

InspectorContent describeNode(const engine::Picture& picture, std::size_t index) {
    const Node& node = picture.graph->nodes[index];
    InspectorContent content;
    content.nodeId = qs(node.id);
    content.title = qs(node.label);
    content.subtitle = node.ns.empty() ? kindWord(node.kind)
                                       : QStringLiteral("%1 · %2").arg(kindWord(node.kind), qs(node.ns));
    const QString name = splitNodeId(content.nodeId).name;
    switch (node.kind) {
    case NodeKind::Gateway:
        describeGateway(picture, index, content);
        break;
    case NodeKind::Route:
        describeRoute(picture, index, content);
        content.object = {cluster::Kind::Route, qs(node.ns), name};
        break;
    case NodeKind::Pods:
        describePods(node, content);
        break;
    case NodeKind::Activator:
    case NodeKind::Service:
    case NodeKind::Revision:
        addReadiness(content, node);
        if (!node.detail.empty()) {
            content.facts.push_back({QStringLiteral("Details"), qs(node.detail), {}});
        }
        addSection(content, neighbours(picture, index, true, QStringLiteral("Where requests go")));
        addSection(content, neighbours(picture, index, false, QStringLiteral("What leads here")));
        break;
    }
    if (node.kind == NodeKind::Service) {
        content.object = {cluster::Kind::Service, qs(node.ns), name};
    }
    return content;
}

} // namespace plimsoll::views
