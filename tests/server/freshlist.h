// SPDX-License-Identifier: Apache-2.0
// What a store must hold in the end.
#pragma once

#include "support/apiserver.h"
#include "support/recordingsink.h"

#include <nlohmann/json.hpp>

namespace plimsoll::test {

/// What a new, consistent list holds, as RecordingSink::dump() writes it.
inline QString freshList(const ApiServer& server, cluster::Kind kind) {
    const auto answer = server.connection()->ask("GET", pathOf(kind, {}));
    if (!answer || answer->status != 200) {
        return QStringLiteral("no answer");
    }
    const auto list = nlohmann::json::parse(answer->body.toStdString(), nullptr, false);
    RecordingSink sink;
    sink.listBegan();
    for (const auto& item : list.value("items", nlohmann::json::array())) {
        sink.listItem(item.dump());
    }
    sink.listEnded();
    return sink.dump();
}

} // namespace plimsoll::test
