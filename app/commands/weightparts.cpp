// SPDX-License-Identifier: Apache-2.0
#include "app/commands/weightparts.h"

#include "app/commands/commands.h"
#include "app/sources.h"
#include "app/table.h"
#include "mesh/breakdown.h"
#include "mesh/explain.h"
#include "mesh/whatif.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;

mesh::MeshSettings settingsOf(const Arguments& arguments, const cluster::Cluster& cluster) {
    return mesh::readSettings(cluster, istioVersion(arguments));
}

const char* wordOf(mesh::Reason::Effect effect) {
    switch (effect) {
    case mesh::Reason::Effect::Admits:
        return "admits";
    case mesh::Reason::Effect::Refuses:
        return "refuses";
    case mesh::Reason::Effect::Tells:
        break;
    }
    return "tells";
}

std::string objectOf(const mesh::Reason& reason) {
    return reason.kind + ' ' + (reason.ns.empty() ? "" : reason.ns + '/') + reason.name;
}

Json jsonOf(const mesh::Explanation& explanation) {
    Json chain = Json::array();
    for (const auto& reason : explanation.chain) {
        chain.push_back({{"effect", wordOf(reason.effect)},
                         {"kind", reason.kind},
                         {"namespace", reason.ns},
                         {"name", reason.name},
                         {"field", reason.field},
                         {"rule", reason.rule}});
    }
    return {{"proxy", explanation.proxy},
            {"service", explanation.service},
            {"carries", explanation.carries},
            {"envoyClusters", explanation.clusters},
            {"chain", chain}};
}

std::string textOf(const mesh::Explanation& explanation) {
    Table table({"OBJECT", "FIELD", "EFFECT", "RULE"});
    for (const auto& reason : explanation.chain) {
        table.add({objectOf(reason), reason.field, wordOf(reason.effect), reason.rule});
    }
    std::string text = explanation.proxy + (explanation.carries ? " carries " : " does not carry ") +
                       explanation.service + "\n";
    for (const auto& name : explanation.clusters) {
        text += "  " + name + "\n";
    }
    return text + "\n" + table.text();
}

struct Sums {
    std::int64_t before = 0;
    std::int64_t after = 0;
};

Sums sumsOf(const std::vector<mesh::ProxyChange>& proxies) {
    Sums sums;
    for (const auto& proxy : proxies) {
        sums.before += proxy.before.load.bytes.total();
        sums.after += proxy.after.load.bytes.total();
    }
    return sums;
}

Json jsonOf(const mesh::WhatIf& result) {
    Json levers = Json::array();
    for (const auto& pulled : result.levers) {
        levers.push_back({{"lever", mesh::wordOf(pulled.lever)}, {"changed", pulled.changed}});
    }
    Json proxies = Json::array();
    for (const auto& proxy : result.proxies) {
        proxies.push_back({{"namespace", proxy.before.ns},
                           {"name", proxy.before.name},
                           {"before", loadJson(proxy.before.load)},
                           {"after", loadJson(proxy.after.load)},
                           {"saved", proxy.saved()}});
    }
    const auto sums = sumsOf(result.proxies);
    return {{"levers", levers},
            {"proxies", proxies},
            {"total", {{"before", sums.before}, {"after", sums.after}, {"saved", sums.before - sums.after}}}};
}

std::string textOf(const mesh::WhatIf& result) {
    Table table({"NAMESPACE", "PROXY", "CLUSTERS", "AFTER", "BYTES", "AFTER", "SAVED"});
    for (std::size_t column = 2; column < 7; ++column) {
        table.alignRight(column);
    }
    const auto row = [&](const std::string& ns, const std::string& name, const std::string& clusters,
                         const std::string& clustersAfter, const Sums& sums) {
        table.add({ns, name, clusters, clustersAfter, std::to_string(sums.before), std::to_string(sums.after),
                   std::to_string(sums.before - sums.after)});
    };
    for (const auto& proxy : result.proxies) {
        row(proxy.before.ns, proxy.before.name, std::to_string(proxy.before.load.envoyClusters),
            std::to_string(proxy.after.load.envoyClusters), sumsOf({proxy}));
    }
    row("total", std::to_string(result.proxies.size()) + " proxies", "", "", sumsOf(result.proxies));
    std::string text;
    for (const auto& pulled : result.levers) {
        text += std::string(mesh::wordOf(pulled.lever)) + ": " + std::to_string(pulled.changed) +
                (pulled.lever == mesh::Lever::GatewayFilter ? " setting changed\n" : " objects changed\n");
    }
    return text + "\n" + table.text();
}

