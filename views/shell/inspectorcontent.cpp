// SPDX-License-Identifier: Apache-2.0
#include "shell/inspectorcontent.h"

#include "shell/inspectornodes.h"
#include "shell/inspectorrevision.h"

#include <algorithm>

namespace plimsoll::views {

NodeName splitNodeId(const QString& nodeId) {
    const auto first = nodeId.indexOf(QLatin1Char('/'));
    if (first < 0) {
        return {nodeId, {}, {}};
    }
    const auto second = nodeId.indexOf(QLatin1Char('/'), first + 1);
    if (second < 0) {
        return {nodeId.left(first), nodeId.mid(first + 1), {}};
    }
    return {nodeId.left(first), nodeId.mid(first + 1, second - first - 1), nodeId.mid(second + 1)};
}

const knative::RevisionState* findRevision(const engine::Picture& picture, const QString& ns,
                                           const QString& name) {
    const std::string wantedNs = ns.toStdString();
    const std::string wanted = name.toStdString();
    const auto it =
        std::find_if(picture.revisions.begin(), picture.revisions.end(), [&](const auto& revision) {
            return revision.name == wanted && revision.ns == wantedNs;
        });
    return it == picture.revisions.end() ? nullptr : &*it;
}

bool mayChange(const engine::Picture& picture) {
    return !picture.readOnly && picture.source.writable;
}

UnixSeconds clockOf(const engine::Picture& picture) {
    return picture.source.clock != 0 ? picture.source.clock : now();
}

QString kubectlFor(const engine::Picture& picture, const knative::RevisionState& revision,
                   knative::ChangeRequest::Action action) {
    std::vector<std::string> services;
    for (const auto& service : {revision.publicService, revision.privateService}) {
        if (!service.empty()) {
            services.push_back(service);
        }
    }
    if (services.empty()) {
        return {};
    }
    // Without the annotation the mesh's default counts: where that is not everyone, "*" must be written.
    const auto& defaults = picture.settings.serviceExportTo;
    const bool open = std::find(defaults.begin(), defaults.end(), "*") != defaults.end();
    std::optional<std::string> exportTo;
    if (action == knative::ChangeRequest::Action::Hide) {
        exportTo = "~";
    } else if (!open) {
        exportTo = "*";
    }
    const bool live = picture.source.type == cluster::SourceInfo::Type::Live;
    return qs(
        knative::kubectlCommand(live ? picture.source.name : std::string(), revision.ns, services, exportTo));
}

std::optional<InspectorContent> describe(const engine::Picture& picture, const QString& nodeId) {
    if (nodeId.isEmpty()) {
        return describeEstate(picture);
    }
    const NodeName id = splitNodeId(nodeId);
    if (id.kind == QLatin1String("revision")) {
        if (const auto* revision = findRevision(picture, id.ns, id.name)) {
            return describeRevision(picture, *revision);
        }
        return {};
    }
    if (id.kind == QLatin1String("namespace")) {
        const auto& all = picture.graph->namespaces;
        const auto it =
            std::find_if(all.begin(), all.end(), [wanted = id.ns.toStdString()](const auto& summary) {
                return summary.ns == wanted;
            });
        return it == all.end() ? std::nullopt : std::optional(describeNamespace(*it));
    }
    if (id.kind == QLatin1String("proxy")) {
        const auto& all = picture.weights->proxies;
        const auto it = std::find_if(all.begin(), all.end(),
                                     [ns = id.ns.toStdString(), name = id.name.toStdString()](
                                         const auto& proxy) { return proxy.ns == ns && proxy.name == name; });
        return it == all.end() ? std::nullopt : std::optional(describeProxy(picture, *it));
    }
    const auto& nodes = picture.graph->nodes;
    const auto it = std::find_if(nodes.begin(), nodes.end(),
                                 [key = nodeId.toStdString()](const auto& node) { return node.id == key; });
    if (it == nodes.end()) {
        return {};
    }
    return describeNode(picture, static_cast<std::size_t>(it - nodes.begin()));
}

} // namespace plimsoll::views
