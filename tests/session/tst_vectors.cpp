// SPDX-License-Identifier: Apache-2.0
// Values that were checked against a running Envoy, where the file with them is at hand.
#include "session/value.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

#include <QFile>

using namespace plimsoll;
using nlohmann::json;

namespace {

template <class T>
json orNull(const std::optional<T>& value) {
    return value ? json(*value) : json();
}

/// The fields of `expect` that describe the value; "why" is prose.
json describe(const session::Value& value, const json& expect) {
    const json all = {{"envoy_accepts", orNull(value.accepted)},
                      {"format", std::string(name(value.format))},
                      {"address", orNull(value.address)},
                      {"expires", orNull(value.expires)},
                      {"host", orNull(value.host)},
                      {"port", orNull(value.port)},
                      {"upstream_value", orNull(value.upstreamValue)},
                      {"why", expect.value("why", "")}};
    json described = json::object();
    for (const auto& [key, ignored] : expect.items()) {
        described[key] = all.value(key, json("(unknown field)"));
    }
    return described;
}

session::Options optionsOf(const json& vector) {
    session::Options options;
    options.carrier = session::parseCarrier(vector.at("carrier").get<std::string>()).value();
    if (vector.contains("now") && !vector.at("now").is_null()) {
        options.now = vector.at("now").get<std::int64_t>();
    }
    if (vector.contains("request_path")) {
        options.requestPath = vector.at("request_path").get<std::string>();
    }
    return options;
}

} // namespace

class VectorsTest final : public QObject {
    Q_OBJECT

private slots:
    void recordedValuesDecodeAsEnvoyReadsThem() {
        QFile file(QStringLiteral(SESSION_VECTORS));
        if (!file.open(QIODevice::ReadOnly)) {
            QSKIP("the recorded session values are not beside this source tree");
        }
        const auto document = json::parse(file.readAll().toStdString(), nullptr, false);
        QVERIFY(document.is_object());
        int checked = 0;
        for (const auto& vector : document.at("vectors")) {
            const auto& expect = vector.at("expect");
            for (const char* key : {"value", "cookie_header", "set_cookie"}) {
                if (!vector.contains(key)) {
                    continue;
                }
                const auto found = session::decode(vector.at(key).get<std::string>(), optionsOf(vector));
                const auto described = describe(found.front(), expect);
                QVERIFY2(described == expect, qPrintable(QString::fromStdString(
                                                  vector.at("id").get<std::string>() + " " + key + ": " +
                                                  described.dump() + " instead of " + expect.dump())));
                ++checked;
            }
        }
        QVERIFY(checked > 20);
    }
};

PLIMSOLL_TEST(VectorsTest)
#include "tst_vectors.moc"