Result<std::vector<mesh::Lever>> leversOf(const std::string& text) {
    std::vector<mesh::Lever> levers;
    for (std::size_t from = 0; from <= text.size();) {
        const auto comma = std::min(text.find(',', from), text.size());
        const auto word = text.substr(from, comma - from);
        const auto lever = mesh::leverOf(word);
        if (!lever) {
            return fail(ErrorCode::Input, "unknown lever \"" + shortened(word) + '"', "--what-if",
                        "Give hide-reserve, sidecar-per-namespace, gateway-filter or tilde, with commas "
                        "between several");
        }
        if (std::find(levers.begin(), levers.end(), *lever) == levers.end()) {
            levers.push_back(*lever);
        }
        from = comma + 1;
    }
    return levers;
}

} // namespace

nlohmann::ordered_json loadJson(const mesh::Load& load) {
    return {{"envoyClusters", load.envoyClusters},
            {"endpoints", load.endpoints},
            {"listeners", load.listeners},
            {"routeConfigs", load.routeConfigs},
            {"virtualHosts", load.virtualHosts},
            {"bytes",
             {{"cds", load.bytes.cds},
              {"eds", load.bytes.eds},
              {"lds", load.bytes.lds},
              {"rds", load.bytes.rds}}},
            {"total", load.bytes.total()}};
}

int explainCommand(const Arguments& arguments, const cluster::Cluster& cluster) {
    const auto slash = arguments.explain.find('/');
    const auto explained =
        mesh::explain(cluster, settingsOf(arguments, cluster), arguments.explain.substr(0, slash),
                      arguments.explain.substr(slash + 1), arguments.operands.front());
    if (!explained) {
        return complain(explained.error());
    }
    if (arguments.output == "json") {
        printJson(jsonOf(*explained));
    } else {
        print(textOf(*explained));
    }
    return 0;
}

int whatIfCommand(const Arguments& arguments, const cluster::Cluster& cluster) {
    const auto levers = leversOf(arguments.whatIf);
    if (!levers) {
        return complain(levers.error());
    }
    auto result = mesh::whatIf(cluster, settingsOf(arguments, cluster), *levers);
    std::erase_if(result.proxies, [&](const auto& proxy) {
        return !arguments.shows(proxy.before.ns) ||
               (!arguments.proxy.empty() && proxy.before.ns + '/' + proxy.before.name != arguments.proxy);
    });
    if (arguments.sort == "bytes") {
        std::stable_sort(result.proxies.begin(), result.proxies.end(),
                         [](const auto& a, const auto& b) { return a.saved() > b.saved(); });
    }
    if (arguments.output == "json") {
        printJson(jsonOf(result));
    } else {
        print(textOf(result));
    }
    return 0;
}

int byCommand(const Arguments& arguments, const cluster::Cluster& cluster) {
    const auto by = arguments.by == "namespace"  ? mesh::By::Namespace
                    : arguments.by == "revision" ? mesh::By::Revision
                                                 : mesh::By::Service;
    const auto result = mesh::breakDown(cluster, settingsOf(arguments, cluster), by);
    if (arguments.output == "json") {
        Json parts = Json::array();
        for (const auto& part : result.parts) {
            parts.push_back({{arguments.by, part.name},
                             {"proxies", part.proxies},
                             {"envoyClusters", part.envoyClusters},
                             {"bytes", part.bytes}});
        }
        printJson(Json{{"parts", parts}, {"rest", result.rest}, {"total", result.total}});
        return 0;
    }
    std::string header = arguments.by;
    std::transform(header.begin(), header.end(), header.begin(),
                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    Table table({header, "PROXIES", "CLUSTERS", "BYTES"});
    for (std::size_t column = 1; column < 4; ++column) {
        table.alignRight(column);
    }
    for (const auto& part : result.parts) {
        table.add({part.name, std::to_string(part.proxies), std::to_string(part.envoyClusters),
                   std::to_string(part.bytes)});
    }
    table.add({"(rest)", "", "", std::to_string(result.rest)});
    table.add({"(total)", "", "", std::to_string(result.total)});
    print(table.text());
    return 0;
}

} // namespace plimsoll::app
