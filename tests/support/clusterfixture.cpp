// SPDX-License-Identifier: Apache-2.0
#include "support/clusterfixture.h"

#include "cluster/decode.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QTest>

namespace plimsoll::test {
namespace {

using nlohmann::json;

void addObject(cluster::Cluster& cluster, const json& object, const cluster::KindInfo* listKind) {
    const auto* kind = listKind;
    if (const auto name = object.value("kind", std::string()); !name.empty()) {
        kind = cluster::findKind(name, object.value("apiVersion", std::string()));
    }
    if (kind == nullptr) {
        return; // kinds that nobody reads
    }
    auto decoded = cluster::decode(kind->kind, object, cluster.pool());
    if (!decoded) {
        QFAIL(decoded.error().sentence().c_str());
    }
    cluster.put(std::move(decoded->object));
    cluster.editStatus(kind->kind).state = cluster::KindStatus::State::Live;
}

void addParsed(cluster::Cluster& cluster, const json& document) {
    if (document.is_array()) {
        for (const auto& object : document) {
            addObject(cluster, object, nullptr);
        }
    } else if (document.contains("items")) {
        auto name = document.value("kind", std::string());
        name = name.ends_with("List") ? name.substr(0, name.size() - 4) : name;
        const auto* kind = cluster::findKind(name, document.value("apiVersion", std::string()));
        for (const auto& object : document["items"]) {
            addObject(cluster, object, kind);
        }
    } else {
        addObject(cluster, document, nullptr);
    }
}

void setAll(cluster::Cluster& cluster, cluster::KindStatus::State state) {
    for (const auto& kind : cluster::allKinds()) {
        cluster.editStatus(kind.kind).state = state;
    }
}

} // namespace

void addTo(cluster::Cluster& cluster, std::string_view text) {
    const auto document = json::parse(text, nullptr, false);
    QVERIFY2(!document.is_discarded(), "the fixture is not JSON");
    addParsed(cluster, document);
}

std::unique_ptr<cluster::Cluster> clusterOf(std::string_view text) {
    auto cluster = std::make_unique<cluster::Cluster>();
    setAll(*cluster, cluster::KindStatus::State::Live);
    addTo(*cluster, text);
    return cluster;
}

std::unique_ptr<cluster::Cluster> clusterOfFolder(const QString& path) {
    auto cluster = std::make_unique<cluster::Cluster>();
    setAll(*cluster, cluster::KindStatus::State::NotServed);
    const QDir folder(path);
    for (const auto& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly)) {
            addTo(*cluster, file.readAll().toStdString());
        }
    }
    return cluster;
}

QString sharedData(const QString& below) {
    const auto path = QStringLiteral(PLIMSOLL_SOURCE_DIR "/../shared/data/") + below;
    return QFile::exists(path) ? QDir::cleanPath(path) : QString();
}

} // namespace plimsoll::test
