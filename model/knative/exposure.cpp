// SPDX-License-Identifier: Apache-2.0
#include "knative/exposure.h"

#include <algorithm>
#include <iterator>

namespace plimsoll::knative {
namespace {

/// Where gateways run when no pod of theirs is known.
constexpr std::string_view defaultGatewayNamespace = "istio-system";

Visibility visibilityOf(const Reached* publicly, const Reached* privately) {
    if (publicly == nullptr) {
        publicly = privately;
    }
    if (privately == nullptr) {
        privately = publicly;
    }
    if (publicly == nullptr) {
        return Visibility::Visible; // no Service, nothing hides it
    }
    if (!publicly->anybody && !privately->anybody) {
        return Visibility::Hidden;
    }
    if (!publicly->sameAs(*privately)) {
        return Visibility::Partial;
    }
    return publicly->reach.isEveryone() ? Visibility::Visible : Visibility::Restricted;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "" : i + 1 == words.size() ? " and " : ", ";
        text += words[i];
    }
    return text;
}

/// "Route cart sends 100 % here"
std::string lead(const RevisionState& state) {
    if (state.percent > 0 && !state.route.empty()) {
        return "Route " + state.route + " sends " + std::to_string(state.percent) + " % here";
    }
    const auto& first = state.witnesses.front();
    std::string text = first.kind + " " + (first.ns == state.ns ? "" : first.ns + "/") + first.name + " ";
    if (first.percent.value_or(0) > 0) {
        return text + "sends " + std::to_string(*first.percent) + " % here";
    }
    return text + (first.tag.empty() ? "names it" : "names it by the tag " + first.tag);
}

std::string exportText(const std::optional<std::string>& annotation) {
    return annotation ? "exportTo \"" + *annotation + "\"" : "the mesh's default exportTo";
}

/// Namespaces of gateways that serve the revision and do not see its public Service.
std::vector<std::string> blindGateways(const Reached& publicly, const Serving& serving) {
    std::vector<std::string> blind;
    if (!serving.gateway) {
        return blind;
    }
    if (serving.namespaces.empty()) {
        if (!publicly.reach.includes(defaultGatewayNamespace)) {
            blind.emplace_back(defaultGatewayNamespace);
        }
        return blind;
    }
    std::copy_if(serving.namespaces.begin(), serving.namespaces.end(), std::back_inserter(blind),
                 [&](const std::string& ns) { return !publicly.reach.includes(ns); });
    return blind;
}

std::string alarmReason(const RevisionState& state, const Reached* publicly, const Reached* privately,
                        const Serving& serving) {
    if (publicly != nullptr && !publicly->anybody) {
        const bool both = privately != nullptr && !privately->anybody;
        return lead(state) + "; " + (both ? "its Services reach" : "its public Service reaches") +
               " no namespace that exists (" + exportText(state.publicExportTo) +
               "), so no gateway has an Envoy cluster for it: requests get 503";
    }
    if (publicly != nullptr) {
        if (const auto blind = blindGateways(*publicly, serving); !blind.empty()) {
            return lead(state) + "; gateways in " + joined(blind) + " have no Envoy cluster for it (" +
                   exportText(state.publicExportTo) + " leaves them out): requests get 503";
        }
    }
    if (privately != nullptr && !privately->anybody) {
        return lead(state) + "; its private Service reaches no namespace that exists (" +
               exportText(state.privateExportTo) +
               "), so its half of the configuration is missing everywhere";
    }
    return {};
}

} // namespace

std::optional<std::string> exportToOf(const cluster::Service& service) {
    if (!cluster::has(service.meta.annotations, mesh::exportToAnnotation)) {
        return std::nullopt;
    }
    return std::string(cluster::valueOf(service.meta.annotations, mesh::exportToAnnotation));
}

const Reached& Exposure::reachOf(const cluster::Service& service) {
    const auto annotation = cluster::valueOf(service.meta.annotations, mesh::exportToAnnotation);
    const std::pair<std::string_view, std::string_view> key(service.meta.ns, annotation);
    if (const auto it = m_reached.find(key); it != m_reached.end()) {
        return it->second;
    }
    Reached reached;
    reached.reach = mesh::reachOf(service, m_settings);
    reached.anybody = reached.reach.includesExisting(m_cluster);
    if (!reached.reach.isEveryone()) {
        for (const auto& ns : reached.reach.namespaces()) {
            if (mesh::Reach::only({ns}).includesExisting(m_cluster)) {
                reached.existing.insert(ns);
            }
        }
    }
    return m_reached.emplace(key, std::move(reached)).first->second;
}

void Exposure::apply(RevisionState& state, const RevisionEntry& entry, const Routing& routing) {
    const Reached* publicly = nullptr;
    const Reached* privately = nullptr;
    if (entry.publicService != nullptr) {
        state.publicExportTo = exportToOf(*entry.publicService);
        publicly = &reachOf(*entry.publicService);
    }
    if (entry.privateService != nullptr) {
        state.privateExportTo = exportToOf(*entry.privateService);
        privately = &reachOf(*entry.privateService);
    }
    state.visibility = visibilityOf(publicly, privately);
    if (state.routed) {
        state.alarmReason = alarmReason(state, publicly, privately, routing.serving);
        state.alarm = !state.alarmReason.empty();
    }
}

} // namespace plimsoll::knative
