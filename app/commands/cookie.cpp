// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/sources.h"
#include "app/table.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <iterator>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;

struct Row {
    session::Value value;
    std::optional<session::PodMatch> pod;
};

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json jsonOf(const Row& row) {
    const auto& v = row.value;
    Json pod = nullptr;
    if (row.pod) {
        pod = {{"namespace", row.pod->ns},
               {"name", row.pod->name},
               {"revision", row.pod->revision},
               {"alive", row.pod->alive}};
    }
    return {{"format", session::name(v.format)},
            {"accepted", orNull(v.accepted)},
            {"address", orNull(v.address)},
            {"host", orNull(v.host)},
            {"port", orNull(v.port)},
            {"expires", orNull(v.expires)},
            {"expiresClock", session::name(v.clock)},
            {"why", v.why},
            {"pod", pod}};
}

std::string expiresText(const session::Value& value) {
    if (!value.expires) {
        return "-";
    }
    if (value.clock == session::ExpiresClock::Unix) {
        return formatTime(static_cast<UnixSeconds>(*value.expires));
    }
    return std::to_string(*value.expires) + " s on the issuer's clock";
}

std::string tableOf(const std::vector<Row>& rows) {
    Table table({"FORMAT", "ACCEPTED", "ADDRESS", "EXPIRES", "POD", "REVISION", "ALIVE", "WHY"});
    for (const auto& [value, pod] : rows) {
        const auto accepted = !value.accepted ? "depends" : *value.accepted ? "yes" : "no";
        table.add({std::string(session::name(value.format)), accepted,
                   shortened(value.address.value_or("-"), 60), expiresText(value),
                   pod ? pod->ns + "/" + pod->name : "-", pod && !pod->revision.empty() ? pod->revision : "-",
                   pod ? (pod->alive ? "yes" : "no") : "-", value.why});
    }
    return table.text();
}

std::vector<session::Value> decodeAll(const Arguments& arguments) {
    std::vector<session::Value> values;
    for (const auto& input : arguments.operands) {
        std::vector<session::Value> decoded;
        if (input == "-") {
            const std::string text{std::istreambuf_iterator<char>(std::cin),
                                   std::istreambuf_iterator<char>()};
            decoded = session::decodePasted(text, arguments.session);
        } else {
            decoded = session::decode(input, arguments.session);
        }
        values.insert(values.end(), std::make_move_iterator(decoded.begin()),
                      std::make_move_iterator(decoded.end()));
    }
    return values;
}

} // namespace

int cookieCommand(const Arguments& arguments) {
    if (arguments.operands.empty()) {
        return complain(Error{ErrorCode::Input, "no value given", "cookie",
                              "Give a value, a header line, or '-' to read pasted text from standard input",
                              0});
    }
    std::unique_ptr<engine::Loader> loader;
    if (arguments.namesSource()) {
        auto loaded = loadFrom(arguments);
        if (!loaded) {
            return complain(loaded.error());
        }
        loader = std::move(*loaded);
    }
    std::vector<Row> rows;
    for (auto& value : decodeAll(arguments)) {
        auto pod = loader ? session::podOf(value, loader->cluster()) : std::nullopt;
        rows.push_back({std::move(value), std::move(pod)});
    }
    if (arguments.output != "json") {
        print(tableOf(rows));
        return 0;
    }
    Json list = Json::array();
    for (const auto& row : rows) {
        list.push_back(jsonOf(row));
    }
    printJson(list);
    return 0;
}

} // namespace plimsoll::app
