// SPDX-License-Identifier: Apache-2.0
// lint: what in the mesh's own objects does not do what it seems to, with the way out.
#include "app/commands/commands.h"
#include "app/sources.h"
#include "app/table.h"
#include "mesh/lints.h"

#include <nlohmann/json.hpp>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const mesh::Lint& lint) {
    return {{"rule", mesh::wordOf(lint.rule)},
            {"object", {{"kind", lint.kind}, {"namespace", lint.ns}, {"name", lint.name}}},
            {"field", lint.field},
            {"message", lint.message},
            {"fix", lint.fix}};
}

std::string tableOf(const std::vector<mesh::Lint>& lints) {
    Table table({"RULE", "OBJECT", "FIELD", "MESSAGE", "FIX"});
    for (const auto& lint : lints) {
        table.add({std::string(mesh::wordOf(lint.rule)),
                   lint.kind + ' ' + (lint.ns.empty() ? lint.name : lint.ns + '/' + lint.name), lint.field,
                   lint.message, lint.fix});
    }
    return table.text();
}

} // namespace

int lintCommand(const Arguments& arguments) {
    const auto loader = loadFrom(arguments);
    if (!loader) {
        return complain(loader.error());
    }
    const auto& cluster = (*loader)->cluster();
    auto lints = mesh::lint(cluster, mesh::readSettings(cluster, istioVersion(arguments)));
    std::erase_if(lints, [&](const mesh::Lint& lint) {
        return !arguments.shows(lint.ns.empty() ? lint.name : lint.ns);
    });
    if (arguments.output != "json") {
        print(lints.empty() ? "No findings.\n" : tableOf(lints));
        return 0;
    }
    Json all = Json::array();
    for (const auto& lint : lints) {
        all.push_back(jsonOf(lint));
    }
    printJson({{"lints", all}});
    return 0;
}

} // namespace plimsoll::app
