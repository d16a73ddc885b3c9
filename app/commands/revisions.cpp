// SPDX-License-Identifier: Apache-2.0
#include "knative/revisions.h"

#include "app/commands/commands.h"
#include "app/sources.h"
#include "app/table.h"

#include <nlohmann/json.hpp>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;

Json orNull(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

Json jsonOf(const knative::RevisionState& r) {
    return {{"namespace", r.ns},
            {"name", r.name},
            {"service", r.service},
            {"routed", r.routed},
            {"percent", r.percent},
            {"tags", r.tags},
            {"replicas", r.replicas},
            {"routingState", r.routingState},
            {"exportTo", {{"public", orNull(r.publicExportTo)}, {"private", orNull(r.privateExportTo)}}},
            {"visibility", knative::name(r.visibility)},
            {"alarm", r.alarm},
            {"hideable", r.hideable},
            {"reasons", r.reasons},
            {"warnings", r.warnings},
            {"envoyClusters", r.envoyClusters}};
}

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) {
        line += (line.empty() ? "" : ",") + word;
    }
    return line;
}

std::string tableOf(const std::vector<knative::RevisionState>& rows) {
    Table table({"NAMESPACE", "SERVICE", "REVISION", "TRAFFIC", "TAGS", "REPLICAS", "STATE", "PUBLIC",
                 "PRIVATE", "VISIBILITY", "CLUSTERS", "HIDEABLE"});
    for (const std::size_t column : {3, 5, 10}) {
        table.alignRight(column);
    }
    for (const auto& r : rows) {
        table.add({r.ns, r.service, r.name, r.routed ? std::to_string(r.percent) + " %" : "-", joined(r.tags),
                   std::to_string(r.replicas), r.routingState, r.publicExportTo.value_or("-"),
                   r.privateExportTo.value_or("-"),
                   r.alarm ? "ALARM" : std::string(knative::name(r.visibility)),
                   std::to_string(r.envoyClusters), r.hideable ? "yes" : "no"});
    }
    return table.text();
}

} // namespace

int revisionsCommand(const Arguments& arguments) {
    const auto loader = loadFrom(arguments);
    if (!loader) {
        return complain(loader.error());
    }
    const auto& cluster = (*loader)->cluster();
    const auto clock = (*loader)->source().info().clock;
    const auto settings = mesh::readSettings(cluster, istioVersion(arguments));
    auto rows = knative::revisions(cluster, settings, clock != 0 ? clock : now());
    std::erase_if(rows, [&](const auto& row) { return !arguments.shows(row.ns); });
    if (arguments.output == "json") {
        Json list = Json::array();
        for (const auto& row : rows) {
            list.push_back(jsonOf(row));
        }
        printJson(list);
        return 0;
    }
    const auto& status = cluster.status(cluster::Kind::Revision);
    if (status.state == cluster::KindStatus::State::Denied && status.error) {
        return complain(*status.error);
    }
    if (rows.empty()) {
        print(!arguments.namespaces.empty()
                  ? "No revisions found in " + joined(arguments.namespaces) + " namespace.\n"
                  : "No revisions found.\n",
              stderr);
        return 0;
    }
    print(tableOf(rows));
    return 0;
}

} // namespace plimsoll::app
