// SPDX-License-Identifier: Apache-2.0
#include "dump/dump.h"

#include "app/commands/commands.h"
#include "app/table.h"

#include <nlohmann/json.hpp>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const dump::Dump& d) {
    Json nacked = Json::array();
    for (const auto& n : d.nacked) {
        nacked.push_back(
            {{"type", n.type}, {"name", n.name}, {"version", n.version}, {"details", n.details}});
    }
    Json services = Json::array();
    for (const auto& part : d.byService) {
        services.push_back({{"namespace", part.ns},
                            {"service", part.service},
                            {"envoyClusters", part.envoyClusters},
                            {"bytes", part.bytes}});
    }
    const auto& json = d.jsonBytes;
    return {
        {"node", d.node},
        {"istioVersion", d.istioVersion},
        {"envoyVersion", d.envoyVersion},
        {"envoyClusters", d.envoyClusters},
        {"endpoints", d.endpoints},
        {"listeners", d.listeners},
        {"routeConfigs", d.routeConfigs},
        {"virtualHosts", d.virtualHosts},
        {"secrets", d.secrets},
        {"extensions", d.extensions},
        {"jsonBytes",
         {{"bootstrap", json.bootstrap},
          {"cds", json.cds},
          {"eds", json.eds},
          {"lds", json.lds},
          {"rds", json.rds},
          {"sds", json.sds},
          {"ecds", json.ecds}}},
        {"bytes", {{"cds", d.bytes.cds}, {"eds", d.bytes.eds}, {"lds", d.bytes.lds}, {"rds", d.bytes.rds}}},
        {"nacked", nacked},
        {"warming", d.warming},
        {"byService", services}};
}

std::string typesOf(const dump::Dump& d) {
    const auto number = [](std::int64_t n) { return std::to_string(n); };
    const auto& bytes = d.bytes;
    const auto& json = d.jsonBytes;
    Table table({"TYPE", "PUSHED", "BYTES", "APART", "JSON BYTES"});
    for (std::size_t column = 1; column < 5; ++column) {
        table.alignRight(column);
    }
    table.add(
        {"clusters", number(d.envoyClusters), number(bytes.cds), number(d.apart.clusters), number(json.cds)});
    table.add({"endpoints", number(d.endpoints), number(bytes.eds), "-", number(json.eds)});
    table.add(
        {"listeners", number(d.listeners), number(bytes.lds), number(d.apart.listeners), number(json.lds)});
    table.add({"routes", number(d.routeConfigs), number(bytes.rds), number(d.apart.routeConfigs),
               number(json.rds)});
    table.add({"virtual hosts", number(d.virtualHosts), "-", "-", "-"});
    table.add({"secrets", number(d.secrets), "-", number(d.apart.secrets), number(json.sds)});
    table.add({"extensions", number(d.extensions), "-", "-", number(json.ecds)});
    table.add({"bootstrap", "-", "-", "-", number(json.bootstrap)});
    return table.text();
}

std::string servicesOf(const dump::Dump& d) {
    Table table({"NAMESPACE", "SERVICE", "CLUSTERS", "BYTES"});
    table.alignRight(2);
    table.alignRight(3);
    for (const auto& part : d.byService) {
        table.add({part.ns.empty() ? "-" : part.ns, part.service, std::to_string(part.envoyClusters),
                   std::to_string(part.bytes)});
    }
    return table.text();
}

std::string refusedOf(const dump::Dump& d) {
    Table table({"REFUSED", "NAME", "VERSION", "DETAILS"});
    for (const auto& n : d.nacked) {
        table.add({n.type, n.name, n.version, shortened(n.details, 200)});
    }
    return table.text();
}

std::string textOf(const dump::Dump& d) {
    std::string text = "node " + (d.node.empty() ? std::string("unknown") : d.node) + ", Istio " +
                       (d.istioVersion.empty() ? std::string("unknown") : d.istioVersion) + ", Envoy " +
                       (d.envoyVersion.empty() ? std::string("unknown") : d.envoyVersion) + ", " +
                       std::to_string(d.warming) + " warming\n\n" + typesOf(d);
    if (!d.nacked.empty()) {
        text += '\n' + refusedOf(d);
    }
    return text + '\n' + servicesOf(d);
}

} // namespace

int dumpCommand(const Arguments& arguments) {
    if (arguments.operands.size() != 1) {
        return complain(Error{ErrorCode::Input, "one config_dump is read", {}, "Give its FILE, or -", 0});
    }
    const auto dump = dump::readDump(arguments.operands.front());
    if (!dump) {
        return complain(dump.error());
    }
    for (const auto& note : dump->notes) {
        print("note: " + note + '\n', stderr);
    }
    if (arguments.output == "json") {
        printJson(jsonOf(*dump));
    } else {
        print(textOf(*dump));
    }
    return 0;
}

} // namespace plimsoll::app
