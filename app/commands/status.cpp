// SPDX-License-Identifier: Apache-2.0
// status: what of the cluster was read, kind by kind, in the server's own words where something was not.
#include "app/commands/commands.h"
#include "app/sources.h"
#include "app/table.h"
#include "cluster/kindwords.h"

#include <nlohmann/json.hpp>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;
using cluster::KindInfo;
using cluster::KindStatus;

std::string textOf(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::optional<std::string> errorOf(const KindInfo& kind, const KindStatus& status) {
    if (const auto gap = cluster::gapOf(kind, status)) {
        return gap->sentence();
    }
    return std::nullopt;
}

Json jsonOf(const KindInfo& kind, const KindStatus& status) {
    const auto error = errorOf(kind, status);
    return {{"kind", kind.name},
            {"group", kind.group},
            {"version", status.version},
            {"objects", status.objects},
            {"bytes", status.bytes},
            {"state", cluster::stateName(status.state)},
            {"since", status.since != 0 ? Json(formatTime(status.since)) : Json(nullptr)},
            {"error", error ? Json(*error) : Json(nullptr)},
            {"missingNamespaces", status.missingNamespaces}};
}

std::string tableOf(const cluster::Cluster& cluster) {
    Table table({"KIND", "GROUP", "VERSION", "OBJECTS", "BYTES", "STATE", "SINCE", "ERROR"});
    table.alignRight(3);
    table.alignRight(4);
    for (const auto& kind : cluster::allKinds()) {
        const auto& status = cluster.status(kind.kind);
        table.add({std::string(kind.name), textOf(std::string(kind.group)), textOf(status.version),
                   std::to_string(status.objects), std::to_string(status.bytes),
                   std::string(cluster::stateName(status.state)),
                   status.since != 0 ? formatTime(status.since) : "-", errorOf(kind, status).value_or("-")});
    }
    return table.text();
}

} // namespace

int statusCommand(const Arguments& arguments) {
    const auto loader = loadFrom(arguments);
    if (!loader) {
        return complain(loader.error());
    }
    const auto& cluster = (*loader)->cluster();
    const auto info = (*loader)->source().info();
    if (arguments.output != "json") {
        print(tableOf(cluster));
        return 0;
    }
    Json kinds = Json::array();
    for (const auto& kind : cluster::allKinds()) {
        kinds.push_back(jsonOf(kind, cluster.status(kind.kind)));
    }
    const Json answer{{"context", info.name}, {"server", info.server}, {"kinds", kinds}};
    printJson(answer);
    return 0;
}

} // namespace plimsoll::app
